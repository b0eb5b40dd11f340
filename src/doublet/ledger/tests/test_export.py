"""The export: every balance can be rebuilt from it alone, by a reader that knows nothing of this code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doublet.kernel.money import EXPONENTS, Money
from doublet.kernel.refusals import BadInput, Refused
from doublet.ledger import book, entries, periods
from doublet.ledger.accounts import Account, account
from doublet.ledger.brand_money import refund
from doublet.ledger.export import FORMATS, write
from doublet.ledger.models import Balance
from doublet.ledger.periods import EVER, Period
from doublet.ledger.tests.earned import approved, paid
from doublet.story.target import Target
from doublet.testing import paid_out

Balances = dict[tuple[str, str], int]
STEPS = st.lists(st.sampled_from(["approve", "pay", "overpay", "payout", "refund", "yen"]), max_size=9)


def text(form: str, period: Period = EVER, *, named: bool = False) -> str:
    return "".join(write(form, period=period, named=named))


def from_csv(told: str) -> Balances:
    sums: Balances = defaultdict(int)
    for row in csv.DictReader(io.StringIO(told)):
        sums[row["account"], row["currency"]] += int(row["amount_minor"])
        places = EXPONENTS[row["currency"]]
        assert Decimal(row["amount"]).scaleb(places) == int(row["amount_minor"])
    return sums


def from_json(told: str) -> Balances:
    data = json.loads(told)
    sums: Balances = defaultdict(int)
    for row in data["opening"]:
        sums[row["account"], row["currency"]] += row["amount_minor"]
    for posting in data["postings"]:
        for code, amount, currency in posting["entries"]:
            sums[code, currency] += amount
    assert {(row["account"], row["currency"]): row["amount_minor"] for row in data["balances"]} == sums
    return sums


def from_beancount(told: str) -> Balances:
    codes: dict[str, str] = {}
    opened = ""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for line in told.splitlines():
        if found := re.fullmatch(r"\d{4}-\d\d-\d\d open (\S+)", line):
            opened = found[1]
        elif found := re.fullmatch(r'  code: "(.+)"', line):
            codes[opened] = found[1]
        elif found := re.fullmatch(r"  ([A-Z]\S+)  (-?[\d.]+) ([A-Z]{3})", line):
            minor = Decimal(found[2]).scaleb(EXPONENTS[found[3]])
            sums[codes[found[1]], found[3]] += int(minor)
    return dict(sums)


def kept() -> Balances:
    return {(row.account, row.currency): row.amount_minor for row in Balance.objects.exclude(amount_minor=0)}


def without_zeros(sums: Balances) -> Balances:
    return {place: amount for place, amount in sums.items() if amount}


def do(step: str, target: Target, number: int) -> None:
    """One step of a random history; what the rules refuse does not happen."""
    people, licence = target.people, target.licence
    price = Money(int(licence.terms["rate_minor"]), "EUR")
    if step == "approve":
        approved(licence, what=f"Tee {number}")
    elif step in ("pay", "overpay"):
        extra = Money(number + 1, "EUR") if step == "overpay" else Money(0, "EUR")
        paid(licence, price + extra, by=people.operator, reference=f"transfer {number}")
    elif step == "yen":
        code = account(Account.BRAND_CREDIT, licence.brand_id)
        draft = entries.payment_received(
            Money(1_000, "JPY"), reference=f"yen {number}", brand=licence.brand_id
        )
        assert code in {line.account for line in draft.lines}
        with transaction.atomic():
            book.post([draft], by=people.operator)
    else:
        try:
            if step == "payout":
                paid_out(people.operator, people.second_operator)
            else:
                one, why = Money(1, "EUR"), "paid too much"
                refund(
                    by=people.operator,
                    brand=licence.brand,
                    amount=one,
                    reference=f"back {number}",
                    reason=why,
                )
        except Refused:
            pass


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_an_accountant_can_rebuild_every_balance_from_each_format(target: Target, steps: list[str]) -> None:
    with transaction.atomic():
        for number, step in enumerate(steps):
            do(step, target, number)
        told = kept()
        assert without_zeros(from_csv(text("csv"))) == told
        assert without_zeros(from_json(text("json"))) == told
        assert without_zeros(from_beancount(text("beancount"))) == told
        transaction.set_rollback(True)


@pytest.fixture
def history(target: Target) -> Target:
    """Three months with everything in them."""
    people, licence = target.people, target.licence
    price = Money(int(licence.terms["rate_minor"]), "EUR")
    approved(licence, on="2026-08-10", what='Coat "noir"')
    approved(licence, on="2026-09-10")
    paid(licence, price * 2 + Money(7_00, "EUR"), by=people.operator, on="2026-09-12")
    paid_out(people.operator, people.second_operator)
    approved(licence)
    do("yen", target, 1)
    return target


def test_a_period_brings_forward_what_was_before(history: Target) -> None:
    rest = [periods.month(2026, 9), periods.year(2026)]
    for read, form in ((from_csv, "csv"), (from_json, "json"), (from_beancount, "beancount")):
        until_august = read(text(form, periods.month(2026, 8)))
        september = text(form, rest[0])
        assert "opening" in september
        assert sum(read(september).values()) == sum(until_august.values()) == 0
        assert without_zeros(read(text(form, rest[1]))) == kept()


def test_people_are_ids_unless_names_are_asked_for(history: Target) -> None:
    people = history.people
    secrets = (people.model.legal_name, people.model.public_name, people.agency.name, "transfer-1", "noir")
    for form in FORMATS:
        plain, named = text(form), text(form, named=True)
        assert not [words for words in secrets if words in plain]
        assert people.model.pk in named
        assert people.agency.name in named
        assert "noir" in named
        assert people.model.pk in plain


def test_bean_check_proves_it(history: Target, tmp_path: Path) -> None:
    check = shutil.which("bean-check", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if not check:
        pytest.skip("bean-check is not installed: pip install beancount to have the export proved by it")
    for named in (False, True):
        for period in (EVER, periods.year(2026), periods.month(2026, 9)):
            file = tmp_path / "ledger.beancount"
            file.write_text(text("beancount", period, named=named))
            ran = subprocess.run([check, file], capture_output=True, text=True, check=False)
            assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")
    file.write_text(file.read_text().replace("2.00 EUR", "3.00 EUR", 1))
    broken = subprocess.run([check, file], capture_output=True, text=True, check=False)
    assert broken.returncode == 1 or "2.00 EUR" not in text("beancount", period, named=named)


def test_nothing_posted_and_an_unknown_format(db: None) -> None:
    for form in FORMATS:
        assert text(form)
    with pytest.raises(BadInput, match="no format"):
        write("xls")
