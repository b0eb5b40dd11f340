"""A reported death: everything of hers stops, and goes on only as she allowed, or when it was a mistake."""

from __future__ import annotations

from collections.abc import Iterable

from doublet.consents.kinds import CARRIES_LICENCES
from doublet.consents.models import Consent, DeathNotice
from doublet.consents.queries import in_force, why_not_genuine
from doublet.consents.rules import ConsentTerms
from doublet.kernel import audit, clock, events
from doublet.kernel.acting import action
from doublet.kernel.moves import move
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.people import rights
from doublet.people.models import ModelProfile, User

LEAST_WORDS = 5


@action
def note_death(*, by: User, model: ModelProfile, evidence: str) -> DeathNotice:
    """An operator was shown that a model died. All her consents are stopped in this step (rule NY-PM-01).

    Nothing is ended for good: a second operator can undo it, and her own posthumous consent may say more.
    """
    rights.must_be_operator(by)
    evidence = _told(evidence)
    if DeathNotice.objects.filter(model=model, undone_at=None).exists():
        raise Conflict("already_noted", "Her death is noted already.", rule="NY-PM-01")
    held = Consent.objects.select_for_update().filter(
        model=model, status__in=[Consent.Status.ACTIVE, Consent.Status.SUPERSEDED]
    )
    stopped = {consent.pk: consent.status for consent in held}
    wish = in_force(model, Consent.Kind.POSTHUMOUS, clock.now().date())
    for consent in held:
        if wish is None or consent.pk != wish.pk:
            move(consent, Consent.Status.SUSPENDED, "This consent cannot be stopped")
            consent.save()
    if wish is not None:
        stopped.pop(wish.pk)
    Consent.objects.filter(model=model, status=Consent.Status.OFFERED).delete()
    notice = DeathNotice.objects.create(model=model, noted_by=by, evidence=evidence, stopped=stopped)
    audit.record("death.noted", actor=by, subject=notice, model=model.pk, stopped=len(stopped))
    events.emit("model.died", model=model, by=by)
    return notice


@action
def admit_heir(*, by: User, notice: DeathNotice, heir: str, evidence: str) -> DeathNotice:
    """A second operator was shown the written word of the person whom she named: her licences may run out.

    Only what her posthumous consent allows, only while it was in force on the day of the notice; nobody can
    sign anything new.
    """
    notice = _standing(by, notice)
    evidence = _told(evidence)
    wish = in_force(notice.model, Consent.Kind.POSTHUMOUS, notice.noted_at.date())
    terms = ConsentTerms.from_dict(wish.terms) if wish and not why_not_genuine(wish) else None
    if terms is None or not terms.after_death:
        raise Refused(
            "nothing_after_death",
            "She signed nothing that lets anything go on after her death.",
            rule="NY-PM-01",
        )
    if " ".join(heir.split()).casefold() != terms.heir.casefold():
        raise Refused("not_her_heir", "That is not the person whom she named.", rule="NY-PM-01")
    if notice.heir_at:
        raise Conflict("already_noted", "This person's word is noted already.", rule="NY-PM-01")
    notice.heir, notice.heir_evidence = terms.heir, evidence
    notice.heir_at, notice.heir_by = clock.now(), by
    _go_on(notice, kinds=CARRIES_LICENCES)
    audit.record("death.heir_admitted", actor=by, subject=notice, model=notice.model_id)
    return notice


@action
def undo_death(*, by: User, notice: DeathNotice, why: str) -> DeathNotice:
    """A second operator found that she lives: everything stands as it stood before."""
    notice = _standing(by, notice)
    notice.undone_at, notice.undone_by, notice.undone_why = clock.now(), by, _told(why)
    _go_on(notice, kinds=Consent.Kind.values)
    audit.record("death.undone", actor=by, subject=notice, model=notice.model_id)
    return notice


def _standing(by: User, notice: DeathNotice) -> DeathNotice:
    rights.must_be_operator(by)
    notice = DeathNotice.objects.select_for_update().select_related("model").get(pk=notice.pk)
    if notice.undone_at:
        raise Conflict("already_undone", "This notice was undone before.", rule="NY-PM-01")
    if notice.noted_by_id == by.pk:
        raise NotAllowed(
            "second_operator",
            "Who noted a death cannot also undo it or let anything go on.",
            rule="NY-PM-01",
            hint="Another operator of this instance has to look at it.",
        )
    return notice


def _go_on(notice: DeathNotice, *, kinds: Iterable[str]) -> None:
    """Her consents of these kinds stand again as they stood on the day of the notice."""
    stopped = Consent.objects.select_for_update().filter(
        pk__in=notice.stopped, kind__in=kinds, status=Consent.Status.SUSPENDED
    )
    for consent in stopped:
        move(consent, notice.stopped[consent.pk], "This consent cannot stand again")
        consent.save()
    notice.save()


def _told(words: str) -> str:
    words = " ".join(words.split())
    if len(words.split()) < LEAST_WORDS:
        raise BadInput(
            "evidence_too_short",
            f"Say in at least {LEAST_WORDS} words what you were shown, by whom and when.",
            rule="NY-PM-01",
        )
    return words
