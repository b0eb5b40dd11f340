"""Who gets what of a fee: the model's part and the commissions. Pure.

All commissions together are rounded down, so that every odd cent is the model's and she never gets less
than 80 %; what they take is then divided among them by largest remainder, so that no cent is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Refused

Party = Literal["agent", "mother_agent", "crew", "platform"]

COMMISSION_LIMIT_BP = 2_000


@dataclass(frozen=True, slots=True)
class Commission:
    """An agreed part of the gross for one party, in hundredths of a percent."""

    party: Party
    basis_points: int
    holder: str = ""
    """Whose it is, by id; empty for the platform, and where only the sum is asked."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one party gets of one gross amount."""

    party: Party
    amount: Money
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """A gross amount divided: the model's part and the shares sum to it exactly."""

    gross: Money
    model: Money
    shares: tuple[Share, ...]


def split(gross: Money, *, commissions: tuple[Commission, ...]) -> Split:
    """Divide a gross amount to the last cent; the odd one is the model's.

    Raises:
        BadInput: gross or a rate is not a whole number over zero, a party is unknown or named twice.
        Refused: all commissions together are over 20 % (rule FWA-06).
    """
    if gross.amount <= 0:
        raise BadInput(
            "gross_not_positive", f"A fee of {gross} cannot be divided.", hint="Give an amount over zero."
        )
    parties = [(each.party, each.holder) for each in commissions]
    for each in commissions:
        if each.party not in get_args(Party):
            raise BadInput("unknown_party", f"{each.party!r} is not a party that can take a commission.")
        if type(each.basis_points) is not int or each.basis_points < 1:
            raise BadInput(
                "commission_not_positive",
                f"{each.basis_points!r} basis points for the {_words(each.party)} are not a rate.",
                hint="Give whole basis points over zero, or leave the party out.",
            )
    if len(set(parties)) != len(parties):
        raise BadInput("repeated_party", "The same party is named twice.", hint="Add its commissions up.")
    together = sum(each.basis_points for each in commissions)
    if together > COMMISSION_LIMIT_BP:
        raise Refused(
            "commission_over_limit",
            f"All commissions together are {_percent(together)} of the gross; "
            f"the limit is {_percent(COMMISSION_LIMIT_BP)}.",
            rule="FWA-06",
            hint="Lower one of the commissions; the model gets at least 80 %.",
        )
    if not commissions:
        return Split(gross, gross, ())
    taken = gross.basis_points(together)
    amounts = taken.split([each.basis_points for each in commissions])
    shares = tuple(
        Share(each.party, amount, each.holder) for each, amount in zip(commissions, amounts, strict=True)
    )
    return Split(gross, gross - taken, shares)


def _words(party: str) -> str:
    return party.replace("_", " ")


def _percent(basis_points: int) -> str:
    whole, part = divmod(basis_points, 100)
    return f"{whole}.{part:02d} %" if part else f"{whole} %"
