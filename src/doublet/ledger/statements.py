"""A statement's arithmetic: what was earned, who took what of it, what was paid out, what is left. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from doublet.kernel.money import Money, total, zero
from doublet.kernel.refusals import BadInput
from doublet.ledger.periods import Period
from doublet.offers.shares import Party, Share, Split

Payee = Literal["model", "agent", "mother_agent", "crew", "platform"]
StateCode = Literal["waiting", "ready", "partly", "paid"]
MovementKind = Literal["payout", "returned", "tax", "advance", "other"]


@dataclass(frozen=True, slots=True)
class State:
    """Where the money of one earning is.

    Attributes:
        code: waiting (for the brand), ready (the brand has paid), partly or wholly paid out.
        on: by when the brand must pay, or the day of the last payout.
        payout: id of the payout run.
    """

    code: StateCode
    on: date | None = None
    payout: str = ""


@dataclass(frozen=True, slots=True)
class Earning:
    """One thing that was earned, with the whole chain of who got what.

    Attributes:
        posting: id of the posting in the books.
        reference: the picture's id; for exclusivity the licence's and the day.
        brand, licence: ids.
        price: what the brand owes for it, in the licence's currency, commissions and exclusivity within.
        held: the part of the price that pays exclusivity and is earned later, day by day.
        split: what was shared out now, in the currency of the statement.
        mine: the part of whoever the statement is for.
        due: by when the brand must pay, where it has to.
    """

    day: date
    posting: str
    kind: str
    reference: str
    what: str
    licence: str
    brand: str
    price: Money
    held: Money
    split: Split
    mine: Money
    state: State
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that came or went beside earning: positive comes to the payee's balance, negative leaves it."""

    day: date
    posting: str
    kind: MovementKind
    what: str
    amount: Money
    reference: str = ""

    @property
    def shown(self) -> Money:
        """In a list of what was paid out and withheld: without the sign that says that it left."""
        return -self.amount if self.kind in ("payout", "tax") else self.amount


@dataclass(frozen=True, slots=True)
class Standing:
    """What is owed to somebody at one moment."""

    waiting: Money
    ready: Money

    @property
    def together(self) -> Money:
        """Earned and not paid out."""
        return self.waiting + self.ready


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody earned in one currency in one period, and what became of it.

    What was open at the beginning, with all earnings and movements, is what is open at the end.
    """

    payee: Payee
    holder: str
    currency: str
    period: Period
    opening: Standing
    lines: tuple[Earning, ...]
    movements: tuple[Movement, ...]
    closing: Standing

    @property
    def gross(self) -> Money:
        """What was shared out, by all parties."""
        return total([line.split.gross for line in self.lines], self.currency)

    @property
    def net(self) -> Money:
        """What the payee earned."""
        return total([line.mine for line in self.lines], self.currency)

    @property
    def commissions(self) -> tuple[Share, ...]:
        """What each kind of party but the model took."""
        taken: dict[Party, Money] = {}
        for line in self.lines:
            for each in line.split.shares:
                taken[each.party] = taken.get(each.party, zero(self.currency)) + each.amount
        return tuple(Share(party, taken[party]) for party in get_args(Party) if party in taken)

    def moved(self, *kinds: MovementKind) -> Money:
        """The sum of movements of some kinds: negative where money left."""
        return total([each.amount for each in self.movements if each.kind in kinds], self.currency)

    @property
    def paid_out(self) -> Money:
        """What reached the payee's account, less what came back."""
        return -self.moved("payout", "returned")

    @property
    def withheld(self) -> Money:
        """Tax that was kept back for an authority."""
        return -self.moved("tax")

    def by_brand(self) -> list[tuple[str, Money, int]]:
        """For tax: what each brand's work earned the payee, and of how many pictures; most first."""
        sums: dict[str, tuple[Money, int]] = {}
        for line in self.lines:
            amount, count = sums.get(line.brand, (zero(self.currency), 0))
            sums[line.brand] = (amount + line.mine, count + (line.kind == "approval"))
        rows = [(brand, amount, count) for brand, (amount, count) in sums.items()]
        return sorted(rows, key=lambda row: (-row[1].amount, row[0]))


def statement(
    payee: Payee,
    holder: str,
    currency: str,
    period: Period,
    *,
    opening: Standing,
    lines: Iterable[Earning],
    movements: Iterable[Movement],
    closing: Standing,
) -> Statement:
    """Put a statement together and prove it.

    Raises:
        BadInput: a line is in another currency, its parts do not sum, or the end does not follow from the
            beginning: the books were read wrongly, and a wrong statement is none.
    """
    ordered = tuple(grouped(sorted(lines, key=lambda line: line.day)))
    told = Statement(
        payee,
        holder,
        currency,
        period,
        opening,
        ordered,
        tuple(sorted(movements, key=lambda each: each.day)),
        closing,
    )
    for line in ordered:
        parts = [line.split.model, *(share.amount for share in line.split.shares)]
        if total(parts, currency) != line.split.gross:
            raise BadInput("statement_off", f"The parts of {line.reference} do not sum to its whole.")
    moved = total([each.amount for each in told.movements], currency)
    if opening.together + told.net + moved != closing.together:
        raise BadInput("statement_off", "The end of this statement does not follow from its beginning.")
    return told


def grouped(lines: Sequence[Earning]) -> list[Earning]:
    """Exclusivity of one licence, month and state on one line: earned day by day, read once."""
    found: list[Earning] = []
    at: dict[tuple[object, ...], int] = {}
    for line in lines:
        key = (line.licence, line.day.year, line.day.month, line.state.code, line.state.payout)
        if line.kind != "exclusivity" or key not in at:
            if line.kind == "exclusivity":
                at[key] = len(found)
            found.append(line)
            continue
        found[at[key]] = _joined(found[at[key]], line)
    return found


def _joined(one: Earning, other: Earning) -> Earning:
    shares = {(each.party, each.holder): each.amount for each in one.split.shares}
    for each in other.split.shares:
        who = (each.party, each.holder)
        shares[who] = shares[who] + each.amount if who in shares else each.amount
    parts = tuple(Share(party, amount, holder) for (party, holder), amount in shares.items())
    return replace(
        other,
        price=one.price + other.price,
        held=one.held + other.held,
        split=Split(one.split.gross + other.split.gross, one.split.model + other.split.model, parts),
        mine=one.mine + other.mine,
    )
