"""Words that may cross a boundary become questions to the model. Until she says fine, nobody agrees and nothing is signed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from doublet.consents.queries import bounds_of
from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict, NotThere, Refused
from doublet.offers import screening
from doublet.offers.models import Offer, OfferVersion, Party, Question
from doublet.offers.queries import visible_offers
from doublet.people import rights
from doublet.people.models import Brand, ModelProfile, Role, User
from doublet.people.waiting import Task, source
from doublet.wardrobe.queries import plates_named


def touched_words(
    model: ModelProfile, brand: Brand, *, title: str, terms: dict[str, Any]
) -> tuple[screening.Touch, ...]:
    """The words of a brief that touch a door which she keeps closed, surely or perhaps."""
    said = {"title": title, **_of_terms(terms, brand)}
    return screening.touches(bounds_of(model), said, own=brand.name)


def refuse_words(model: ModelProfile, brand: Brand, *, title: str, terms: dict[str, Any]) -> None:
    """Refuse a brief whose words surely ask for what she keeps closed. Doubtful ones are asked about once it is offered."""
    screening.refuse_sure(touched_words(model, brand, title=title, terms=terms))


def ask(version: OfferVersion) -> None:
    """Look through the words of a proposal: refuse sure ones, ask her about doubtful ones, once each in a thread."""
    offer = version.offer
    found = screening.touches(bounds_of(offer.model), _said(version), own=offer.brand.name)
    screening.refuse_sure(found)
    asked = {(each.subject, each.sentence): each for each in offer.questions.all()}
    new = 0
    for touch in found:
        known = asked.get((touch.subject, touch.sentence))
        if known is not None and known.answer == Question.Answer.NO:
            raise _declined(known)
        if known is None:
            asked[touch.subject, touch.sentence] = Question.objects.create(
                offer=offer,
                subject=touch.subject,
                where=touch.where,
                words=touch.words,
                sentence=touch.sentence,
            )
            new += 1
    if new:
        audit.record("offer.asked", actor="screening", subject=offer, version=version.number, questions=new)
        tell(
            offer.model.user.email,
            "Words that only you can judge",
            f"{offer.brand} writes something in “{offer.brief}” that may touch one of your boundaries. Nobody can "
            f"agree to it before you say whether it is fine.\n\n{settings.SITE_URL}/offers/{offer.pk}/questions",
        )


def about(version: OfferVersion) -> list[Question]:
    """The questions about words that still stand in this version."""
    said = list(_said(version).values())
    return [each for each in version.offer.questions.all() if any(each.sentence in text for text in said)]


def refuse_open(version: OfferVersion) -> None:
    """Refuse to agree on, or sign, a version with words that she has not said fine to."""
    for question in about(version):
        if question.answer == Question.Answer.NO:
            raise _declined(question)
        if not question.answer:
            raise Refused(
                "question_open",
                f"The model has still to say whether “{_short(question.words)}” is fine with her.",
                rule="HOUSE-BOUNDARY",
                hint="Only she answers, on the page of this offer. The brand can also propose other words.",
            )


@action
def answer_question(*, by: User, question: Question, answer: str) -> Question:
    """She says whether words are fine. A no asks the brand to find others; it has no other effect on her."""
    question = (
        Question.objects.select_for_update()
        .select_related("offer__model", "offer__brand", "offer__brief")
        .get(pk=question.pk)
    )
    offer = question.offer
    rights.must_be_model(by, offer.model)
    if answer not in Question.Answer.values:
        raise BadInput("unknown_answer", "A question is answered with “fine” or “no”.")
    if offer.status not in Offer.LIVING:
        raise Conflict("moved_on", f"This offer is already “{offer.get_status_display().lower()}”.")
    question.answer, question.answered_at, question.answered_by = answer, clock.now(), by
    question.save()
    if answer == Question.Answer.NO and offer.status == Offer.Status.AGREED:
        offer.status = Offer.Status.OPEN
        offer.save()
    audit.record("offer.question_answered", actor=by, subject=offer, question=question.pk, answer=answer)
    _tell_brand(question)
    return question


def question_for(user: User, pk: str) -> Question:
    """One question, for whoever may see its offer."""
    question = visible_questions(user).filter(pk=pk).first()
    if question is None:
        raise NotThere("no_such_question", "There is no such question, or it is not yours to see.")
    return question


def visible_questions(user: User) -> QuerySet[Question]:
    """The questions of the offers that this person may see."""
    return Question.objects.filter(offer__in=visible_offers(user)).select_related("offer__model")


@source
def questions_to_answer(user: User) -> list[Task]:
    """Offers with words that only she can judge."""
    if user.role != Role.MODEL:
        return []
    waiting = Question.objects.filter(
        offer__model__user=user, offer__status__in=Offer.LIVING, answer=""
    ).select_related("offer__brief", "offer__brand")
    offers = {each.offer_id: each.offer for each in waiting}
    return [
        Task(
            title=str(offer.brief.title),
            words="Some of its words may touch a boundary of yours. Only you can say whether they are fine.",
            href=reverse("offers:questions", args=[offer.pk]),
            action="Read the words",
            kicker=str(offer.brand),
            due=offer.expires_at,
        )
        for offer in offers.values()
    ]


def _said(version: OfferVersion) -> dict[str, str]:
    offer = version.offer
    said = {"title": offer.brief.title, **_of_terms(version.terms, offer.brand)}
    if version.party == Party.BRAND:  # what her own side writes is hers to judge
        said["note"] = version.note
    return {where: text for where, text in said.items() if text}


def _of_terms(terms: dict[str, Any], brand: Brand) -> dict[str, str]:
    plates = plates_named(terms["backgrounds"], brand.pk).values()
    return {
        "description": terms["description"],
        "garments": "\n".join(garment["name"] for garment in terms["garments"]),
        "backgrounds": "\n".join(plate.name for plate in plates),
    }


def _declined(question: Question) -> Refused:
    return Refused(
        "words_declined",
        f"The model said that “{_short(question.words)}” is not fine with her.",
        rule="HOUSE-BOUNDARY",
        hint="Propose the same with other words, or without it.",
    )


def _tell_brand(question: Question) -> None:
    offer = question.offer
    if question.answer == Question.Answer.NO:
        words = (
            f"About “{_short(question.words)}” in “{offer.brief.title}”: the model would rather not. "
            "Everything else stands; please propose it with other words."
        )
    elif offer.questions.filter(answer="").exists():
        return
    else:
        words = f"The words of “{offer.brief.title}” are fine with the model. The offer can be agreed now."
    for member in offer.brand.members.filter(is_active=True):
        tell(
            member.email, "About the words of your offer", f"{words}\n\n{settings.SITE_URL}/offers/{offer.pk}"
        )


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:79]}…"
