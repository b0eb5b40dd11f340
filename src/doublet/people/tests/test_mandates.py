"""Inés and the agencies that would like to speak for her."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel import clock, events
from doublet.kernel.models import Notice
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.people import commissions, mandates, places, rights
from doublet.people.commissions import Taken, refuse_over_limit
from doublet.people.models import LONGEST_MANDATE, Agency, Mandate, ModelProfile, User
from doublet.people.wording import example_of
from doublet.testing import signed_in

pytestmark = pytest.mark.django_db


def give(model: ModelProfile, agency: Agency, points: int = 1000, **more: object) -> Mandate:
    return mandates.give_mandate(by=model.user, model=model, agency=agency, commission_bp=points, **more)  # type: ignore[arg-type]


def days_from_now(days: int) -> date:
    return clock.now().date() + timedelta(days=days)


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    at = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: at)


def test_all_commissions_together_are_a_fifth_at_most_and_the_sum_is_shown(
    ines: ModelProfile, agency: Agency, other_agency: Agency
) -> None:
    assert settings.PLATFORM_COMMISSION_BP == 500
    give(ines, other_agency, 1000, kind="mother")
    with pytest.raises(Refused) as refused:
        give(ines, agency, 750)
    assert refused.value.code == "commission_over_limit"
    assert "Doublet 5 % + Other Agency 10 % + Agence Fictive 7.5 % = 22.5 %" in refused.value.reason
    assert "2.5 % over the 20 %" in refused.value.reason
    assert refused.value.hint == "At most 5 % is left for Agence Fictive."
    assert give(ines, agency, 500)
    assert commissions.together_bp(ines) == 2000


def test_two_agencies_split_the_world_and_each_is_paid_only_for_its_part(
    ines: ModelProfile, agency: Agency, other_agency: Agency
) -> None:
    give(ines, agency, 1500, territories=["eu"])
    with pytest.raises(Refused) as refused:
        give(ines, other_agency, 1000, territories=["FR", "US"])
    assert refused.value.code == "place_taken"
    give(ines, other_agency, 1000, territories=["US"])
    assert commissions.together_bp(ines) == 2000
    there = commissions.taken_of(ines, ["US-NY"])
    assert [(taken.party, taken.holder) for taken in there] == [
        ("platform", ""),
        ("agent", other_agency.pk),
    ]
    assert [taken.party for taken in commissions.taken_of(ines, ["JP"])] == ["platform"]
    with pytest.raises(Refused) as both:
        commissions.taken_of(ines, ["FR", "US"])
    assert both.value.code == "two_agencies"


def test_the_party_comes_from_the_kind_of_mandate_and_not_from_the_order(
    ines: ModelProfile, agency: Agency, other_agency: Agency
) -> None:
    give(ines, other_agency, 300, kind="mother")
    give(ines, agency, 800)
    assert {taken.party: taken.holder for taken in commissions.taken_of(ines)} == {
        "platform": "",
        "mother_agent": other_agency.pk,
        "agent": agency.pk,
    }


def test_there_is_one_mother_agency_at_most(ines: ModelProfile, agency: Agency, other_agency: Agency) -> None:
    give(ines, agency, 100, kind="mother")
    with pytest.raises(Refused) as refused:
        give(ines, other_agency, 100, kind="mother", territories=["JP"])
    assert refused.value.code == "second_mother"


def test_a_mandate_ends_by_itself_after_three_years_at_most_and_never_renews(
    ines: ModelProfile, ana: User, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused) as refused:
        give(ines, agency, ends_on=clock.now().date() + LONGEST_MANDATE + timedelta(days=1))
    assert refused.value.rule == "FWA-09"
    with pytest.raises(BadInput):
        give(ines, agency, ends_on=clock.now().date())
    mandate = give(ines, agency, ends_on=days_from_now(40))
    assert rights.mandate(ana, ines) == mandate
    later(monkeypatch, 41)
    assert rights.mandate(ana, ines) is None
    with pytest.raises(NotAllowed):
        rights.must_speak_for(ana, ines)
    assert commissions.taken_of(ines)[0].party == "platform"
    assert len(commissions.taken_of(ines)) == 1
    heard: list[Mandate] = []
    events.subscribe("mandate.ended")(lambda mandate: heard.append(mandate))
    again = give(ines, agency)
    assert heard == [mandate]
    assert again.pk != mandate.pk


def test_both_sides_are_told_thirty_days_before(
    ines: ModelProfile, ana: User, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    mandate = give(ines, agency, ends_on=days_from_now(60))
    assert mandates.look_after_mandates() == 0
    later(monkeypatch, 30)
    assert mandates.look_after_mandates() == 1
    assert mandates.look_after_mandates() == 0
    told = Notice.objects.filter(subject="A mandate ends soon")
    assert set(told.values_list("to", flat=True)) == {ines.user.email, ana.email}
    later(monkeypatch, 31)
    mandates.look_after_mandates()
    mandate.refresh_from_db()
    assert mandate.ended_at


def test_negotiating_is_opened_and_closed_by_her_alone(ines: ModelProfile, ana: User, agency: Agency) -> None:
    mandate = give(ines, agency, may_negotiate=False)
    with pytest.raises(NotAllowed) as refused:
        rights.must_speak_for(ana, ines)
    assert refused.value.code == "may_not_negotiate"
    assert rights.may_see_model(ana, ines)
    with pytest.raises(NotAllowed):
        mandates.open_negotiating(by=ana, mandate=mandate, may_negotiate=True)
    mandates.open_negotiating(by=ines.user, mandate=mandate, may_negotiate=True)
    assert rights.must_speak_for(ana, ines) == "agent"


def test_an_agent_speaks_only_inside_the_territories(ines: ModelProfile, ana: User, agency: Agency) -> None:
    give(ines, agency, territories=["EU", "US-NY"])
    assert rights.must_speak_for(ana, ines, ["FR", "US-NY"]) == "agent"
    for beyond in (["US"], ["FR", "JP"], ["WORLD"]):
        with pytest.raises(NotAllowed) as refused:
            rights.must_speak_for(ana, ines, beyond)
        assert refused.value.code == "outside_mandate"


def test_the_agency_ends_it_too_and_another_agency_cannot(
    ines: ModelProfile, ana: User, mallory: User, agency: Agency, client: Client
) -> None:
    mandate = give(ines, agency)
    with pytest.raises(NotAllowed):
        mandates.end_mandate(by=mallory, mandate=mandate)
    address = reverse("mandate_end", args=[mandate.pk])
    assert signed_in(Client(), mallory).post(address).status_code == 404
    signed_in(client, ana).post(address)
    mandate.refresh_from_db()
    assert mandate.ended_at
    assert Notice.objects.filter(to=ines.user.email, subject="A mandate has ended").exists()
    with pytest.raises(Conflict):
        mandates.end_mandate(by=ines.user, mandate=mandate)


def test_her_page_shows_who_takes_what_of_a_thousand(
    ines: ModelProfile, agency: Agency, other_agency: Agency, client: Client
) -> None:
    give(ines, other_agency, 333, kind="mother")
    give(ines, agency, 1000, territories=["FR"])
    page = signed_in(client, ines.user).get(reverse("me")).content.decode()
    assert "Of EUR 1,000.00 that a brand pays" in page
    assert "EUR 33.30" in page
    assert "EUR 816.70" in page
    assert page.count("End this mandate") == 2


def test_she_opens_negotiating_on_her_page(ines: ModelProfile, agency: Agency, client: Client) -> None:
    mandate = give(ines, agency, may_negotiate=False)
    signed_in(client, ines.user)
    address = reverse("mandate_change", args=[mandate.pk])
    client.post(address, {"may_negotiate": "1"})
    mandate.refresh_from_db()
    assert mandate.may_negotiate
    client.post(address)
    mandate.refresh_from_db()
    assert not mandate.may_negotiate


CODES = st.sampled_from(["FR", "DE", "EU", "US", "US-NY", "GB", "JP", "WORLD"])


@given(st.lists(CODES, max_size=4), st.lists(CODES, min_size=1, max_size=4))
def test_what_covers_a_place_overlaps_it_and_overlapping_is_mutual(
    some: list[str], others: list[str]
) -> None:
    assert places.overlaps(some, others) == places.overlaps(others, some)
    if places.covers(some, others):
        assert places.overlaps(some, others)
        assert all(places.overlaps(some, [other]) for other in others)


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=4))
def test_no_sum_over_a_fifth_ever_passes_and_none_below_is_refused(points: list[int]) -> None:
    taken = [Taken("agent", f"A{number}", each) for number, each in enumerate(points)]
    if sum(points) <= 2000:
        refuse_over_limit(taken)
        example = example_of(taken)
        assert sum(amount.amount for _, _, amount in example.rows) + example.left.amount == 100_000
        assert example.left.amount >= 80_000
    else:
        with pytest.raises(Refused):
            refuse_over_limit(taken)
