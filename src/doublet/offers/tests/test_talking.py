"""Talk in a thread is read against her boundaries: never refused, and both sides are told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.test import Client

from doublet.consents.queries import bounds_of
from doublet.kernel.models import AuditEvent
from doublet.offers.screening import touched_in_talk
from doublet.offers.talking import say
from doublet.testing import signed_in


def test_words_that_touch_a_closed_boundary_are_sent_and_both_sides_are_told(target: Any) -> None:
    offer = target.licence.version.offer
    message = say(by=target.people.brand, offer=offer, words="Could she hold a glass of wine at a bar?")
    assert [subject for subject, _ in message.touches] == ["alcohol"]
    assert AuditEvent.objects.get(kind="offer.said").data["touches"] == ["alcohol"]
    for somebody in (target.people.brand, target.people.model.user, target.people.agent):
        page = signed_in(Client(), somebody).get(f"/offers/{offer.pk}/").content.decode()
        assert "These words touch a closed boundary" in page
        assert "glass of wine" in page


def test_her_own_words_and_harmless_ones_warn_nobody(target: Any) -> None:
    offer = target.licence.version.offer
    assert say(by=target.people.model.user, offer=offer, words="I would hold a glass of wine.").touches == []
    assert say(by=target.people.brand, offer=offer, words="Thank you, and no alcohol at all.").touches == []
    page = signed_in(Client(), target.people.brand).get(f"/offers/{offer.pk}/").content.decode()
    assert "touch a closed boundary" not in page


def test_a_name_that_she_ruled_out_is_not_given_away(target: Any) -> None:
    bounds = replace(bounds_of(target.people.model), never_brands=("Acme",))
    assert touched_in_talk(bounds, "We made this with Acme last year.") == ()
