"""Books of the time before a brand's money had an account of its own are carried over whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction

from doublet.kernel.ids import NewId
from doublet.kernel.money import Money
from doublet.ledger import book, checking, guards, openings
from doublet.ledger.accounts import Account, account
from doublet.ledger.brand_money import receive_payment
from doublet.ledger.models import Entry, Posting
from doublet.story.target import Target

pytestmark = pytest.mark.django_db
carried_over = import_module("doublet.ledger.migrations.0004_old_books_carried_over")


@contextmanager
def as_before_the_guards() -> Iterator[None]:
    """The tables as they were when the migration met them: without triggers."""
    with connection.cursor() as sql:
        if connection.vendor == "postgresql":
            sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("ledger_posting", "ledger_entry"):
                sql.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("ledger_posting", "ledger_entry"):
                sql.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            sql.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        sql.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'ledger_%'")
        triggers = sql.fetchall()
        for name, _ in triggers:
            sql.execute(f"DROP TRIGGER {name}")
        yield
        for _, statement in triggers:
            sql.execute(statement)


def old(kind: str, subject: str, licence: str, *lines: tuple[str, int], currency: str = "EUR") -> str:
    words = "Tee, approved" if kind == "approval" else kind
    row = Posting.objects.create(
        id=NewId("pst")(), kind=kind, subject=subject, licence_id=licence, words=words, due="2026-10-01"
    )
    for code, minor in lines:
        Entry.objects.create(posting=row, account=code, amount_minor=minor, currency=currency)
    return row.pk


def approved(target: Target, subject: str, price: int) -> str:
    hers, agency = price * 8 // 10, price // 10
    licence = target.licence
    return old(
        "approval",
        subject,
        licence.pk,
        (f"brand_receivable:{licence.brand_id}", price),
        (f"model_payable:{licence.model_id}", -hers),
        (f"agent_payable:{target.people.agency.pk}", -agency),
        ("platform_revenue", hers + agency - price),
    )


def paid(target: Target, subject: str, minor: int) -> None:
    old(
        "payment_received",
        subject,
        "",
        ("bank_clearing", minor),
        (f"brand_receivable:{target.licence.brand_id}", -minor),
    )


def carry_over() -> None:
    carried_over.carry_over(apps, None)


def stands(kind: Account, holder: str = "") -> int:
    return book.standing(account(kind, holder), "EUR").amount


@pytest.mark.parametrize(
    ("payments", "open_after", "credit"),
    [
        ([], 3, 0),
        ([100_00], 2, 0),
        ([60_00], 2, 10_00),
        ([30_00], 3, 30_00),
        ([150_00, 70_00], 0, 0),
        ([220_00, 30_00], 0, 30_00),
    ],
)
def test_payments_become_credit_that_pays_whole_pictures_in_order(
    target: Target, payments: list[int], open_after: int, credit: int
) -> None:
    with as_before_the_guards():
        postings = [approved(target, f"frm_{price}", price) for price in (100_00, 50_00, 70_00)]
        for number, minor in enumerate(payments):
            paid(target, f"bank-{number}", minor)
        before = stands_of_people(target)
        carry_over()
    brand = target.licence.brand_id
    assert guards.missing() == []
    assert checking.check()[1] == []
    assert stands_of_people(target) == before, "nobody is owed more or less than before"
    assert -stands(Account.BRAND_CREDIT, brand) == credit
    assert stands(Account.BRAND_RECEIVABLE, brand) == 220_00 - sum(payments) + credit
    assert len(openings.of_brand(brand, "EUR")) == open_after
    assert set(postings) <= set(Posting.objects.values_list("pk", flat=True)), "what stood stands"


def stands_of_people(target: Target) -> list[int]:
    rows = Entry.objects.filter(account__startswith="model_payable:") | Entry.objects.filter(
        account__startswith="agent_payable:"
    )
    return sorted(rows.values_list("amount_minor", flat=True))


def test_an_old_picture_is_paid_like_a_new_one(target: Target) -> None:
    with as_before_the_guards():
        approved(target, "frm_old", 80_00)
        carry_over()
    receive_payment(
        by=target.people.operator, brand=target.licence.brand, amount=Money(80_00, "EUR"), reference="new"
    )
    assert openings.everything() == []
    assert stands(Account.MODEL_PAYABLE, target.licence.model_id) == -64_00
    assert checking.check()[1] == []


def test_books_without_a_posting_stay_empty(db: None) -> None:
    with transaction.atomic(), as_before_the_guards():
        carry_over()
    assert checking.check() == (0, [])
