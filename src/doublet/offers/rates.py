"""Which rate card counts: those that came with the product, and those that the operator published."""

from __future__ import annotations

from datetime import date

from doublet.kernel import clock
from doublet.kernel.refusals import BadInput, NotThere
from doublet.offers.models import RateCardVersion
from doublet.offers.pricing import BUILT_IN, RateCard
from doublet.offers.pricing.card_data import from_data


def cards() -> list[RateCard]:
    """Every published card, the newest first; those that begin on a later day stand there too."""
    published = [from_data(row.body) for row in RateCardVersion.objects.all()]
    return sorted([*BUILT_IN.values(), *published], key=lambda card: card.valid_from, reverse=True)


def card(version: str) -> RateCard:
    """A published rate card.

    Raises:
        BadInput: there is no such version.
    """
    if version in BUILT_IN:
        return BUILT_IN[version]
    row = RateCardVersion.objects.filter(pk=version).first()
    if row is None:
        raise BadInput(
            "unknown_rate_card",
            f"There is no rate card {version[:40]!r}.",
            hint=f"Known: {', '.join(sorted(each.version for each in cards()))}.",
        )
    return from_data(row.body)


def found(version: str) -> RateCard:
    """The same for an address, where nothing stands under an unknown version.

    Raises:
        NotThere: there is no such version.
    """
    try:
        return card(version)
    except BadInput as unknown:
        raise NotThere(unknown.code, unknown.reason, hint=unknown.hint) from None


def current(day: date | None = None) -> RateCard:
    """The card by which new quotes are reckoned on a day, today if none is named."""
    on = day or clock.now().date()
    begun = RateCardVersion.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    built_in = max(BUILT_IN.values(), key=lambda card: (card.valid_from <= on, card.valid_from))
    if begun is None or begun.valid_from <= built_in.valid_from:
        return built_in
    return from_data(begun.body)


def publication(card: RateCard) -> RateCardVersion | None:
    """Who published a card, when and why; None for one that came with the product."""
    return RateCardVersion.objects.filter(pk=card.version).first()
