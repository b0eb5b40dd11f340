"""Who gets what of a fee, and the double entries that say so. Pure: no database, no clock.

Sign convention: a debit is positive, a credit negative; a posting's entries sum to zero in each
currency. What the house owes to somebody therefore shows as a negative balance of her account.
Nothing is ever taken from a model but agreed commissions (FWA-07); a withdrawal takes nothing back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal, get_args

from doublet.kernel.money import Money, total, zero
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.offers.shares import COMMISSION_LIMIT_BP, Party, Share, Split

PAYMENT_DAYS = 30
WARNING_DAYS = 3


class Account(StrEnum):
    """The kinds of account. :func:`account` adds whose it is."""

    BANK_CLEARING = "bank_clearing"
    BRAND_RECEIVABLE = "brand_receivable"
    MODEL_PAYABLE = "model_payable"
    AGENT_PAYABLE = "agent_payable"
    MOTHER_AGENT_PAYABLE = "mother_agent_payable"
    PLATFORM_REVENUE = "platform_revenue"


HOUSE_ACCOUNTS = frozenset({Account.BANK_CLEARING, Account.PLATFORM_REVENUE})
PAYABLES = frozenset({Account.MODEL_PAYABLE, Account.AGENT_PAYABLE, Account.MOTHER_AGENT_PAYABLE})
_OF_PARTY: Mapping[Party, Account] = {
    "agent": Account.AGENT_PAYABLE,
    "mother_agent": Account.MOTHER_AGENT_PAYABLE,
    "platform": Account.PLATFORM_REVENUE,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a posting: an account code of :func:`account` and a signed amount."""

    account: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Posting:
    """One economic event: its kind, the reference that makes it unique in its kind, its entries."""

    kind: str
    reference: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the books that must not be: a stable code, where, and in words."""

    code: str
    reference: str
    words: str


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One approved picture (or other earning) of a model, with what was taken from it."""

    day: date
    reference: str
    what: str
    split: Split


@dataclass(frozen=True, slots=True)
class Statement:
    """A model's earnings in one currency: ``net`` is ``gross`` less ``commissions`` to the cent."""

    lines: tuple[StatementLine, ...]
    gross: Money
    commissions: tuple[Share, ...]
    net: Money


def account(kind: Account, holder: str = "") -> str:
    """The code of an account: ``model_payable:<whose>``; the house's own accounts have no holder.

    Raises:
        BadInput: a holder is missing, or given for an account of the house.
    """
    if (kind in HOUSE_ACCOUNTS) == bool(holder):
        raise BadInput(
            "account_holder",
            f"The account {kind} {'belongs to the house' if holder else 'needs a holder'}.",
        )
    return f"{kind}:{holder}" if holder else str(kind)


def posting_for_approval(
    parts: Split, *, reference: str, brand: str, model: str, holders: Mapping[Party, str]
) -> Posting:
    """The model approved a picture: the brand owes the gross, each party is owed its share.

    Args:
        parts: the divided fee of this picture.
        reference: the frame's id; one frame earns once.
        brand, model: ids of the account holders.
        holders: ids of the agent and mother agent that have a share (the platform has none).

    Raises:
        BadInput: a share has no holder.
    """
    shares = [
        Entry(account(_OF_PARTY[each.party], holders.get(each.party, "")), -each.amount)
        for each in parts.shares
        if each.amount
    ]
    owed = Entry(account(Account.BRAND_RECEIVABLE, brand), parts.gross)
    earned = Entry(account(Account.MODEL_PAYABLE, model), -parts.model)
    return Posting("approval", reference, (owed, earned, *shares))


def posting_for_payment_received(amount: Money, *, reference: str, brand: str) -> Posting:
    """The brand paid: money stands at the bank, the brand owes less."""
    _refuse_not_positive(amount)
    return Posting(
        "payment_received",
        reference,
        (
            Entry(account(Account.BANK_CLEARING), amount),
            Entry(account(Account.BRAND_RECEIVABLE, brand), -amount),
        ),
    )


def posting_for_payout(
    amount: Money, *, reference: str, payable: Account, holder: str, owed: Money
) -> Posting:
    """Somebody was paid out: the house owes her less, and so does the bank stand lower.

    Args:
        owed: what the house owes the holder before this payout (a positive amount).

    Raises:
        BadInput: the amount is not positive, or the account is not one that is paid out.
        Conflict: more would be paid than is owed.
    """
    _refuse_not_positive(amount)
    if payable not in PAYABLES:
        raise BadInput("not_a_payable", f"Nothing is paid out from the account {payable}.")
    if amount > owed:
        raise Conflict(
            "payout_over_balance",
            f"A payout of {amount} is more than the {owed} owed.",
            hint="Pay out at most what is owed.",
        )
    return Posting(
        "payout",
        reference,
        (Entry(account(payable, holder), amount), Entry(account(Account.BANK_CLEARING), -amount)),
    )


def check(postings: Iterable[Posting]) -> list[Problem]:
    """Everything wrong in the books; an empty list is the proof that they hold.

    Looks at: each posting balances in each currency and has two entries or more, none of zero; one
    event is posted once; the model got at least 80 % of each fee; nobody was paid more than earned.
    """
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    balances: dict[tuple[str, str], int] = defaultdict(int)
    for posting in postings:
        name = f"{posting.kind} {posting.reference}"
        if (posting.kind, posting.reference) in seen:
            problems.append(Problem("posted_twice", posting.reference, f"{name} stands in the books twice."))
        seen.add((posting.kind, posting.reference))
        problems += _problems_within(posting, name)
        for entry in posting.entries:
            balances[entry.account, entry.amount.currency] += entry.amount.amount
    for (code, currency), balance in sorted(balances.items()):
        if code.partition(":")[0] in PAYABLES and balance > 0:
            words = f"{code} was paid {Money(balance, currency)} more than it earned."
            problems.append(Problem("paid_more_than_earned", code, words))
    return problems


def _problems_within(posting: Posting, name: str) -> Iterable[Problem]:
    sums: dict[str, int] = defaultdict(int)
    for entry in posting.entries:
        sums[entry.amount.currency] += entry.amount.amount
    if len(posting.entries) < 2:
        yield Problem("too_few_entries", posting.reference, f"{name} has fewer than two entries.")
    if any(not entry.amount for entry in posting.entries):
        yield Problem("empty_entry", posting.reference, f"{name} has an entry of zero.")
    for currency, off in sorted(sums.items()):
        if off:
            yield Problem("unbalanced", posting.reference, f"{name} is off by {Money(off, currency)}.")
    if posting.kind == "approval":
        gross = sum(e.amount.amount for e in posting.entries if e.amount.amount > 0)
        model = -sum(e.amount.amount for e in posting.entries if e.account.startswith(Account.MODEL_PAYABLE))
        if model * 10_000 < gross * (10_000 - COMMISSION_LIMIT_BP):
            yield Problem("model_under_80_percent", posting.reference, f"{name} gives the model under 80 %.")


def statement(lines: Iterable[StatementLine], *, currency: str) -> Statement:
    """A model's statement in one currency, by day and reference.

    Raises:
        BadInput: a line is in another currency (one statement for each).
    """
    ordered = tuple(sorted(lines, key=lambda line: (line.day, line.reference)))
    gross = total([line.split.gross for line in ordered], currency)
    net = total([line.split.model for line in ordered], currency)
    taken: dict[Party, Money] = {}
    for line in ordered:
        for each in line.split.shares:
            taken[each.party] = taken.get(each.party, zero(currency)) + each.amount
    commissions = tuple(Share(party, taken[party]) for party in get_args(Party) if party in taken)
    if gross - total([each.amount for each in commissions], currency) != net:
        raise BadInput("statement_off", "The lines do not sum: a split was not made by split().")
    return Statement(ordered, gross, commissions, net)


def due_date(earned_on: date, *, days: int = PAYMENT_DAYS) -> date:
    """The day by which the brand must have paid, counted in calendar days.

    Raises:
        Refused: more than 30 days (rule NY-FIFA-01), or fewer than none.
    """
    if type(days) is not int or not 0 <= days <= PAYMENT_DAYS:
        raise Refused(
            "payment_term_too_long" if type(days) is int and days > 0 else "payment_term_unreadable",
            f"A payment term of {days!r} days is outside 0 to {PAYMENT_DAYS} days.",
            rule="NY-FIFA-01",
            hint=f"State a term of at most {PAYMENT_DAYS} days.",
        )
    return earned_on + timedelta(days=days)


def due_state(due: date, *, today: date) -> Literal["open", "due_soon", "overdue"]:
    """Where an unpaid fee stands: a warning 3 days before it is due, a case from the day after."""
    if today > due:
        return "overdue"
    return "due_soon" if due - today <= timedelta(days=WARNING_DAYS) else "open"


def _refuse_not_positive(amount: Money) -> None:
    if amount.amount <= 0:
        raise BadInput("amount_not_positive", f"{amount} cannot be paid.", hint="Give an amount over zero.")
