"""Money pages: page, paper, table and JSON tell the same numbers, and nobody sees another's."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from doublet.engines import document
from doublet.kernel.money import Money
from doublet.ledger import papers, queries, references
from doublet.ledger.brand_money import receive_payment
from doublet.ledger.owing import owing_of
from doublet.ledger.sheets import statement_table
from doublet.ledger.telling import statement_of
from doublet.ledger.tests.earned import approved, paid
from doublet.people.models import Agency
from doublet.publishing.actions import approve
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import paid_out, signed_in
from doublet.wardrobe.models import Garment

PAGE = "ledger:statement"
FILES = ("ledger:paper", "ledger:table", "ledger:data")


@pytest.fixture
def earned(target: Target, frame: Frame) -> Target:
    approve(by=target.people.model.user, frame=frame)
    return target


def page_of(client: Client, name: str = PAGE, **asked: str) -> str:
    return str(client.get(reverse(name), asked).content.decode())


def test_before_the_first_yes_it_says_what_to_do(client: Client, target: Target) -> None:
    for person, words in (
        (target.people.model.user, "Nothing earned yet"),
        (target.people.agent, "Nothing earned yet"),
    ):
        signed_in(client, person)
        assert words in page_of(client)
        assert client.get(reverse("ledger:paper", args=["EUR"])).status_code == 404
    signed_in(client, target.people.brand)
    assert "Nothing is owed" in page_of(client, "ledger:owing")


def test_page_paper_table_and_json_agree_to_the_cent(client: Client, earned: Target) -> None:
    signed_in(client, earned.people.model.user)
    page = client.get(reverse(PAGE))
    told, words = page.context["told"], page.content.decode()
    line = told.lines[0]
    assert str(line.mine) in words
    assert f"Why {line.mine}" in words
    assert "What is left is yours" in words
    assert "rate card" in words
    assert page.context["waits"][0].due == line.due
    rows = list(
        csv.DictReader(io.StringIO(client.get(reverse("ledger:table", args=["EUR"])).content.decode()))
    )
    assert [row["kind"] for row in rows] == ["opening", "approval", "closing"]
    assert rows[1]["yours"] == rows[2]["yours"] == line.mine.decimal()
    data = json.loads(client.get(reverse("ledger:data", args=["EUR"])).content)
    assert data["net_minor"] == line.mine.amount
    assert data["lines"][0]["state"] == "waiting"
    assert document.read_seal(client.get(reverse("ledger:paper", args=["EUR"])).content).intact
    assert client.get(reverse("ledger:table", args=["USD"])).status_code == 404
    assert client.get(reverse(PAGE), {"currency": "USD"}).status_code == 404
    assert client.get(reverse("ledger:data", args=["EUR"]), {"period": "soon"}).status_code == 400


def test_a_month_and_a_year_have_a_page_of_their_own(client: Client, target: Target) -> None:
    approved(target.licence, on="2026-09-10", what="Coat")
    approved(target.licence, on="2026-10-10", what="Dress")
    signed_in(client, target.people.model.user)
    address = reverse("ledger:period", args=["EUR"])
    september = client.get(address, {"period": "2026-09"})
    assert "Coat" in september.content.decode()
    assert "Dress" not in september.content.decode()
    year = client.get(address, {"period": "2026"}).content.decode()
    assert "Coat" in year
    assert "Dress" in year
    assert "2 pictures" in year
    told = statement_of("model", target.people.model.pk, "EUR")
    assert str(told.net) in year


def test_a_payout_empties_what_was_ready(client: Client, earned: Target) -> None:
    people = earned.people
    gross = queries.statement(people.model, "EUR").gross
    receive_payment(by=people.operator, brand=earned.licence.brand, amount=gross, reference="INV-1")
    signed_in(client, people.model.user)
    ready = client.get(reverse(PAGE)).context["ready"]
    assert ready == queries.statement(people.model, "EUR").net
    assert ready
    run = paid_out(people.operator, people.second_operator)
    page = client.get(reverse(PAGE))
    assert page.context["ready"] == page.context["waiting"] == Money(0, "EUR")
    assert run.pk in page.content.decode()
    assert "Paid out" in page.content.decode()


def test_an_agency_sees_its_own_part_as_each_kind_of_party(client: Client, target: Target) -> None:
    approved(target.licence)
    signed_in(client, target.people.agent)
    told = client.get(reverse(PAGE)).context["told"]
    assert (told.payee, told.holder) == ("agent", target.people.agency.pk)
    assert told.lines[0].mine < told.lines[0].split.model
    assert client.get(reverse("ledger:table", args=["EUR"]), {"as": "mother_agent"}).status_code == 404
    other = Agency.objects.create(name="Another", country="FR")
    target.people.agent.agency = other
    target.people.agent.save()
    assert "Nothing earned yet" in page_of(client)


def test_a_brand_reads_what_it_owes_by_when_and_how_to_pay(client: Client, target: Target) -> None:
    licence, people = target.licence, target.people
    price = Money(int(licence.terms["rate_minor"]), "EUR")
    approved(licence, on="2026-08-10", what="Coat")
    approved(licence, what="Dress")
    paid(licence, Money(3_00, "EUR"), by=people.operator)
    signed_in(client, people.brand)
    page = page_of(client, "ledger:owing")
    reference = references.of_brand(licence.brand)
    assert "A payment is overdue" in page
    assert "days late" in page
    assert reference in page
    told = owing_of(licence.brand, "EUR")
    assert (told.owed, told.late, told.credit) == (price * 2, price, Money(3_00, "EUR"))
    assert document.read_seal(client.get(reverse("ledger:owing_paper", args=["EUR"])).content).intact
    table = client.get(reverse("ledger:owing_table", args=["EUR"]), {"period": "2026-08"}).content.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["amount"] for row in rows if row["section"] == "moved"] == [price.decimal()]
    assert client.get(reverse("ledger:owing_table", args=["USD"])).status_code == 404
    signed_in(client, people.other)
    assert "Nothing is owed" in page_of(client, "ledger:owing")


def test_the_reference_finds_its_brand_and_notices_a_slip(target: Target) -> None:
    brand = target.licence.brand
    told = references.of_brand(brand)
    assert references.brand_of(f"Invoice {told.replace(' ', '')} thank you") == brand
    assert references.brand_of(told.lower()) == brand
    slip = told[:-1] + ("2" if told[-1] != "2" else "3")
    assert references.brand_of(slip) is None
    assert references.brand_of("") is None


def test_a_name_that_is_a_formula_stays_a_name(target: Target, frame: Frame) -> None:
    Garment.objects.update(name="=1+1")
    approve(by=target.people.model.user, frame=frame)
    told = queries.statement(target.people.model, "EUR")
    rows = list(csv.DictReader(io.StringIO(statement_table(told))))
    assert rows[1]["what"] == "'=1+1"


def test_papers_of_a_year_say_what_they_are(earned: Target) -> None:
    told = statement_of("agent", earned.people.agency.pk, "EUR")
    at = earned.licence.signed_at
    assert document.read_seal(papers.statement_pdf(told, at=at)).intact
    assert document.read_seal(papers.statement_pdf(statement_of("platform", "", "EUR"), at=at)).intact


def test_it_is_theirs_alone(client: Client, earned: Target) -> None:
    for stranger in (earned.people.brand, earned.people.operator):
        signed_in(client, stranger)
        assert client.get(reverse(PAGE)).status_code == 403
        for name in FILES:
            assert client.get(reverse(name, args=["EUR"])).status_code == 403
    signed_in(client, earned.people.model.user)
    assert client.get(reverse("ledger:owing")).status_code == 403
