"""The books as an operator reads them: from the trial balance down to one posting, and out as a file."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from doublet.kernel.money import Money
from doublet.ledger import trial
from doublet.ledger.accounts import MEANING, Account, account
from doublet.ledger.models import Balance, Entry
from doublet.ledger.tests.earned import approved, paid
from doublet.story.target import Target
from doublet.testing import signed_in


@pytest.fixture
def olga(client: Client, target: Target) -> Client:
    price = Money(int(target.licence.terms["rate_minor"]), "EUR")
    approved(target.licence, on="2026-08-10", what="Coat")
    approved(target.licence, on="2026-09-20", what="Dress")
    approved(target.licence, what="Scarf")
    paid(target.licence, price, by=target.people.operator)
    return signed_in(client, target.people.operator)


def read(client: Client, name: str, *args: str, **asked: str) -> str:
    answer = client.get(reverse(f"operator:{name}", args=args), asked)
    assert answer.status_code == 200
    return str(b"".join(answer).decode())


def test_both_sides_of_the_trial_balance_agree(olga: Client) -> None:
    sheet = trial.trial()[0]
    assert sheet.balanced
    assert sheet.debits
    page = read(olga, "trial")
    assert "Balanced" in page
    assert str(sheet.debits) in page
    assert MEANING[Account.ESCROW] not in page
    rows = list(csv.DictReader(io.StringIO(read(olga, "trial_csv"))))
    assert len(rows) == Balance.objects.count()
    assert sum(round(float(row["balance"]) * 100) for row in rows) == 0


def test_from_a_kind_to_an_account_to_a_posting(olga: Client, target: Target) -> None:
    code = account(Account.MODEL_PENDING, target.people.model.pk)
    assert target.people.model.public_name in read(olga, "account", "model_pending")
    page = olga.get(reverse("operator:account", args=[code]))
    last, first = page.context["rows"][0], page.context["rows"][-1]
    assert last[2].amount == Balance.objects.get(account=code).amount_minor
    assert first[1] == first[2], "the oldest entry is all that stood there then"
    posting = Entry.objects.filter(account=code).first()
    assert posting is not None
    told = read(olga, "posting", posting.posting_id)
    assert "Picture approved" in told
    assert "Approved picture paid by the brand" in told
    for wrong in ("model_pending:mdl_0", "nonsense", "bank"):
        assert olga.get(reverse("operator:account", args=[wrong])).status_code == 404


def test_an_account_of_many_entries_has_pages_that_go_on(
    olga: Client, target: Target, settings: object
) -> None:
    for number in range(51):
        paid(target.licence, Money(1, "EUR"), by=target.people.operator, reference=f"cent {number}")
    one = olga.get(reverse("operator:account", args=["bank_clearing"])).context["rows"]
    two = olga.get(reverse("operator:account", args=["bank_clearing"]), {"page": "2"}).context["rows"]
    assert len(one) == 50
    assert len(two) == 2
    assert one[-1][2] - one[-1][1] == two[0][2]


def test_what_is_owed_by_how_late_it_is(olga: Client, target: Target) -> None:
    price = Money(int(target.licence.terms["rate_minor"]), "EUR")
    page = read(olga, "ageing")
    assert "2 pictures" in page
    assert str(price) in page
    row = next(csv.DictReader(io.StringIO(read(olga, "ageing", format="csv"))))
    assert row["brand"] == target.licence.brand_id
    assert row["pictures"] == "2"
    assert row["not_due"] == price.decimal()
    assert row["together"] == (price * 2).decimal()


def test_the_ledger_as_a_file_with_and_without_names(olga: Client, target: Target) -> None:
    name = target.people.agency.name
    assert name not in read(olga, "ledger_export", format="beancount")
    assert name in read(olga, "ledger_export", format="json", names="yes")
    assert "opening" in read(olga, "ledger_export", format="csv", period="2026-09")
    assert olga.get(reverse("operator:ledger_export"), {"format": "xls"}).status_code == 400


def test_our_own_fee_is_told_like_everybodys(olga: Client) -> None:
    page = read(olga, "platform")
    assert "The brand has paid" in page
    assert "Waits for the brand" in page
    assert olga.get(reverse("operator:platform"), {"format": "pdf"}).content.startswith(b"%PDF")
    assert "yours" in read(olga, "platform", format="csv")
    assert olga.get(reverse("operator:platform"), {"currency": "XXX"}).status_code == 404
