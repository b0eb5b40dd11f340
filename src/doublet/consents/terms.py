"""The terms of a use, in one shape for brief, offer, licence and consent, so that they can be compared.

Pure: no Django, no clock. Money is in integer minor units.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from doublet.consents.languages.vague import refuse_short, refuse_vague
from doublet.engines.tryon.processors import PROCESSORS as OUTSIDE
from doublet.kernel.refusals import BadInput
from doublet.people.places import lies_in

PURPOSES = {
    "ecommerce": "Web shop",
    "lookbook": "Lookbook",
    "social_organic": "Social media, not paid for",
    "social_paid": "Paid social media",
    "print": "Print",
    "ooh": "Posters and screens outside",
    "editorial": "Editorial",
}
CHANNELS = {
    "own_web": "the brand's own web pages",
    "own_social": "the brand's own social media",
    "marketplaces": "marketplaces and feeds",
    "paid_ads": "paid advertising",
    "email": "e-mail and newsletters",
    "print": "print",
    "ooh": "posters and screens outside",
}
KINDS = {
    "everyday": "everyday clothing",
    "evening": "evening wear",
    "sport": "sportswear",
    "swim": "swimwear",
    "lingerie": "lingerie",
    "fur": "fur or exotic leather",
}
SETTINGS = {
    "studio": "studio backgrounds",
    "daylight": "daylight walls",
    "evening": "evening light",
    "alcohol": "bars and alcohol",
    "tobacco": "tobacco",
    "gambling": "gambling",
    "faith": "faith",
    "politics": "politics",
}
EXPOSURE = {
    "shoulders": "bare arms and shoulders",
    "legs": "bare legs",
    "midriff": "a bare midriff",
    "neckline": "a low neckline",
    "back": "a bare back",
    "sheer": "see-through cloth",
}
COMPANY = {
    "adults": "other adults",
    "animals": "animals",
}
POSES = {
    "standing": "standing",
    "walking": "walking",
    "sitting": "sitting",
    "lying": "lying down",
    "close_up": "close to the face",
    "from_behind": "seen from behind",
}
TERRITORIES = {
    "EU": "European Union",
    "GB": "United Kingdom",
    "US": "United States",
    "US-NY": "New York",
    "FR": "France",
    "IT": "Italy",
    "DE": "Germany",
    "ES": "Spain",
    "NO": "Norway",
    "CN": "China",
    "JP": "Japan",
    "WORLD": "the whole world",
}
FLOOR_MINOR = {"EUR": 20_00, "USD": 20_00, "GBP": 20_00}
"""The floor a picture that a model starts from who has named none of her own."""
ALTERATIONS = {
    "hair": "hair",
    "makeup": "make-up",
    "accessories": "accessories",
    "body_shape": "body shape",
}
EXCLUSIVITY = {
    "none": "none",
    "category": "for these kinds of garment, in these territories, on these channels",
    "all": "for every kind of garment, in these territories, on these channels",
}
PROCESSORS = {processor.id: processor.words for processor in OUTSIDE.values()}
_LISTS = frozenset(
    {"settings", "backgrounds", "channels", "territories", "alterations", "poses", "exposure", "company"}
)
ROUTINE_RETOUCH = "light and colour, contrast, grain, the cut, the background and small spots"
NEVER_ALTERED = ("skin tone", "age", "facial structure")
MAX_PICTURES = 1_000


@dataclass(frozen=True)
class GarmentRef:
    """A garment as terms name it: by id, kind, and the hash of the photo that was shown."""

    id: str
    name: str
    kind: str
    sha256: str


@dataclass(frozen=True)
class UseTerms:
    """What a brand may do: everything that a licence freezes.

    Attributes:
        exposure: what skin the pictures show, beyond face, neck, forearms and what trousers leave.
        company: who else is in the picture; nobody when empty.
    """

    garments: tuple[GarmentRef, ...]
    settings: tuple[str, ...]
    backgrounds: tuple[str, ...]
    pictures: int
    purpose: str
    description: str
    channels: tuple[str, ...]
    territories: tuple[str, ...]
    starts: date
    ends: date
    alterations: tuple[str, ...] = ()
    poses: tuple[str, ...] = ("standing",)
    exposure: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    exclusivity: str = "none"
    rate_minor: int = 0
    currency: str = "EUR"
    payment_days: int = 30

    @property
    def gross_minor(self) -> int:
        """What the brand owes when every picture is approved."""
        return self.rate_minor * self.pictures

    def as_dict(self) -> dict[str, Any]:
        """JSON-able, and the form that is hashed."""
        data = asdict(self)
        data["starts"], data["ends"] = self.starts.isoformat(), self.ends.isoformat()
        for name in ("garments", *_LISTS):
            data[name] = list(data[name])
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> UseTerms:
        """Read back what `as_dict` wrote."""
        more = dict(data)
        more["garments"] = tuple(GarmentRef(**garment) for garment in data["garments"])
        more["starts"], more["ends"] = date.fromisoformat(data["starts"]), date.fromisoformat(data["ends"])
        for name in _LISTS:  # terms that were frozen before a list was thought of lack it
            more[name] = tuple(data.get(name, ()))
        return cls(**more)

    def with_price(self, rate_minor: int, currency: str) -> UseTerms:
        """The same use at a price a picture."""
        return replace(self, rate_minor=rate_minor, currency=currency)


def within(territory: str, allowed: tuple[str, ...]) -> bool:
    """Is a place part of what is allowed? A country lies in its union, a state in its country; nothing is no place."""
    return any(lies_in(territory, area) for area in allowed)


def check_shape(terms: UseTerms) -> None:
    """Refuse terms that make no sense before anybody is asked to agree to them."""
    if not terms.garments:
        raise BadInput("no_garments", "The brief names no garment.", hint="Choose at least one garment.")
    if not 1 <= terms.pictures <= MAX_PICTURES:
        raise BadInput(
            "pictures_out_of_range",
            f"The number of pictures must lie between 1 and {MAX_PICTURES:,}.",
            hint="Ask for fewer pictures, or make several briefs.",
        )
    _known("purpose", (terms.purpose,), PURPOSES)
    _known("channel", terms.channels, CHANNELS)
    _known("territory", terms.territories, TERRITORIES)
    _known("setting", terms.settings, SETTINGS)
    _known("alteration", terms.alterations, ALTERATIONS, may_be_empty=True)
    _known("pose", terms.poses, POSES)
    _known("exposure", terms.exposure, EXPOSURE, may_be_empty=True)
    _known("company", terms.company, COMPANY, may_be_empty=True)
    _known("kind of garment", tuple(garment.kind for garment in terms.garments), KINDS)
    if terms.exclusivity not in EXCLUSIVITY:
        raise BadInput(
            "unknown_exclusivity", "Exclusivity is none, for the kinds of garment worn, or for all kinds."
        )
    if terms.ends < terms.starts:
        raise BadInput("ends_before_it_starts", "The last day lies before the first day.")
    if (terms.ends - terms.starts).days > 3 * 366:
        raise BadInput(
            "too_long", "A use lasts three years at most.", rule="POL", hint="Choose an earlier end."
        )
    if not 1 <= terms.payment_days <= 30:
        raise BadInput(
            "payment_too_late",
            "Payment is due within 30 days of completion.",
            rule="NY-FIFA-01",
            hint="Choose between 1 and 30 days.",
        )
    refuse_short("The description", terms.description)
    refuse_vague("The description", terms.description)


def _known(what: str, given: tuple[str, ...], known: dict[str, str], *, may_be_empty: bool = False) -> None:
    if not given and not may_be_empty:
        raise BadInput(
            f"no_{what.split()[0]}", f"The terms name no {what}.", hint=f"Choose at least one {what}."
        )
    for value in given:
        if value not in known:
            raise BadInput(
                f"unknown_{what.split()[0]}",
                f"“{value[:40]}” is no {what} that this instance knows.",
                hint=f"Choose from: {', '.join(known)}.",
            )
