"""The double entries of each event, from what was agreed. Pure: no database, no clock.

Nothing is ever taken from a model but agreed commissions, advances that she agreed to, and tax (FWA-07).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from doublet.kernel.money import Money, total, zero
from doublet.kernel.refusals import Refused
from doublet.ledger.accounts import PENDING, PENDING_OF_PARTY, Account, account, read, settled
from doublet.ledger.arrangement import Arrangement
from doublet.ledger.drafts import Draft, Line, positive, without_zeros
from doublet.offers.shares import Split

PAYMENT_DAYS = 30
WARNING_DAYS = 3


def approval(agreed: Arrangement, *, frame: str, words: str, on: date) -> Draft:
    """The model approved a picture: the brand owes its price, each party has earned its share.

    The part that pays exclusivity is held back: it is earned day by day, so that a withdrawal can return
    what was not used without taking anything back from her.
    """
    held = agreed.for_exclusivity
    lines = (
        Line(account(Account.BRAND_RECEIVABLE, agreed.brand), agreed.price),
        Line(account(Account.EXCLUSIVITY_HELD, agreed.licence), -held),
        *earned(agreed, agreed.price - held, pending=True),
    )
    due = due_date(on, days=agreed.payment_days)
    return Draft("approval", frame, without_zeros(lines), words, agreed.licence, due)


def earned(agreed: Arrangement, amount: Money, *, pending: bool) -> Iterable[Line]:
    """The credits of an earning of the licence's currency; in another currency through the exchange account."""
    gross = agreed.exchanged(amount)
    if gross.currency != amount.currency:
        yield Line(account(Account.EXCHANGE), -amount)
        yield Line(account(Account.EXCHANGE), gross)
    if not gross:  # less than the smallest coin of the other currency
        return
    parts = agreed.shared(amount)
    for code, share in _shares(agreed, parts):
        yield Line(code if pending else settled(code), -share)


def settlement(
    open_lines: Sequence[Line], funds: Sequence[Line], *, frame: str, about: str, words: str, licence: str
) -> Draft:
    """The brand's money is here: it owes nothing for the picture any more, and what was pending is payable.

    Args:
        open_lines: what still stands of the approval: the receivable and the pending shares.
        funds: debits of the brand's money that pay it (its credit, or what it paid beforehand).
        about: id of the approval's posting.
    """
    lines = [*funds]
    for line in open_lines:
        lines.append(Line(line.account, -line.amount))
        if read(line.account).kind in PENDING:
            lines.append(Line(settled(line.account), line.amount))
    return Draft("settlement", frame, without_zeros(lines), words, licence, source=about)


def payment_received(
    amount: Money, *, reference: str, brand: str, licence: str = "", fee: Money | None = None, words: str = ""
) -> Draft:
    """A brand's money stands at the bank: it is the brand's credit, or kept for one licence.

    What a payment service kept for itself is the house's cost, never the model's.
    """
    positive(amount)
    kept = fee or Money(0, amount.currency)
    home = account(Account.ESCROW, licence) if licence else account(Account.BRAND_CREDIT, brand)
    lines = (
        Line(account(Account.BANK_CLEARING), amount - kept),
        Line(account(Account.FEES), kept),
        Line(home, -amount),
    )
    return Draft("payment_received", reference, without_zeros(lines), words, licence)


def moved(kind: str, amount: Money, *, reference: str, debit: str, credit: str, **more: str) -> Draft:
    """An amount from one account to another: the simplest posting there is."""
    positive(amount)
    return Draft(kind, reference, (Line(debit, amount), Line(credit, -amount)), **more)  # type: ignore[arg-type]


def exclusivity(
    agreed: Arrangement, *, before: Money, until: Money, paid: Mapping[str, Money], reference: str, words: str
) -> Draft:
    """So much of what was held for exclusivity is earned by now, and the brand has paid for it.

    Everybody gets her share of all that is earned until now, less what she got of it before: it does not
    matter in how many steps it is earned, no cent is lost or won on the way.

    Args:
        before, until: what was earned of it before, and with this posting, in the licence's currency.
        paid: what each payable account got of it before.
    """
    more = positive(until - before)
    lines = [Line(account(Account.EXCLUSIVITY_HELD, agreed.licence), more)]
    if agreed.payout_currency != more.currency:
        lines += [
            Line(account(Account.EXCHANGE), -more),
            Line(account(Account.EXCHANGE), agreed.exchanged(until) - agreed.exchanged(before)),
        ]
    lines += [Line(code, -share) for code, share in _since(agreed, until, paid).items()]
    return Draft("exclusivity", reference, without_zeros(lines), words, agreed.licence)


def _since(agreed: Arrangement, until: Money, paid: Mapping[str, Money]) -> dict[str, Money]:
    if not agreed.exchanged(until):
        return {}
    nothing, cent = zero(agreed.payout_currency), Money(1, agreed.payout_currency)
    shares = _shares(agreed, agreed.shared(until))
    more = {settled(code): share - paid.get(settled(code), nothing) for code, share in shares}
    commissions = [code for code in more if read(code).kind != Account.MODEL_PAYABLE]
    while below := [code for code in commissions if more[code] < nothing]:
        # Of a larger sum the largest remainder can fall to somebody else: she keeps the cent that she has.
        largest = max(commissions, key=lambda code: more[code].amount)
        more[below[0]], more[largest] = more[below[0]] + cent, more[largest] - cent
    return more


def exclusivity_returned(
    agreed: Arrangement, *, unused: Money, used: Money, frame: str, about: str, words: str
) -> Draft:
    """Exclusivity ended early on a picture that the brand has not paid: it owes the used part only."""
    lines = (
        Line(account(Account.EXCLUSIVITY_HELD, agreed.licence), unused + used),
        Line(account(Account.BRAND_RECEIVABLE, agreed.brand), -unused),
        *earned(agreed, used, pending=True),
    )
    return Draft("exclusivity_back", frame, without_zeros(lines), words, agreed.licence, source=about)


def interest(agreed: Arrangement, owed: Money, *, days: int) -> Money:
    """Simple interest on a late payment, at the yearly rate that the contract names, on 365 days."""
    return Money(owed.amount * agreed.interest_bp * days // (10_000 * 365), owed.currency)


def used_part(held: Money, *, starts: date, ends: date, today: date) -> Money:
    """How much of exclusivity is used at the end of a day, evenly over its days, the last day all of it."""
    days = (ends - starts).days + 1
    gone = min(max((today - starts).days + 1, 0), days)
    return held if gone == days else Money(held.amount * gone // days, held.currency)


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


def _shares(agreed: Arrangement, parts: Split) -> Iterable[tuple[str, Money]]:
    yield account(Account.MODEL_PENDING, agreed.model), parts.model
    for share in parts.shares:
        yield account(PENDING_OF_PARTY[share.party], share.holder), share.amount


def sum_of(lines: Iterable[Line], kind: Account, currency: str) -> Money:
    """What the lines put on accounts of one kind, in one currency."""
    amounts = [line.amount for line in lines if line.account.partition(":")[0] == kind]
    return total([amount for amount in amounts if amount.currency == currency], currency)
