"""Words that touch a closed door: sure ones are refused, doubtful ones wait for her own answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.drawings import PATHS
from doublet.consents.summary import GROUPS
from doublet.kernel.models import AuditEvent, Notice
from doublet.kernel.refusals import NotAllowed, Refused
from doublet.offers import actions, questions, screening
from doublet.offers.models import Offer, Question
from doublet.offers.questions import answer_question
from doublet.people.waiting import tasks_for
from doublet.story import scenery
from doublet.testing import signed_in

PLAIN = "Product pictures of the winter collection, front view, for the product pages of our own web shop in Europe."
DOUBTFUL = f"{PLAIN} She is shown near a bar."
SURE = f"{PLAIN} She raises a glass of red wine."


def brief(target: Any, description: str, **more: Any) -> Any:
    return actions.write_brief(
        by=target.people.brand,
        model=target.people.model,
        title=more.pop("title", "Winter"),
        garments=[target.garment],
        terms=scenery.wish(pictures=2, description=description),
    )


@pytest.fixture
def offer(target: Any) -> Offer:
    return actions.send_offer(by=target.people.brand, brief=brief(target, DOUBTFUL))


def test_sure_words_are_refused_with_the_boundary_and_the_word(target: Any) -> None:
    with pytest.raises(Refused) as refused:
        brief(target, SURE)
    assert (refused.value.code, refused.value.rule) == ("boundary_in_words", "HOUSE-BOUNDARY")
    assert "alcohol" in refused.value.reason
    assert "raises a glass" in refused.value.reason


@pytest.mark.parametrize("title", ["Bikini week", "Boudoir", "Casino night"])
def test_a_title_is_read_too(target: Any, title: str) -> None:
    with pytest.raises(Refused, match="boundary_in_words"):
        brief(target, PLAIN, title=title)


def test_clear_words_ask_nothing(target: Any) -> None:
    offer = actions.send_offer(
        by=target.people.brand, brief=brief(target, f"{PLAIN} No alcohol, no cigarettes.")
    )
    assert not offer.questions.exists()


def test_a_note_is_read(target: Any) -> None:
    with pytest.raises(Refused, match="boundary_in_words"):
        actions.send_offer(
            by=target.people.brand, brief=brief(target, PLAIN), note="Bring the bikini, please."
        )
    assert not Offer.objects.filter(brief__title="Winter").exists()


def test_doubtful_words_wait_for_her(target: Any, offer: Offer) -> None:
    (question,) = offer.questions.all()
    assert (question.subject, question.words) == ("alcohol", "bar")
    assert Notice.objects.filter(
        to=target.people.model.user.email, subject="Words that only you can judge"
    ).exists()
    assert any(
        task.title == "Winter" and "words" in task.words for task in tasks_for(target.people.model.user)
    )
    for somebody in (target.people.model.user, target.people.agent):
        with pytest.raises(Refused, match="question_open"):
            actions.accept(by=somebody, offer=offer, number=1)
    answer_question(by=target.people.model.user, question=question, answer="fine")
    assert actions.accept(by=target.people.model.user, offer=offer, number=1).status == Offer.Status.AGREED
    assert AuditEvent.objects.filter(kind="offer.question_answered").exists()


@pytest.mark.parametrize("who", ["agent", "brand", "other", "operator"])
def test_nobody_answers_for_her(target: Any, offer: Offer, who: str) -> None:
    with pytest.raises(NotAllowed):
        answer_question(by=getattr(target.people, who), question=offer.questions.get(), answer="fine")
    assert offer.questions.get().answer == ""


def test_a_no_asks_for_other_words_and_keeps_the_rest(target: Any, offer: Offer) -> None:
    her, team = target.people.model.user, target.people.brand
    answer_question(by=her, question=offer.questions.get(), answer="no")
    assert Notice.objects.filter(to=team.email, body__contains="would rather not").exists()
    with pytest.raises(Refused, match="words_declined"):
        actions.accept(by=her, offer=offer, number=1)
    with pytest.raises(Refused, match="words_declined"):
        actions.counter(by=team, offer=offer, changes={"pictures": 3})
    actions.counter(by=team, offer=offer, changes={"description": PLAIN})
    assert actions.accept(by=her, offer=offer, number=2).status == Offer.Status.AGREED


def test_a_no_after_both_agreed_opens_the_offer_again(target: Any, offer: Offer) -> None:
    her = target.people.model.user
    question = offer.questions.get()
    answer_question(by=her, question=question, answer="fine")
    actions.accept(by=her, offer=offer, number=1)
    answer_question(by=her, question=question, answer="no")
    offer.refresh_from_db()
    assert offer.status == Offer.Status.OPEN
    with pytest.raises(Refused, match="words_declined"):
        questions.refuse_open(offer.versions.get())


def test_a_brand_that_she_ruled_out_is_asked_about(target: Any) -> None:
    row = target.people.model.boundaries
    row.terms = row.terms | {"never_brands": ["Grande Chaîne"]}
    row.save()
    sent = actions.send_offer(
        by=target.people.brand, brief=brief(target, f"{PLAIN} As GRANDE CHAINE does it.")
    )
    assert [each.subject for each in sent.questions.all()] == ["brand"]


def test_her_page_marks_the_words_and_takes_her_answer(target: Any, offer: Offer) -> None:
    hers = signed_in(Client(), target.people.model.user)
    page = hers.get(f"/offers/{offer.pk}/questions").content.decode()
    assert "<mark>bar</mark>" in page
    assert page.count('name="answer"') == 2
    question = offer.questions.get()
    assert hers.post(f"/questions/{question.pk}/answer", {"answer": "fine"}).status_code == 302
    assert Question.objects.get().answer == "fine"
    agents = signed_in(Client(), target.people.agent).get(f"/offers/{offer.pk}/questions").content.decode()
    assert "<mark>bar</mark>" in agents
    assert 'name="answer"' not in agents


DOORS = [(group, code) for group, codes in GROUPS.items() for code in codes]
TEXTS = [SURE, DOUBTFUL, "She wears a bikini and lies on the sofa with a dog.", "An artistic nude, topless."]


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(DOORS)), st.sampled_from(DOORS), st.sampled_from(TEXTS))
def test_opening_a_door_never_adds_and_closing_never_removes(
    opened: set[tuple[str, str]], one: tuple[str, str], text: str
) -> None:
    fewer = set(screening.touches(_bounds(opened | {one}), {"title": text}))
    more = set(screening.touches(_bounds(opened - {one}), {"title": text}))
    assert fewer <= more


def test_what_is_always_closed_stays_so_with_every_door_open() -> None:
    found = screening.touches(
        _bounds(set(DOORS)), {"title": "An artistic nude, topless. She looks underage."}
    )
    assert {each.subject for each in found} == {"nudity", "minors"}


def test_every_subject_has_a_door_that_exists_and_every_door_a_drawing() -> None:
    for subject, (group, code) in screening.DOORS.items():
        assert code in GROUPS[group], subject
    for group, codes in GROUPS.items():
        if group != "territories":
            assert set(codes) == set(PATHS[group])


def _bounds(doors: set[tuple[str, str]]) -> BoundaryTerms:
    chosen: dict[str, list[str]] = {}
    for group, code in sorted(doors):
        chosen.setdefault(group, []).append(code)
    return BoundaryTerms(**{group: tuple(codes) for group, codes in chosen.items()})
