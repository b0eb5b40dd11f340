"""Reading the books: what a brand owes, what a model earned, and the sum of everything, which is zero."""

from __future__ import annotations

from django.db.models import Sum

from doublet.kernel.money import Money
from doublet.ledger import book, telling
from doublet.ledger.accounts import Account, account
from doublet.ledger.models import Entry
from doublet.ledger.statements import Statement
from doublet.people.models import Brand, ModelProfile


def owed_by(brand: Brand, currency: str) -> Money:
    """What a brand has not paid yet."""
    return book.standing(account(Account.BRAND_RECEIVABLE, brand.pk), currency)


def credit_of(brand: Brand, currency: str) -> Money:
    """Money of a brand that is not used for anything yet."""
    return -book.standing(account(Account.BRAND_CREDIT, brand.pk), currency)


def statement(model: ModelProfile, currency: str) -> Statement:
    """Everything that a model ever earned in one currency, and what became of it."""
    return telling.statement_of("model", model.pk, currency)


def trial_balance() -> dict[str, int]:
    """The sum of all entries by currency: zero, or something is broken."""
    sums = Entry.objects.values("currency").annotate(sum=Sum("amount_minor")).order_by("currency")
    return {row["currency"]: row["sum"] for row in sums}
