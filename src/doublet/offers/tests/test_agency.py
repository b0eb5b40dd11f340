"""Bob's agency looks at its models: who can be booked, who cannot yet, and what comes next."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from doublet.consents.actions import withdraw_consent
from doublet.kernel.refusals import Refused
from doublet.offers.queries import commissions, represented
from doublet.people import inviting, mandates
from doublet.people.models import Agency
from doublet.people.queries import my_data
from doublet.story import cast
from doublet.story.target import Target
from doublet.testing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bobs(target: Target) -> Target:
    """Two models, one of whom has signed nothing yet, and somebody who is invited under a nasty name."""
    second = cast.model(
        "second@sandbox.invalid",
        public_name="Second",
        legal_name="Second Model",
        birth_date=date(1997, 1, 1),
        residence="FR",
        height_cm=176,
        popularity=1,
    )
    agency = target.people.agency
    mandates.give_mandate(
        by=second.user, model=second, agency=agency, commission_bp=1000, may_negotiate=False
    )
    inviting.invite_model(
        by=target.people.agent,
        email="alice@sandbox.invalid",
        name="=Alice()",
        proposal=inviting.Proposal(900),
    )
    return target


def test_the_page_counts_who_cannot_be_booked_and_filters(bobs: Target, client: Client) -> None:
    signed_in(client, bobs.people.agent)
    address = reverse("offers:agency")
    page = client.get(address).content.decode()
    assert "2 models: 1 has no consent: nothing can be generated" in page
    assert "She reads and signs the consent to make her twin." in page
    assert "reading only" in page
    for wanted, name in (("closed", "Second"), ("open", "Sandbox"), ("invited", "=Alice()")):
        shown = [line.name for line in client.get(address, {"show": wanted}).context["lines"]]
        assert shown == [name]
    assert client.get(address, {"show": "waiting"}).context["lines"] == []
    assert len(client.get(address, {"show": "nonsense"}).context["lines"]) == 3


def test_a_withdrawn_consent_closes_her_at_once(bobs: Target, client: Client) -> None:
    withdraw_consent(by=bobs.people.model.user, consent=bobs.use)
    page = signed_in(client, bobs.people.agent).get(reverse("offers:agency")).content.decode()
    assert "2 models: 2 have no consent: nothing can be generated" in page


def test_the_table_runs_in_no_spreadsheet(bobs: Target, client: Client) -> None:
    answer = signed_in(client, bobs.people.agent).get(reverse("offers:agency_csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row["model"] for row in rows] == ["Sandbox", "Second", "'=Alice()"]
    assert [row["state"] for row in rows] == ["open", "closed", "invited"]
    assert rows[0]["share_percent"] == "10"


def test_no_other_agency_sees_them(bobs: Target, client: Client) -> None:
    other = Agency.objects.create(name="Mallory Models (fictional)", country="IT", fictional=True)
    agent = bobs.people.agent
    agent.agency = other
    agent.save()
    assert represented(agent) == []
    assert "Sandbox" not in signed_in(client, agent).get(reverse("offers:agency")).content.decode()


def test_a_fee_is_divided_by_the_kinds_of_mandates_and_their_places(bobs: Target) -> None:
    model, other = bobs.people.model, Agency.objects.create(name="Casa (fictional)", country="IT")
    mandates.give_mandate(by=model.user, model=model, agency=other, commission_bp=300, kind="mother")
    parts = {each.party: each.basis_points for each in commissions(model, ["EU"])}
    assert parts == {"platform": 500, "agent": 1000, "mother_agent": 300}
    mandates.end_mandate(by=model.user, mandate=mandates.own_mandate(model.user, _of(bobs)))
    assert {each.party for each in commissions(model, ["EU"])} == {"platform", "mother_agent"}


def test_two_agencies_of_one_place_can_never_both_be_paid(bobs: Target) -> None:
    model, other = bobs.people.model, Agency.objects.create(name="Other (fictional)", country="US")
    with pytest.raises(Refused):
        mandates.give_mandate(by=model.user, model=model, agency=other, commission_bp=100, territories=["US"])


def test_her_data_holds_photos_challenges_uploads_and_identity(bobs: Target) -> None:
    told = my_data(bobs.people.model.user)
    photos = told["twin"]["capture_sets"][0]["photos"]
    assert [photo["id"] for photo in photos] == [bobs.photo.pk]
    assert told["twin"]["versions"][0]["photos"] == [bobs.photo.pk]
    assert {"selfie_challenges", "uploads"} <= set(told["twin"]["capture_sets"][0])
    assert told["profile"]["identity_checks"][0]["outcome"] == "confirmed"
    assert told["studio"]["prepared_photos"] == told["studio"]["pictures"] == []


def _of(bobs: Target) -> str:
    return bobs.people.model.mandates.get(kind="agent").pk
