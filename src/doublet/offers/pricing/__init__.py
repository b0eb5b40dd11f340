"""What a set of pictures costs: versioned rate cards, quotes that are receipts, popularity from stated inputs.

Pure and deterministic: the same card and the same inputs give the same quote for ever, to the byte, so that
anyone can reckon it again years later. A published card is never edited; a change is a new version.
"""

from doublet.offers.pricing.asked import Exclusivity, PopularityFigure, QuoteInput
from doublet.offers.pricing.built_in import BUILT_IN
from doublet.offers.pricing.card import ONE, RateCard, Tier
from doublet.offers.pricing.quote import MODEL_SHARE_MIN_BP, Quote, QuoteLine, quote

__all__ = [
    "BUILT_IN",
    "MODEL_SHARE_MIN_BP",
    "ONE",
    "Exclusivity",
    "PopularityFigure",
    "Quote",
    "QuoteInput",
    "QuoteLine",
    "RateCard",
    "Tier",
    "quote",
]
