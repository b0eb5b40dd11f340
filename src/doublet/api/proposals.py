"""The shapes of briefs and offers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from doublet.api.shapes import (
    Alteration,
    Background,
    Channel,
    Company,
    Day,
    Exclusivity,
    Exposure,
    Id,
    Line,
    Listed,
    Minor,
    Pose,
    Purpose,
    Territory,
    Words,
    known,
)
from doublet.consents.terms import MAX_PICTURES
from doublet.offers.changes import NEGOTIABLE, TermState
from doublet.offers.models import Acceptance, Brief, Message, Offer, OfferVersion
from doublet.offers.queries import latest
from doublet.offers.scenes import settings_of
from doublet.offers.thread import term_states

Pictures = Annotated[int, Field(ge=1, le=MAX_PICTURES)]
Days = Annotated[int, Field(ge=1, le=30)]
Because = Annotated[str, known(Offer.Because.values)]
Channels = Annotated[list[Channel], Field(min_length=1, max_length=20)]
Territories = Annotated[list[Territory], Field(min_length=1, max_length=20)]


class WishIn(Schema):
    """What a brand wants pictures of, where they will be shown, and for how long."""

    model: Id
    garments: Annotated[list[Id], Field(min_length=1, max_length=50)]
    backgrounds: Annotated[list[Background], Field(min_length=1, max_length=20)]
    pictures: Pictures
    purpose: Purpose
    channels: Channels
    territories: Territories
    starts: Day
    ends: Day
    description: Words
    exclusivity: Exclusivity = "none"
    alterations: Annotated[list[Alteration], Field(max_length=10)] = []
    poses: Annotated[list[Pose], Field(min_length=1, max_length=10)] = ["standing"]
    exposure: Annotated[list[Exposure], Field(max_length=10)] = []
    company: Annotated[list[Company], Field(max_length=10)] = []
    payment_days: Days = 30

    def terms(self) -> dict[str, Any]:
        """The fields of `UseTerms` that a brand chooses."""
        backgrounds = tuple(dict.fromkeys(self.backgrounds))
        return {
            "settings": settings_of(backgrounds),
            "backgrounds": backgrounds,
            "pictures": self.pictures,
            "purpose": self.purpose,
            "description": self.description,
            "channels": tuple(dict.fromkeys(self.channels)),
            "territories": tuple(dict.fromkeys(self.territories)),
            "starts": self.starts,
            "ends": self.ends,
            "exclusivity": self.exclusivity,
            "alterations": tuple(dict.fromkeys(self.alterations)),
            "poses": tuple(dict.fromkeys(self.poses)),
            "exposure": tuple(dict.fromkeys(self.exposure)),
            "company": tuple(dict.fromkeys(self.company)),
            "payment_days": self.payment_days,
        }


class BriefIn(WishIn):
    """A brief: a wish under a title."""

    title: Line


class TermsOut(Schema):
    """Terms of a use, as a licence would freeze them. Money is in minor units."""

    garments: list[dict[str, str]]
    settings: list[str]
    backgrounds: list[str]
    pictures: int
    purpose: str
    description: str
    channels: list[str]
    territories: list[str]
    starts: str
    ends: str
    alterations: list[str]
    poses: list[str] = []
    exposure: list[str] = []
    company: list[str] = []
    exclusivity: str
    rate_minor: int
    currency: str
    payment_days: int


class LineOut(Schema):
    """One line of a quote and how it was reckoned."""

    label: str
    how: str
    amount_minor: int


class CountedOut(Schema):
    """One input of a popularity score: what was counted, how many, what it is worth, who says so, when."""

    kind: str
    number: int
    points: int
    source: str
    date: str


class FigureOut(Schema):
    """A popularity score as a quote took it."""

    score: int
    source: str
    date: str
    inputs: list[CountedOut]


class InputsOut(Schema):
    """Everything that a price was reckoned from. `agreed_minor` is a price that the parties propose instead."""

    model_popularity: FigureOut
    brand_popularity: FigureOut
    pictures: int
    purpose: str
    channels: list[str]
    territories: list[str]
    days: int
    exclusivity: str
    floor_minor: int
    currency: str
    platform_bp: int
    agreed_minor: int | None


class PriceOut(Schema):
    """A quote by a rate card, line by line. `within` lies inside the price.

    The same card and inputs give the same receipt for ever: `sha256` is over all else of it in canonical JSON.
    What was quoted before receipts were kept whole has neither inputs nor hashes.
    """

    card: str
    card_sha256: str = ""
    lines: list[LineOut]
    within: list[LineOut] = []
    gross_minor: int
    per_picture_minor: int
    currency: str
    inputs: InputsOut | None = None
    sha256: str = ""


class BreachOut(Schema):
    """A boundary of the model's that would be crossed."""

    boundary: str
    words: str


class QuoteOut(Schema):
    """A price, and what would speak against it. A brief with a breach or a conflict is refused."""

    quote: PriceOut
    breaches: list[BreachOut]
    conflict: str | None


class BriefOut(Schema):
    """A brief at its quoted price."""

    id: str
    title: str
    model: str
    terms: TermsOut
    written_at: datetime

    @staticmethod
    def resolve_model(brief: Brief) -> str:
        return brief.model_id


class BriefsOut(Listed):
    """A part of a list of briefs."""

    items: list[BriefOut]


class NoteIn(Schema):
    """A few words that go along."""

    note: Words = ""


class DeclineIn(NoteIn):
    """A no: a few words and a reason, both only if wanted."""

    because: Because | None = None


class MessageIn(Schema):
    """Words into the thread."""

    words: Words


class AgreeIn(Schema):
    """Single terms of the version that was read."""

    version: Annotated[int, Field(ge=1, le=10_000)]
    terms: Annotated[list[Annotated[str, known(NEGOTIABLE)]], Field(min_length=1, max_length=20)]


class ExtendIn(Schema):
    """How many days longer."""

    days: Annotated[int, Field(ge=1, le=30)]


class AcceptIn(Schema):
    """The number of the version that was read."""

    version: Annotated[int, Field(ge=1, le=10_000)]


class CounterIn(NoteIn):
    """Other terms; what is left out stays."""

    pictures: Pictures | None = None
    rate_minor: Minor | None = None
    starts: Day | None = None
    ends: Day | None = None
    channels: Channels | None = None
    territories: Territories | None = None
    exclusivity: Exclusivity | None = None
    purpose: Purpose | None = None
    garments: Annotated[list[Id], Field(min_length=1, max_length=50)] | None = None
    backgrounds: Annotated[list[Background], Field(min_length=1, max_length=20)] | None = None
    poses: Annotated[list[Pose], Field(min_length=1, max_length=10)] | None = None
    exposure: Annotated[list[Exposure], Field(max_length=10)] | None = None
    company: Annotated[list[Company], Field(max_length=10)] | None = None
    alterations: Annotated[list[Alteration], Field(max_length=10)] | None = None
    description: Words | None = None
    payment_days: Days | None = None

    def changes(self) -> dict[str, Any]:
        """Only what was given."""
        return self.dict(exclude={"note"}, exclude_none=True)


class AcceptanceOut(Schema):
    """A yes: to the whole version, to single terms, or to the deal memo; `counts` while it holds."""

    of: str
    terms: list[str]
    party: str
    by: str
    mandate: str | None
    at: datetime
    counts: bool

    @staticmethod
    def resolve_by(yes: Acceptance) -> str:
        return yes.by_id

    @staticmethod
    def resolve_mandate(yes: Acceptance) -> str | None:
        return yes.mandate_id


class MessageOut(Schema):
    """Words in the thread, by whom and as whom, and the closed boundaries that they touch: subject and words."""

    id: str
    party: str
    by: str
    words: str
    touches: list[tuple[str, str]]
    at: datetime

    @staticmethod
    def resolve_by(message: Message) -> str:
        return message.by_id


class TermOut(Schema):
    """One term: what each side last said of it, and whether that is the same."""

    name: str
    agreed: bool
    brand: Any
    model_side: Any


class VersionOut(Schema):
    """One proposal: whole terms, their quote, and what it changes."""

    number: int
    party: str
    terms: TermsOut
    terms_sha256: str
    quote: PriceOut
    changes: list[list[Any]]
    note: str
    proposed_at: datetime
    accepted_by_brand: bool
    accepted_by_model_side: bool
    acceptances: list[AcceptanceOut]

    @staticmethod
    def resolve_acceptances(version: OfferVersion) -> list[Acceptance]:
        return list(version.acceptances.all())

    @staticmethod
    def resolve_accepted_by_brand(version: OfferVersion) -> bool:
        return version.yes_of_brand is not None

    @staticmethod
    def resolve_accepted_by_model_side(version: OfferVersion) -> bool:
        return version.yes_of_model_side is not None


class OfferOut(Schema):
    """The thread between a brand and a model about one brief."""

    id: str
    status: str
    brief: str
    title: str
    brand: str
    model: str
    opened_at: datetime
    expires_at: datetime
    follows: str | None
    declined_because: str
    on_the_table: int
    versions: list[VersionOut]
    terms: list[TermOut]
    messages: list[MessageOut]

    @staticmethod
    def resolve_follows(offer: Offer) -> str | None:
        return offer.follows_id

    @staticmethod
    def resolve_terms(offer: Offer) -> list[TermState]:
        return term_states(offer.versions.prefetch_related("acceptances__mandate"))

    @staticmethod
    def resolve_messages(offer: Offer) -> list[Message]:
        return list(offer.messages.all())

    @staticmethod
    def resolve_brief(offer: Offer) -> str:
        return offer.brief_id

    @staticmethod
    def resolve_title(offer: Offer) -> str:
        return offer.brief.title

    @staticmethod
    def resolve_brand(offer: Offer) -> str:
        return offer.brand_id

    @staticmethod
    def resolve_model(offer: Offer) -> str:
        return offer.model_id

    @staticmethod
    def resolve_on_the_table(offer: Offer) -> int:
        return latest(offer).number

    @staticmethod
    def resolve_versions(offer: Offer) -> list[OfferVersion]:
        return list(offer.versions.prefetch_related("acceptances__mandate"))


class OffersOut(Listed):
    """A part of a list of offers."""

    items: list[OfferOut]
