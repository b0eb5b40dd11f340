"""What the database refuses by itself, and what the one way in refuses before."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from doublet.kernel.money import Money
from doublet.kernel.refusals import Conflict, Refused
from doublet.ledger import book, checking, guards
from doublet.ledger.accounts import Account, account
from doublet.ledger.drafts import Draft, Line
from doublet.ledger.entries import moved, payment_received
from doublet.ledger.models import Balance, Entry, MoneyKey, Posting

pytestmark = pytest.mark.django_db
BANK, CREDIT = account(Account.BANK_CLEARING), account(Account.BRAND_CREDIT, "brand-1")


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def paid(reference: str = "transfer-1", minor: int = 100_00) -> Posting:
    with transaction.atomic():
        return book.post([payment_received(euro(minor), reference=reference, brand="brand-1")], by="test")[0]


def raw(lines: list[tuple[str, int]]) -> None:
    """Past every check of ours: straight into the tables, entries first."""
    with transaction.atomic():
        row = Posting(kind="payment_received", subject="raw", words="raw")
        Entry.objects.bulk_create(
            Entry(posting=row, account=code, amount_minor=minor, currency="EUR") for code, minor in lines
        )
        row.save(force_insert=True)


def test_every_guard_stands_and_the_balances_are_kept_by_the_database() -> None:
    assert guards.missing() == []
    paid()
    assert book.standing(BANK, "EUR") == euro(100_00)
    assert book.standing(CREDIT, "EUR") == euro(-100_00)
    assert checking.check() == (1, [])


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([(BANK, 100), (CREDIT, -99)], "balances"),
        ([(BANK, 100)], "two entries"),
        ([], "two entries"),
        ([(CREDIT, 1), (BANK, -1)], "no_more_is_paid_than_there_is"),
    ],
)
def test_the_database_refuses_a_posting_that_is_not_sound(lines: list[tuple[str, int]], words: str) -> None:
    with pytest.raises(IntegrityError, match=words):
        raw(lines)
    assert not Balance.objects.exists()


def test_nothing_can_be_added_changed_or_taken_away_afterwards() -> None:
    posting = paid()
    late = Entry(posting=posting, account=BANK, amount_minor=5, currency="EUR")
    with pytest.raises(IntegrityError, match="before their posting"), transaction.atomic():
        late.save(force_insert=True)
    for statement in (
        "UPDATE ledger_entry SET amount_minor = 1",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_posting SET words = 'x'",
        "DELETE FROM ledger_posting",
    ):
        with (
            pytest.raises(IntegrityError, match="only ever added"),
            transaction.atomic(),
            connection.cursor() as sql,
        ):
            sql.execute(statement)
    assert checking.check() == (1, [])


def test_the_same_thing_is_posted_once_and_no_account_is_overdrawn() -> None:
    paid()
    with pytest.raises(Conflict) as twice:
        paid()
    assert twice.value.code == "posted_already"
    back = moved("refund", euro(100_01), reference="r", debit=CREDIT, credit=BANK)
    with pytest.raises(Refused) as over:
        book.post([back], by="test")
    assert (over.value.code, over.value.rule) == ("overdrawn", "HOUSE-LEDGER")
    assert checking.check() == (1, [])


def test_a_batch_is_written_whole_or_not_at_all() -> None:
    good = payment_received(euro(5), reference="a", brand="brand-1")
    bad = moved("refund", euro(6), reference="b", debit=CREDIT, credit=BANK)
    with pytest.raises(Refused):
        book.post([good, bad], by="test")
    assert not Posting.objects.exists()
    assert not Balance.objects.exists()


def test_an_unsound_draft_is_named() -> None:
    lines = (Line(BANK, euro(5)), Line(CREDIT, euro(-4)))
    with pytest.raises(Refused) as refused:
        book.post([Draft("payment_received", "x", lines)], by="test")
    assert refused.value.code == "unbalanced"
    assert "EUR 0.01" in refused.value.reason


def test_a_key_gives_the_same_answer_for_the_same_content_and_refuses_another() -> None:
    first = book.once("k", by="olga", action="refund", amount=5)
    assert first.answer == ""
    posting = paid()
    first.done(posting)
    assert book.once("k", by="olga", action="refund", amount=5).answer == posting.pk
    assert book.once("k", by="peter", action="refund", amount=6).answer == ""
    with pytest.raises(Conflict) as other:
        book.once("k", by="olga", action="refund", amount=6)
    assert other.value.code == "key_for_something_else"
    with pytest.raises(Conflict):
        first.done(posting)
    book.once("", by="olga", action="refund", amount=5).done(posting)
    assert MoneyKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_guards_stand_again_after_a_test_that_was_cleaned_up() -> None:
    paid()


@pytest.mark.django_db(transaction=True)
def test_and_the_next_test_finds_empty_books_under_guard() -> None:
    assert not Posting.objects.exists()
    assert guards.missing() == []
