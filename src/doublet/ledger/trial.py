"""The trial balance: every account by kind, with what it means, and everything that was posted on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, NotThere
from doublet.ledger.accounts import HOUSE_ACCOUNTS, MEANING, Account, read
from doublet.ledger.holders import names
from doublet.ledger.models import Balance, Entry, Posting
from doublet.ledger.sheets import table as as_table


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of account, or one account, in one currency: what stands on it."""

    code: str
    name: str
    meaning: str
    amount: Money
    accounts: int = 1

    @property
    def debit(self) -> Money | None:
        """Where it stands on the left."""
        return self.amount if self.amount.amount > 0 else None

    @property
    def credit(self) -> Money | None:
        """Where it stands on the right."""
        return -self.amount if self.amount.amount < 0 else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One currency: its rows, and both sides added up, which are the same or something is broken."""

    currency: str
    rows: tuple[Row, ...]
    debits: Money
    credits: Money

    @property
    def balanced(self) -> bool:
        """Do both sides agree?"""
        return self.debits == self.credits


@dataclass(frozen=True, slots=True)
class Told:
    """One account with its entries, in the order of the books."""

    code: str
    name: str
    meaning: str
    balances: tuple[Money, ...]
    entries: QuerySet[Entry]


def trial() -> list[Sheet]:
    """The trial balance by kind of account, a sheet for each currency."""
    sums: dict[tuple[str, Account], list[int]] = {}
    for row in Balance.objects.all():
        sums.setdefault((row.currency, read(row.account).kind), []).append(row.amount_minor)
    sheets = []
    for currency in sorted({currency for currency, _ in sums}):
        rows = tuple(
            Row(str(kind), _words(kind), MEANING[kind], Money(sum(found), currency), len(found))
            for kind in Account
            if (found := sums.get((currency, kind)))
        )
        sheets.append(_sheet(currency, rows))
    return sheets


def is_kind(code: str) -> bool:
    """Is this a kind of which there are many accounts, rather than an account?"""
    return code in Account.__members__.values() and Account(code) not in HOUSE_ACCOUNTS


def kind(code: str) -> dict[str, Any]:
    """Every account of one kind, those on which something stands first."""
    rows = list(Balance.objects.filter(account__startswith=f"{code}:").order_by("account", "currency"))
    told = names(read(row.account).holder for row in rows)
    found = [
        Row(row.account, told[read(row.account).holder], "", Money(row.amount_minor, row.currency))
        for row in rows
    ]
    found.sort(key=lambda row: (not row.amount, row.name, row.amount.currency))
    return {"code": code, "words": _words(Account(code)), "meaning": MEANING[Account(code)], "rows": found}


def account(code: str) -> Told:
    """One account.

    Raises:
        NotThere: nothing was ever posted on it.
    """
    try:
        told = read(code)
    except BadInput:
        told = None
    rows = list(Balance.objects.filter(account=code).order_by("currency"))
    if told is None or not rows:
        raise NotThere("no_such_account", "Nothing was ever posted on such an account.")
    name = f"{_words(told.kind)}{f' of {names([told.holder])[told.holder]}' if told.holder else ''}"
    return Told(
        code,
        name,
        MEANING[told.kind],
        tuple(Money(row.amount_minor, row.currency) for row in rows),
        Entry.objects.filter(account=code).select_related("posting").order_by("-pk"),
    )


def running(told: Told, page: Iterable[Entry]) -> list[tuple[Entry, Money, Money]]:
    """Entries of one page, the newest first, each with its amount and what stood on the account after it."""
    rows = list(page)
    if not rows:
        return []
    before: dict[str, int] = {}
    older = (
        told.entries.filter(pk__lt=rows[-1].pk)
        .order_by()
        .values("currency")
        .annotate(sum=Sum("amount_minor"))
    )
    for row in older:
        before[row["currency"]] = row["sum"]
    found = []
    for entry in reversed(rows):
        before[entry.currency] = before.get(entry.currency, 0) + entry.amount_minor
        amount, after = (Money(each, entry.currency) for each in (entry.amount_minor, before[entry.currency]))
        found.append((entry, amount, after))
    return found[::-1]


def posting(found: Posting) -> dict[str, Any]:
    """Both sides of a posting with names, and the postings that are about the same thing."""
    entries = list(found.entries.all())
    told = names(read(entry.account).holder for entry in entries)
    rows = [
        Row(
            entry.account, f"{_words(read(entry.account).kind)}{_of(told, entry.account)}", "", _amount(entry)
        )
        for entry in entries
    ]
    root = found.source if Posting.objects.filter(pk=found.source).exists() else found.pk
    related = Posting.objects.filter(source=root).exclude(pk=found.pk)
    first = Posting.objects.filter(pk=root).exclude(pk=found.pk)
    return {"rows": rows, "related": [*first, *related]}


def table() -> str:
    """Every account with its balance, for spreadsheets."""
    rows = list(Balance.objects.order_by("account", "currency"))
    told = names(read(row.account).holder for row in rows)
    return as_table(
        ("account", "kind", "holder", "name", "meaning", "currency", "balance"),
        (
            [
                *(row.account, str(code.kind), code.holder, told.get(code.holder, ""), MEANING[code.kind]),
                *(row.currency, Money(row.amount_minor, row.currency)),
            ]
            for row in rows
            for code in [read(row.account)]
        ),
    )


def _sheet(currency: str, rows: tuple[Row, ...]) -> Sheet:
    debits = Money(sum(row.amount.amount for row in rows if row.debit), currency)
    credits = Money(-sum(row.amount.amount for row in rows if row.credit), currency)
    return Sheet(currency, rows, debits, credits)


def _words(kind: Account) -> str:
    return str(kind).replace("_", " ").capitalize()


def _of(told: dict[str, str], code: str) -> str:
    holder = read(code).holder
    return f" of {told[holder]}" if holder else ""


def _amount(entry: Entry) -> Money:
    return Money(entry.amount_minor, entry.currency)
