"""Her own rule, one yes for many pictures, and alt texts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.refusals import BadInput, Conflict, NotAllowed
from doublet.ledger.models import Posting
from doublet.provenance.queries import master
from doublet.publishing import batching
from doublet.publishing.alt_texts import checked, described
from doublet.publishing.batch import Standard, against, room_of
from doublet.publishing.models import Review
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import signed_in

FACE = {"code": "face_not_hers", "title": "Likeness", "value": 0.8, "limit": "at least 0.5", "kept": True}
COLOUR = {
    "code": "garment_colour_changed",
    "title": "Colour",
    "value": 2.0,
    "limit": "at most 5",
    "kept": True,
}
GOOD = {"gates": [FACE, COLOUR]}
ASKED = Standard(room=50, likeness_room=50)


@given(value=st.floats(0, 10), limit=st.floats(0.01, 10))
def test_room_is_positive_exactly_where_the_limit_is_kept(value: float, limit: float) -> None:
    assert (room_of(value, f"at most {limit}") >= 0) == (value <= limit)


@pytest.mark.parametrize(
    ("report", "why"),
    [
        (GOOD, ""),
        ({}, "not measured"),
        ({"gates": [COLOUR]}, "Her face was not measured."),
        ({"gates": [FACE | {"value": 0.7}, COLOUR]}, "Likeness: 0.7"),
        ({"gates": [FACE, COLOUR | {"value": 2.6}]}, "Colour: 2.6"),
        (GOOD | {"held": ["A hand looks odd."]}, "A hand looks odd."),
        (GOOD | {"findings": [{"reason": "Long hair."}]}, "Long hair."),
    ],
)
def test_a_rule_covers_only_what_was_measured_and_is_well_beyond_every_limit(report: Any, why: str) -> None:
    found = against(report, ASKED)
    assert bool(found) == bool(why)
    assert why in " ".join(found)


@pytest.fixture
def good(frame: Frame) -> Frame:
    frame.report = GOOD
    frame.save()
    return frame


def test_without_a_rule_of_hers_nothing_is_approved_together(good: Frame, target: Target) -> None:
    with pytest.raises(Conflict):
        batching.approve_covered(by=target.people.model.user, seen={good.pk: master(good).pk})
    for other in (target.people.agent, target.people.brand, target.people.operator):
        with pytest.raises(NotAllowed):
            batching.set_rule(by=other, model=target.people.model, room=0, likeness_room=0)


def test_her_yes_is_for_the_versions_that_she_saw(good: Frame, target: Target) -> None:
    her = target.people.model.user
    batching.set_rule(by=her, model=target.people.model, room=50, likeness_room=50)
    old = batching.approve_covered(by=her, seen={good.pk: "crd_00000000000000000000"})
    assert not old.approved
    assert "retouched" in old.left[good.pk]
    assert batching.approve_covered(by=her, seen={good.pk: master(good).pk}).approved == (good.pk,)
    assert Posting.objects.count() == 1
    again = batching.approve_covered(by=her, seen={good.pk: master(good).pk})
    assert again.left == {good.pk: "It does not wait for you any more."}


def test_a_picture_outside_the_rule_is_left_even_when_it_is_named(frame: Frame, target: Target) -> None:
    her = target.people.model.user
    batching.set_rule(by=her, model=target.people.model, room=0, likeness_room=0)
    outcome = batching.approve_covered(by=her, seen={frame.pk: master(frame).pk})
    assert not outcome.approved
    assert not Review.objects.exists()


def test_the_page_makes_the_rule_shows_what_it_covers_and_takes_one_yes(good: Frame, target: Target) -> None:
    hers, page = signed_in(Client(), target.people.model.user), reverse("publishing:batch")
    assert b"Say yes to" not in hers.get(page).content
    assert hers.post(page, {"do": "rule", "room": 99, "likeness_room": 1}).status_code == 400
    assert hers.post(page, {"do": "rule", "room": 50, "likeness_room": 50}).status_code == 302
    shown = hers.get(page).content.decode()
    assert f"{good.pk}:{master(good).pk}" in shown
    assert hers.post(page, {"do": "approve", "seen": f"{good.pk}:{master(good).pk}"}).status_code == 302
    assert Review.objects.get().decision == "approved"
    assert hers.post(page, {"do": "drop"}).status_code == 302
    assert batching.rule_of(target.people.model.user) is None


def test_the_board_has_every_waiting_picture_and_takes_decisions(frame: Frame, target: Target) -> None:
    hers = signed_in(Client(), target.people.model.user)
    page = hers.get(reverse("publishing:board"))
    assert [each["id"] for each in page.context["pictures"]] == [frame.pk]
    decide = reverse("publishing:decide", args=[frame.pk])
    refused = hers.post(decide, {"decision": "rejected", "reason": "because"})
    assert (refused.status_code, refused.json()["code"]) == (400, "unknown_reason")
    yes = hers.post(decide, {"decision": "approved", "seen": master(frame).pk, "comment": "Lovely."})
    assert yes.json()["frame"] == frame.pk
    assert Review.objects.get().comment == "Lovely."
    assert hers.post(decide, {"decision": "approved"}).status_code == 409
    assert "No picture waits" in hers.get(reverse("publishing:board")).content.decode()


def test_an_alt_text_says_what_is_seen_and_that_it_is_ai(frame: Frame) -> None:
    assert (
        described(frame) == "AI-generated image of a fictional model wearing Tee, studio, white background."
    )
    assert checked(" KI-Bild  einer Frau ") == "KI-Bild einer Frau"
    assert checked("AI生成图像") == "AI生成图像"
    for silent in ("A woman in a tee", "", "Said by nobody", "x" * 301):
        with pytest.raises(BadInput):
            checked(silent)
