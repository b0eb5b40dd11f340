"""The deal memo: what a licence means, in plain words, before the model signs. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from doublet.consents.terms import ALTERATIONS, CHANNELS, NEVER_ALTERED, PURPOSES, TERRITORIES, UseTerms
from doublet.kernel.money import Money
from doublet.offers.shares import Split
from doublet.offers.wording import background_title


@dataclass(frozen=True)
class Paragraph:
    """One point of the memo, under its heading."""

    heading: str
    words: str


def memo(terms: UseTerms, *, brand: str, split: Split) -> tuple[Paragraph, ...]:
    """Who, what, where, how long, for how much, and how she ends it.

    Args:
        split: of the gross of all pictures, by the commissions of today.
    """
    rate, gross = Money(terms.rate_minor, terms.currency), Money(terms.gross_minor, terms.currency)
    shares = (
        "; ".join(f"{share.party.replace('_', ' ')} {share.amount}" for share in split.shares)
        or "nobody else"
    )
    pictures = "1 picture" if terms.pictures == 1 else f"Up to {terms.pictures} pictures"
    worn = _list(garment.name for garment in terms.garments)
    backgrounds = "; ".join(background_title(name).lower() for name in terms.backgrounds)
    return (
        Paragraph("Who", f"{brand} may have pictures made with your twin. Nobody else may."),
        Paragraph("What", f"{pictures}, in which your twin wears: {worn}. Backgrounds: {backgrounds}."),
        Paragraph("In the brand’s words", terms.description),
        Paragraph(
            "Where they are shown",
            f"For one purpose: {PURPOSES[terms.purpose].lower()}. On {_list(CHANNELS[c] for c in terms.channels)}. "
            f"Territories: {_list(TERRITORIES[t] for t in terms.territories)}.",
        ),
        Paragraph(
            "From when, until when", f"{_day(terms.starts)} to {_day(terms.ends)}. It does not renew itself."
        ),
        Paragraph(
            "What you earn",
            f"{rate} for each picture that you approve, before commissions. If you approve all of them: {gross}, "
            f"of which you get {split.model} ({shares}). A picture that you reject earns nothing and is never shown.",
        ),
        Paragraph("When", f"{_days(terms.payment_days)} at the latest after you approved a picture."),
        Paragraph(
            "What is altered",
            f"{_list(ALTERATIONS[a] for a in terms.alterations).capitalize() or 'Nothing'}. "
            f"Never: {_list(NEVER_ALTERED)}.",
        ),
        Paragraph(
            "Exclusivity",
            "You keep clear of other brands for these kinds of garment, in these territories, on these days."
            if terms.exclusivity == "category"
            else "None. You may work for others, their rivals too.",
        ),
        Paragraph(
            "You look at every picture",
            "None reaches the brand before you approved it. Each one carries a label, a watermark and a record "
            "that says it was made with your twin.",
        ),
        Paragraph(
            "You can take it back",
            "At any time, without a reason and without a fee. Nothing new is made from that moment. "
            "What you earned stays yours.",
        ),
    )


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
