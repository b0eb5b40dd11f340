"""Statements from the books: what anybody who is paid here earned, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast, get_args

from django.db.models import QuerySet

from doublet.kernel.money import Money, zero
from doublet.kernel.refusals import BadInput
from doublet.ledger import covering
from doublet.ledger.accounts import PARTY_OF, PAYABLE_OF, PENDING_OF_PARTY, Account, account, read
from doublet.ledger.models import Entry, PayoutItem, Posting
from doublet.ledger.periods import EVER, Period
from doublet.ledger.statements import (
    Earning,
    Movement,
    MovementKind,
    Payee,
    Standing,
    State,
    Statement,
    statement,
)
from doublet.licences.models import Licence
from doublet.offers.shares import Share, Split

EARNINGS = (
    Posting.Kind.APPROVAL,
    Posting.Kind.EXCLUSIVITY,
    Posting.Kind.EXCLUSIVITY_RETURNED,
    Posting.Kind.INTEREST,
)
"""The kinds of posting in which somebody earns."""

_BRANDS = (Account.BRAND_RECEIVABLE, Account.EXCLUSIVITY_HELD)
_MODELS = (Account.MODEL_PENDING, Account.MODEL_PAYABLE)
_MOVED: dict[str, MovementKind] = {
    Posting.Kind.PAYOUT: "payout",
    Posting.Kind.PAYOUT_RETURNED: "returned",
    Posting.Kind.TAX_WITHHELD: "tax",
    Posting.Kind.ADVANCE_RECOUPED: "advance",
}


def accounts_of(payee: Payee, holder: str) -> tuple[str, str]:
    """The two accounts of somebody who is paid: what waits for a brand, and what is payable.

    Raises:
        BadInput: nobody of that kind is paid here.
    """
    if payee not in get_args(Payee):
        raise BadInput("unknown_payee", f"{payee!r} is nobody who is paid here.")
    pending = Account.MODEL_PENDING if payee == "model" else PENDING_OF_PARTY[payee]
    return account(pending, holder), account(PAYABLE_OF[pending], holder)


def currencies_of(payee: Payee, holder: str) -> list[str]:
    """The currencies in which somebody ever earned."""
    codes = accounts_of(payee, holder)
    return sorted(set(Entry.objects.filter(account__in=codes).values_list("currency", flat=True)))


@dataclass(frozen=True)
class _Row:
    """One entry on an account of the payee's, with what its posting says."""

    posting: str
    kind: str
    subject: str
    source: str
    words: str
    at: datetime
    pending: bool
    amount: int

    @property
    def root(self) -> str:
        """The posting in which it was earned; interest and the like belong to their approval."""
        own = self.kind in (Posting.Kind.APPROVAL, Posting.Kind.EXCLUSIVITY)
        return self.posting if own else self.source

    @property
    def day(self) -> date:
        return self.at.date()


def statement_of(payee: Payee, holder: str, currency: str, period: Period = EVER) -> Statement:
    """What somebody earned in one currency and period: earning by earning, with the whole chain of each.

    Args:
        payee: model, agent, mother_agent, crew or platform.
        holder: id of the model, agency or crew member; empty for the platform.
    """
    rows = list(_rows(payee, holder, currency))
    states, inside = _states(rows), [row for row in rows if row.day in period]
    return statement(
        payee,
        holder,
        currency,
        period,
        opening=_standing([row for row in rows if row.day < period.first], currency),
        lines=_earnings(payee, holder, currency, period, states),
        movements=_movements(inside, currency),
        closing=_standing([row for row in rows if row.day <= period.last], currency),
    )


def _rows(payee: Payee, holder: str, currency: str) -> Iterator[_Row]:
    pending, payable = accounts_of(payee, holder)
    entries = Entry.objects.filter(account__in=(pending, payable), currency=currency).order_by("pk")
    wanted = ("posting_id", "kind", "subject", "source", "words", "posted_at")
    columns = [wanted[0], *(f"posting__{name}" for name in wanted[1:]), "account", "amount_minor"]
    for posting, kind, subject, source, words, at, code, amount in entries.values_list(*columns):
        yield _Row(posting, kind, subject, source, words, at, code == pending, amount)


def _standing(rows: Iterable[_Row], currency: str) -> Standing:
    waiting = ready = 0
    for row in rows:
        if row.pending:
            waiting -= row.amount
        else:
            ready -= row.amount
    return Standing(Money(waiting, currency), Money(ready, currency))


def _states(rows: list[_Row]) -> dict[str, State]:
    """The state of each earning by its root; with ``:later`` behind it that of what was added to it since."""
    waiting: dict[str, int] = {}
    added: dict[str, int] = {}
    frames = {row.subject: row.posting for row in rows if row.kind == Posting.Kind.APPROVAL}
    turns = []
    for row in rows:
        if row.pending:
            waiting[row.root] = waiting.get(row.root, 0) - row.amount
            if row.kind == Posting.Kind.INTEREST:
                added[row.root] = added.get(row.root, 0) - row.amount
        else:
            root = row.root
            if row.kind == Posting.Kind.ADVANCE_RECOUPED and row.amount > 0:
                root = frames.get(row.subject.partition(":")[2], root)
            turns.append(covering.Turn(row.kind, root, row.source, row.day, row.amount))
    states = covering.covered(turns)
    for root, amount in waiting.items():
        if amount > 0:
            states[f"{root}:later"] = State("waiting")
        if amount > added.get(root, 0):  # the fee itself is open, not only interest on it
            states[root] = State("waiting")
    return states


def _movements(rows: list[_Row], currency: str) -> Iterator[Movement]:
    kept = _withheld([row for row in rows if row.kind in ("payout", "payout_returned")])
    items = PayoutItem.objects.select_related("tax_rule").in_bulk([row.subject for row in rows])
    moves: dict[str, list[_Row]] = {}
    for row in rows:
        if row.kind not in EARNINGS:
            moves.setdefault(row.posting, []).append(row)
    for posting, own in moves.items():
        first, amount = own[0], Money(-sum(row.amount for row in own), currency)
        tax = kept.get(posting, zero(currency))
        if tax:
            rule = items[first.subject].tax_rule if first.subject in items else None
            words = f"Tax withheld{f', {rule.basis_points / 100:g} %: {rule.words}' if rule else ''}"
            yield Movement(first.day, posting, "tax", words, tax, first.source)
        if amount - tax:
            kind = _MOVED.get(first.kind, "other")
            yield Movement(first.day, posting, kind, first.words, amount - tax, first.source)


def _withheld(rows: list[_Row]) -> dict[str, Money]:
    """What of a payout went to an authority: negative, as it leaves the payee; positive where it came back."""
    of_tax = Entry.objects.filter(
        posting__in=[row.posting for row in rows], account__startswith=f"{Account.TAX_PAYABLE}:"
    )
    return {row.posting_id: Money(row.amount_minor, row.currency) for row in of_tax}


def _earnings(
    payee: Payee, holder: str, currency: str, period: Period, states: dict[str, State]
) -> Iterator[Earning]:
    codes = accounts_of(payee, holder)
    postings = Posting.objects.filter(
        kind__in=EARNINGS, entries__account__in=codes, entries__currency=currency
    ).distinct()
    found = list(_within(postings, period).prefetch_related("entries"))
    brands = dict(
        Licence.objects.filter(pk__in={row.licence_id for row in found}).values_list("pk", "brand_id")
    )
    dues = dict(
        Posting.objects.filter(pk__in={row.source or row.pk for row in found}).values_list("pk", "due")
    )
    for posting in found:
        root = posting.source or posting.pk
        due, state = dues.get(root), states.get(root, State("paid"))
        if posting.source:
            state = states.get(f"{root}:later", state)
        yield chain(
            posting,
            payee=payee,
            holder=holder,
            currency=currency,
            brand=brands.get(posting.licence_id, ""),
            state=State("waiting", due) if state.code == "waiting" else state,
            due=due,
        )


def chain(
    posting: Posting, *, payee: Payee, holder: str, currency: str, brand: str, state: State, due: date | None
) -> Earning:
    """One earning with everybody's part of it, read from its entries."""
    asked, model, shares = 0, zero(currency), []
    own, receivable = "", 0
    for entry in posting.entries.all():
        told = read(entry.account)
        if told.kind in _BRANDS:
            own = entry.currency
            asked += entry.amount_minor
            receivable += entry.amount_minor if told.kind == Account.BRAND_RECEIVABLE else 0
        elif told.kind in _MODELS:
            model = Money(-entry.amount_minor, currency)
        elif told.kind in PARTY_OF:
            party = PARTY_OF[told.kind]
            shares.append(Share(party, Money(-entry.amount_minor, currency), told.holder))
    gross = model
    for share in shares:
        gross = gross + share.amount
    earned_now = Money(asked, own or currency)
    price = Money(receivable, own) if posting.kind == Posting.Kind.APPROVAL and own else earned_now
    mine = [share.amount for share in shares if (share.party, share.holder) == (payee, holder)]
    return Earning(
        day=posting.posted_at.date(),
        posting=posting.pk,
        kind=posting.kind,
        reference=posting.subject,
        what=_what(posting),
        licence=posting.licence_id,
        brand=brand,
        price=price,
        held=price - earned_now,
        split=Split(gross, model, tuple(shares)),
        mine=model if payee == "model" else mine[0],
        state=state,
        due=due,
    )


def _what(posting: Posting) -> str:
    if posting.kind == Posting.Kind.EXCLUSIVITY:
        return f"Exclusivity, {posting.posted_at:%B %Y}"
    return posting.words.removesuffix(", approved")


def _within(postings: QuerySet[Posting], period: Period) -> QuerySet[Posting]:
    if period == EVER:
        return postings
    return postings.filter(posted_at__date__gte=period.first, posted_at__date__lte=period.last)


def as_payee(word: str) -> Payee:
    """A word of an address as somebody who is paid.

    Raises:
        BadInput: it is none.
    """
    accounts_of(cast(Payee, word), "" if word == "platform" else "x")
    return cast(Payee, word)
