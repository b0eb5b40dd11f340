"""The deal memo as the sign page shows it today, and as it is kept: the same words, from one place."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from doublet.consents.languages import language
from doublet.consents.queries import processors_named
from doublet.consents.terms import UseTerms
from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.licences.memo import Paragraph, memo
from doublet.licences.paid_in import paid_in
from doublet.offers.models import Offer
from doublet.offers.queries import commissions
from doublet.offers.shares import split


def memo_shown(offer: Offer, terms: UseTerms) -> tuple[Paragraph, ...]:
    """In her language, with what reaches her by the commissions of today."""
    gross = Money(terms.gross_minor, terms.currency)
    return memo(
        terms,
        brand=offer.brand.name,
        split=split(gross, commissions=commissions(offer.model, terms.territories)),
        code=language(offer.model.language).code,
        processors=processors_named(offer.model, clock.now().date()),
        paid_in=paid_in(offer.model, terms.currency),
        interest_bp=settings.LATE_INTEREST_BP,
    )


def memo_kept(offer: Offer, terms: UseTerms) -> dict[str, Any]:
    """The same as it is stored with the licence that she signs."""
    return {
        "language": language(offer.model.language).code,
        "points": [[point.heading, point.words] for point in memo_shown(offer, terms)],
    }
