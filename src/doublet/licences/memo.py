"""The deal memo: what a licence means, in plain words and in her language, before the model signs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from doublet.consents.languages import Language, language
from doublet.consents.terms import UseTerms
from doublet.consents.text import capital
from doublet.kernel.money import Money
from doublet.offers.scenes import is_plate
from doublet.offers.shares import Split

if TYPE_CHECKING:
    from doublet.licences.paid_in import PaidIn


@dataclass(frozen=True)
class Paragraph:
    """One point of the memo, under its heading. `theirs`: in the brand's own words and language."""

    heading: str
    words: str
    theirs: bool = False


def memo(
    terms: UseTerms,
    *,
    brand: str,
    split: Split,
    code: str = "en",
    processors: tuple[str, ...] = (),
    paid_in: PaidIn | None = None,
    interest_bp: int = 0,
) -> tuple[Paragraph, ...]:
    """Who, what, where, how long, for how much, what is expected, and how she ends it (rule FWA-10).

    Args:
        split: of the gross of all pictures, by the commissions of today.
        code: the language of the model.
        processors: whom her consent in force lets receive her photos.
        paid_in: the currency that she chose, where it is another than that of the terms.
        interest_bp: what the brand owes a year on what it pays late, in hundredths of a percent.
    """
    said = language(code)

    def point(name: str, key: str = "", **fields: object) -> Paragraph:
        return Paragraph(said.word("memo", name), said.text("memo", key or f"{name}_words", **fields))

    pictures = "pictures_one" if terms.pictures == 1 else "pictures_many"
    garments = said.joined(garment.name for garment in terms.garments)
    backgrounds = said.joined(_background(said, name) for name in terms.backgrounds)
    altered = said.listed("alterations", terms.alterations) or said.word("twin_use", "no_alterations")
    keeps = " ".join(said.word("processor_keeps", each) for each in processors)
    return (
        point("who", brand=brand),
        point(
            "what",
            pictures=said.text("memo", pictures, count=terms.pictures),
            garments=garments,
            backgrounds=backgrounds,
        ),
        point(
            "how",
            poses=said.listed("poses", terms.poses),
            exposure=said.listed("exposure", terms.exposure) or said.word("twin_use", "no_exposure"),
            company=said.listed("company", terms.company) or said.word("twin_use", "no_company"),
        ),
        Paragraph(said.word("memo", "their_words"), terms.description, theirs=True),
        point(
            "where",
            purpose=said.word("purposes", terms.purpose),
            channels=said.listed("channels", terms.channels),
            territories=said.listed("territories", terms.territories),
        ),
        point("when", starts=terms.starts, ends=terms.ends),
        point(
            "earn",
            rate=Money(terms.rate_minor, terms.currency),
            gross=Money(terms.gross_minor, terms.currency),
            net=split.model,
            shares=_shares(said, split),
        ),
        point("paid", "paid_one" if terms.payment_days == 1 else "paid_many", count=terms.payment_days),
        *((point("late", percent=said.percent(interest_bp)),) if interest_bp else ()),
        *(
            (Paragraph(said.word("memo", "exchange"), _exchange(said, paid_in, terms.currency)),)
            if paid_in
            else ()
        ),
        point("expenses"),
        point("expected"),
        point(
            "altered",
            alterations=capital(altered),
            never_altered=said.joined(said.tables["never_altered"].values()),
        ),
        point(
            "processors",
            "processors_words" if processors else "processors_none",
            processors=said.listed("processors", processors),
            keeps=keeps,
        ),
        point("exclusivity", f"exclusive_{terms.exclusivity}"),
        point("look"),
        point("back"),
        point("advice"),
    )


def at_short_notice(first_day: date, now: datetime) -> bool:
    """Does the use begin less than 24 hours after this moment? A day begins at midnight UTC."""
    begins = datetime.combine(first_day, datetime.min.time(), tzinfo=now.tzinfo)
    return (begins - now).total_seconds() < 24 * 60 * 60


def _shares(said: Language, split: Split) -> str:
    each = [
        said.text("memo", "share", party=said.word("parties", share.party), amount=share.amount)
        for share in split.shares
    ]
    return "; ".join(each) or said.word("memo", "nobody_else")


def _exchange(said: Language, paid_in: PaidIn, own: str) -> str:
    if paid_in.rate is None:
        return said.text("memo", "exchange_unknown", currency=paid_in.wanted, own=own)
    rate = paid_in.rate
    shown = rate.shown.replace(".", said.word("format", "decimal"))
    return said.text(
        "memo", "exchange_words", currency=paid_in.wanted, rate=shown, source=rate.source, day=rate.on
    )


def _background(said: Language, name: str) -> str:
    if is_plate(name):
        return said.text("backgrounds", "plate", code=name[-6:])
    return said.word("backgrounds", name) if name in said.tables["backgrounds"] else name
