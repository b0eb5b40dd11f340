"""The statement: page, paper and table tell the same numbers."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from doublet.engines import document
from doublet.kernel.money import Money
from doublet.ledger import queries
from doublet.ledger.actions import receive_payment, run_payout
from doublet.ledger.papers import statement_csv
from doublet.publishing.actions import approve
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import signed_in
from doublet.wardrobe.models import Garment

PAGE = "ledger:statement"


@pytest.fixture
def earned(target: Target, frame: Frame) -> Target:
    approve(by=target.people.model.user, frame=frame)
    return target


def test_before_the_first_yes_it_says_what_to_do(client: Client, target: Target) -> None:
    signed_in(client, target.people.model.user)
    assert "Nothing earned yet" in client.get(reverse(PAGE)).content.decode()
    assert client.get(reverse("ledger:paper", args=["EUR"])).status_code == 404


def test_earned_taken_and_owed_to_the_cent(client: Client, earned: Target) -> None:
    signed_in(client, earned.people.model.user)
    page = client.get(reverse(PAGE))
    told = page.context["told"]
    assert told.gross - page.context["taken"] == told.net == page.context["owed"]
    assert str(told.net) in page.content.decode()
    line = told.lines[0]
    assert page.context["next_due"] == queries.due_dates(earned.people.model, "EUR")[line.reference]

    rows = list(
        csv.DictReader(io.StringIO(client.get(reverse("ledger:table", args=["EUR"])).content.decode()))
    )
    assert [row["net"] for row in rows] == [line.split.model.decimal()]
    assert rows[0]["due"] == page.context["next_due"].isoformat()

    pdf = client.get(reverse("ledger:paper", args=["EUR"])).content
    assert document.read_seal(pdf).intact
    assert client.get(reverse("ledger:table", args=["USD"])).status_code == 404
    assert client.get(reverse(PAGE), {"currency": "USD"}).status_code == 404


def test_a_payout_settles_what_was_owed(client: Client, earned: Target) -> None:
    operator = earned.people.operator
    gross = queries.statement(earned.people.model, "EUR").gross
    receive_payment(by=operator, brand=earned.licence.brand, amount=gross, reference="INV-1")
    run = run_payout(by=operator, currency="EUR")
    signed_in(client, earned.people.model.user)
    page = client.get(reverse(PAGE))
    assert page.context["owed"] == Money(0, "EUR")
    assert page.context["next_due"] is None
    assert run.pk in page.content.decode()


def test_a_name_that_is_a_formula_stays_a_name(target: Target, frame: Frame) -> None:
    Garment.objects.update(name="=1+1")
    approve(by=target.people.model.user, frame=frame)
    rows = list(csv.DictReader(io.StringIO(statement_csv(target.people.model, "EUR"))))
    assert rows[0]["what"] == "'=1+1, approved"


def test_it_is_hers_alone(client: Client, earned: Target) -> None:
    for stranger in (earned.people.brand, earned.people.agent):
        signed_in(client, stranger)
        for name, args in ((PAGE, []), ("ledger:paper", ["EUR"]), ("ledger:table", ["EUR"])):
            assert client.get(reverse(name, args=args)).status_code == 403
