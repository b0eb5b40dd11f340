"""Paying beforehand for one licence: what is suggested, what was paid, used and given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from doublet.kernel.money import Money, zero
from doublet.ledger import book, references
from doublet.ledger.accounts import Account, account
from doublet.ledger.arrangement import arrangement
from doublet.ledger.models import Entry, Posting
from doublet.licences.models import Licence


@dataclass(frozen=True)
class Move:
    """One change of what is kept for a licence: positive came in, negative left."""

    at: datetime
    words: str
    amount: Money


@dataclass(frozen=True)
class Beforehand:
    """What a brand paid for one licence before its pictures were approved.

    Attributes:
        reference: what it writes on the transfer.
        price: of one picture.
        pictures, approved: how many the licence is for, and how many she has approved.
        paid, used, returned, left: `left` is `paid` less the other two.
        moves: the same, one by one, the newest first.
    """

    reference: str
    price: Money
    pictures: int
    approved: int
    paid: Money
    used: Money
    returned: Money
    left: Money
    moves: tuple[Move, ...]

    @property
    def suggested(self) -> Money:
        """What all pictures cost that are not approved yet, less what is kept for them already."""
        open_ones = self.price * max(self.pictures - self.approved, 0)
        return max(open_ones - self.left, zero(self.price.currency))


def beforehand(licence: Licence) -> Beforehand:
    """Read it from the books."""
    agreed = arrangement(licence)
    currency, code = agreed.price.currency, account(Account.ESCROW, licence.pk)
    entries = Entry.objects.filter(account=code, currency=currency).select_related("posting").order_by("-pk")
    sums = {"paid": zero(currency), "used": zero(currency), "returned": zero(currency)}
    moves = []
    for entry in entries:
        amount, kind = Money(-entry.amount_minor, currency), entry.posting.kind
        moves.append(Move(entry.posting.posted_at, entry.posting.words, amount))
        if kind == Posting.Kind.PAYMENT_RECEIVED:
            sums["paid"] = sums["paid"] + amount
        elif kind in (Posting.Kind.SETTLEMENT, Posting.Kind.UNSETTLED):
            sums["used"] = sums["used"] - amount
        else:
            sums["returned"] = sums["returned"] - amount
    return Beforehand(
        reference=references.of_licence(licence),
        price=agreed.price,
        pictures=int(str(licence.terms["pictures"])),
        approved=Posting.objects.filter(kind=Posting.Kind.APPROVAL, licence_id=licence.pk).count(),
        left=-book.standing(code, currency),
        moves=tuple(moves),
        **sums,
    )
