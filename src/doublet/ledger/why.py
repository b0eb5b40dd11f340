"""Why an earning is the sum it is: from the rate card to the last cent, in words for somebody who never saw a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from doublet.kernel.money import Money
from doublet.ledger.arrangement import Arrangement
from doublet.ledger.holders import PARTY_WORDS
from doublet.ledger.models import MoneyTerms
from doublet.ledger.statements import Earning, Payee


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is, how it was reckoned, what it comes to; `mine` where it is the reader's own part."""

    label: str
    how: str
    amount: Money
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """The whole way to one sum.

    Attributes:
        card: the version of the rate card; empty where the licence keeps no receipt.
        lines: the receipt of the offer that both sides signed, for all its pictures.
        steps: from the price of one picture to everybody's part of it.
    """

    card: str
    lines: tuple[Step, ...]
    pictures: int
    agreed: Money | None
    steps: tuple[Step, ...]


def why(
    earning: Earning, agreed: Arrangement, quote: dict[str, Any], kept: MoneyTerms | None, payee: Payee
) -> Why:
    """Explain one earning.

    Args:
        agreed: what its licence fixed about money.
        quote: the receipt that was signed with the offer (`offers.pricing.receipt`).
        kept: where the rate and its source stand.
        payee: who reads it.
    """
    currency = str(quote.get("currency", agreed.price.currency))
    lines = tuple(
        Step(str(line["label"]), str(line["how"]), Money(int(line["amount_minor"]), currency))
        for line in quote.get("lines", ())
    )
    gross = Money(int(quote["gross_minor"]), currency) if "gross_minor" in quote else None
    each = agreed.price.amount
    return Why(
        card=str(quote.get("card", "")),
        lines=lines,
        pictures=gross.amount // each if gross and each else 0,
        agreed=gross,
        steps=(*_price(earning, agreed), *_exchanged(earning, kept), *_shared(earning, agreed, payee)),
    )


def _price(earning: Earning, agreed: Arrangement) -> list[Step]:
    if earning.kind == "interest":
        rate = f"{agreed.interest_bp / 100:g} % a year, as the contract says"
        return [Step("The brand pays interest", f"It paid late: {rate}", earning.price)]
    if earning.kind == "exclusivity":
        how = f"The days up to {earning.day:%d %B %Y} on which you were kept free for this brand alone"
        return [Step("The brand pays for exclusivity", how, earning.price)]
    if earning.kind == "exclusivity_back":
        how = "The licence ended early: the days that were used are paid, the others are not owed"
        return [Step("Exclusivity up to its end", how, earning.price)]
    steps = [Step("The brand pays", "The price of one picture in the signed licence", earning.price)]
    if earning.held:
        part = f"{agreed.exclusivity_bp / 100:g} % of it is for exclusivity: earned day by day until"
        steps.append(Step("Of that, later", f"{part} {agreed.ends:%d %B %Y}", -earning.held))
        steps.append(Step("Shared out now", "What is left", earning.price - earning.held))
    return steps


def _exchanged(earning: Earning, kept: MoneyTerms | None) -> list[Step]:
    own = earning.price.currency
    if own == earning.split.gross.currency or kept is None:
        return []
    rate = f"{Money(kept.rate_from, own)} are {Money(kept.rate_to, kept.payout_currency)}"
    source = f"{kept.rate_source}, {kept.rate_on:%d %B %Y}" if kept.rate_on else kept.rate_source
    how = f"At the rate that was fixed when the licence was signed: {rate} ({source})"
    return [Step(f"In {kept.payout_currency}", how, earning.split.gross)]


def _shared(earning: Earning, agreed: Arrangement, payee: Payee) -> list[Step]:
    points = {(each.party, each.holder): each.basis_points for each in agreed.commissions}
    steps = []
    for share in earning.split.shares:
        rate = points.get((share.party, share.holder))
        how = f"{rate / 100:g} %, as the licence says" if rate else "As the licence says"
        mine = share.party == payee and share.amount == earning.mine
        amount = share.amount if payee != "model" else -share.amount
        steps.append(Step(PARTY_WORDS[share.party], how, amount, mine))
    taken = sum(points.values())
    how = "All the rest" if payee != "model" else "What is left is yours"
    if taken:
        how += f": {(10_000 - taken) / 100:g} %, and every odd cent"
    model = Step("Model" if payee != "model" else "You", how, earning.split.model, payee == "model")
    return [*steps, model]
