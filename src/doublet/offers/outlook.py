"""What a brief that is still being written would cost, and what would speak against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from doublet.consents import boundaries
from doublet.consents.boundaries import Breach
from doublet.consents.queries import bounds_of, firm
from doublet.consents.terms import GarmentRef, UseTerms
from doublet.kernel import clock
from doublet.kernel.refusals import Refused
from doublet.offers import calendar, prices, questions
from doublet.offers.queries import bookings
from doublet.offers.scenes import with_plates
from doublet.offers.screening import WORDS, Touch
from doublet.people.models import Brand, ModelProfile
from doublet.wardrobe.models import Garment
from doublet.wardrobe.queries import plates_in_use


@dataclass(frozen=True)
class Outlook:
    """A price with its lines, or why there is none yet; and every boundary that would be crossed.

    `asked` are the words about which the model would be asked.
    """

    quote: dict[str, Any] | None = None
    breaches: tuple[Breach, ...] = ()
    refused: Refused | None = None
    instead: calendar.Alternatives | None = None
    asked: tuple[Touch, ...] = ()


def outlook(*, model: ModelProfile, brand: Brand, garments: list[Garment], terms: dict[str, Any]) -> Outlook:
    """Look ahead at what `write_brief` and `send_offer` would say. Changes nothing."""
    named = tuple(GarmentRef(garment.pk, garment.name, garment.kind, garment.sha256) for garment in garments)
    try:
        wish = with_plates(UseTerms(garments=named, **terms), plates_in_use(brand.pk))
        crossed = boundaries.breaches(bounds_of(model), wish, brand=firm(brand))
        words = questions.touched_words(model, brand, title="", terms=wish.as_dict())
        crossed += tuple(
            Breach(f"Words: {WORDS[touch.subject]}", f"“{touch.words}” asks for it")
            for touch in words
            if touch.sure
        )
        quoted = prices.quote(model=model, brand=brand, terms=wish)
        priced = wish.with_price(quoted.per_picture.amount, quoted.per_picture.currency)
    except Refused as refused:
        return Outlook(refused=refused)
    asked = tuple(touch for touch in words if not touch.sure)
    booking, held, today = calendar.Booking(brand.pk, wish), bookings(model), clock.now().date()
    try:
        calendar.refuse_conflicts(booking, held, today=today)
    except Refused as refused:
        instead = calendar.alternatives(booking, held, today=today)
        return Outlook(prices.receipt(quoted, priced), crossed, refused, instead, asked)
    return Outlook(prices.receipt(quoted, priced), crossed, asked=asked)
