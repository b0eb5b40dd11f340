"""Proving the books: everything that must hold, looked at from the rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Sum

from doublet.kernel.money import Money
from doublet.ledger import guards
from doublet.ledger.accounts import CREDIT_ONLY, DEBIT_ONLY, Account
from doublet.ledger.drafts import Draft, Problem, Row, problems_in
from doublet.ledger.models import Balance, Entry, Posting

LOST = "posting_gone"

Written = tuple[str, str, list[Row]]
"""A posting as it stands: kind, reference, entries."""
Place = tuple[str, str]
"""An account's code and a currency."""

_SIGN = {**{str(kind): 1 for kind in CREDIT_ONLY}, **{str(kind): -1 for kind in DEBIT_ONLY}}


def check() -> tuple[int, list[Problem]]:
    """Prove the books: how many postings there are, and everything wrong with them."""
    count, problems = _proved(_written())
    problems += [
        Problem("guard_missing", name, f"The database's guard {name} is gone.") for name in guards.missing()
    ]
    problems += _balances_off()
    return count, problems


def prove(written: Iterable[Draft]) -> tuple[int, list[Problem]]:
    """Everything wrong with a run of postings; an empty list is the proof that they hold. Pure.

    Each posting is sound by itself (`problems_in`), stands once, and at no time did an account cross zero
    that must not.
    """
    return _proved(
        (
            draft.kind,
            draft.reference,
            [(line.account, line.amount.amount, line.amount.currency) for line in draft.lines],
        )
        for draft in written
    )


def _proved(written: Iterable[Written]) -> tuple[int, list[Problem]]:
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    balances: dict[Place, int] = {}
    signs: dict[Place, int] = {}
    straight: set[Place] = set()
    count = 0
    for kind, reference, rows in written:
        count += 1
        if (kind, reference) in seen:
            problems.append(
                Problem("posted_twice", reference, f"{kind} {reference} stands in the books twice.")
            )
        seen.add((kind, reference))
        if kind == LOST:
            problems.append(Problem(LOST, reference, f"Entries name the posting {reference}, which is gone."))
        places = []
        total, plain, first = 0, len(rows) > 1, rows[0][2] if rows else ""
        for code, amount, currency in rows:
            place = (code, currency)
            places.append(place)
            if place not in signs:
                signs[place] = _SIGN.get(code.partition(":")[0], 0)
                balances[place] = 0
            balances[place] += amount
            total += amount
            plain = plain and currency == first and amount != 0
        if total or not plain or kind == "approval":  # nearly all are seen to be sound at a glance
            problems += problems_in(kind, reference, rows)
        if kind in _OF_OLD_BOOKS:
            _note_straight(kind, places, straight)
        crossed = [place for place in places if signs[place] * balances[place] > 0]
        for code, currency in sorted(set(crossed) - straight) if crossed else ():
            over = Money(abs(balances[code, currency]), currency)
            words = f"{kind} {reference} takes {over} more from {code} than stood on it."
            problems.append(Problem("overdrawn", reference, words))
    return count, problems


_OF_OLD_BOOKS = frozenset({"payment_received", "reclassified"})


def _note_straight(kind: str, places: list[Place], straight: set[Place]) -> None:
    """Payments once lowered what a brand owed, even below nothing, until what was too much became its credit."""
    for code, currency in places:
        if code.startswith(Account.BRAND_RECEIVABLE):
            if kind == "payment_received":
                straight.add((code, currency))
            else:
                straight.discard((code, currency))


def _written() -> Iterator[Written]:
    """Every posting with its entries, in the order in which they were written."""
    postings = {
        pk: (kind, subject) for pk, kind, subject in Posting.objects.values_list("pk", "kind", "subject")
    }
    rows = Entry.objects.order_by("pk").values_list("posting_id", "account", "amount_minor", "currency")
    entries: list[Row] = []
    current = ""
    for posting, code, amount, currency in rows.iterator(chunk_size=10_000):
        if posting != current and entries:
            yield *postings.pop(current, (LOST, current)), entries
            entries = []
        current = posting
        entries.append((code, amount, currency))
    if entries:
        yield *postings.pop(current, (LOST, current)), entries
    for kind, subject in postings.values():  # a posting without entries is a problem that must show
        yield kind, subject, []


def _balances_off() -> Iterator[Problem]:
    kept = {(row.account, row.currency): row.amount_minor for row in Balance.objects.all()}
    sums = Entry.objects.values("account", "currency").annotate(sum=Sum("amount_minor")).order_by()
    told = {(row["account"], row["currency"]): row["sum"] for row in sums}
    for code, currency in sorted(kept.keys() | told.keys()):
        is_, must = kept.get((code, currency), 0), told.get((code, currency), 0)
        if is_ != must:
            words = f"{code} shows {Money(is_, currency)}; its entries sum to {Money(must, currency)}."
            yield Problem("balance_off", code, words)
