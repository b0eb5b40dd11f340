"""Who can be booked, and on what terms: models who consent to the use of their twin, and to being shown here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Q, QuerySet

from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.models import Consent
from doublet.consents.terms import KINDS, within
from doublet.kernel import blobs, clock
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, NotThere
from doublet.offers import ranking, rates, standing
from doublet.offers.calendar import Booking
from doublet.offers.models import OfferVersion
from doublet.offers.pricing.popularity import Popularity
from doublet.offers.queries import bookings
from doublet.people import rights
from doublet.people.models import Brand, ModelProfile, Role, User
from doublet.twins.models import TwinVersion

FRESH = timedelta(days=92)
MAY_LOOK = (Role.BRAND, Role.AGENT, Role.OPERATOR, Role.AUDITOR)


@dataclass(frozen=True)
class Entry:
    """One model on the roster, as a brand sees her before it writes a brief."""

    model: ModelProfile
    bounds: BoundaryTerms
    floor: Money
    version: TwinVersion
    booked: tuple[Booking, ...]
    why: tuple[tuple[int, str], ...] = ()

    @property
    def open_for(self) -> list[str]:
        """Kinds of garment that she opened, in words."""
        return [words for code, words in KINDS.items() if code in self.bounds.kinds]

    @property
    def relevance(self) -> int:
        """How well she fits, in points."""
        return sum(points for points, _ in self.why)

    @cached_property
    def popularity(self) -> Popularity:
        """Her score with everything that it rests on."""
        return standing.of_model(self.model, rates.current())

    @property
    def exclusive(self) -> list[Booking]:
        """What keeps other brands out for a while."""
        return [booking for booking in self.booked if booking.held_kinds]


@dataclass(frozen=True)
class Wish:
    """What a brand filters by; empty fields ask for nothing."""

    kind: str = ""
    purpose: str = ""
    territory: str = ""
    at_most: Money | None = None
    free_on: date | None = None


@dataclass(frozen=True)
class Listing:
    """Everybody who fits, in the order of a day, and what that order costs."""

    entries: tuple[Entry, ...]
    fairness: int
    cost: ranking.Cost | None


def roster(wish: Wish = Wish()) -> list[Entry]:
    """Everybody who fits, by name. A wish that a boundary or a floor rules out leaves her out."""
    return [entry for entry in map(_entry, _bookable().order_by("public_name")) if fits(entry, wish)]


def listing(wish: Wish = Wish(), *, fairness: int | None = None, brand: Brand | None = None) -> Listing:
    """Everybody who fits, in today's order.

    Args:
        wish: what is asked for.
        fairness: 0 (by relevance) to 100 (by turns); None for what the operator chose.
        brand: whose own earlier bookings count as fitting well.

    Raises:
        BadInput: a fairness beyond 0 to 100.
    """
    wanted = settings.ROSTER_FAIRNESS if fairness is None else fairness
    if not 0 <= wanted <= 100:
        raise BadInput(
            "fairness_range", f"{wanted} is not between 0 and 100.", hint="0 is by relevance alone."
        )
    today = clock.now().date()
    known = _booked_before(brand)
    found = {
        entry.model.pk: replace(entry, why=tuple(_why(entry, today, entry.model.pk in known)))
        for entry in roster(wish)
    }
    people = [ranking.Candidate(pk, str(each.model), each.relevance) for pk, each in found.items()]
    in_order = ranking.order(people, fairness=wanted, day=today)
    cost = ranking.cost(people, fairness=wanted, day=today) if people else None
    return Listing(tuple(found[each.key] for each in in_order), wanted, cost)


def entry_for(user: User, pk: str) -> Entry:
    """One model of the roster; she herself may look at how she stands there."""
    model = _bookable().filter(pk=pk).first()
    if model is None or not (user.role in MAY_LOOK or rights.is_model(user, model)):
        raise NotThere("not_on_roster", "There is no such model on the roster.")
    return _entry(model)


def portrait(entry: Entry) -> bytes:
    """Her roster picture, a JPEG."""
    if not entry.model.portrait:
        raise NotThere("no_portrait", "She has no roster picture.")
    twin = entry.version.twin
    return blobs.get(bytes(twin.wrapped_key), twin.pk, entry.model.portrait)


def fits(entry: Entry, wish: Wish) -> bool:
    """Does she come into question for this wish?"""
    asked = [
        not wish.kind or wish.kind in entry.bounds.kinds,
        not wish.purpose or wish.purpose in entry.bounds.purposes,
        not wish.territory or within(wish.territory, entry.bounds.territories),
        wish.at_most is None
        or (entry.floor.currency == wish.at_most.currency and entry.floor <= wish.at_most),
        wish.free_on is None
        or not any(held.terms.starts <= wish.free_on <= held.terms.ends for held in entry.exclusive),
    ]
    return all(asked)


def _why(entry: Entry, today: date, known: bool) -> Iterator[tuple[int, str]]:
    """What counts for her, in points; published on the roster's page. What she closed never counts against her."""
    if entry.version.wearable:
        yield min(3, len(entry.version.wearable)), "what her twin can wear today"
    if not entry.exclusive:
        yield 2, "nothing keeps her from other brands at present"
    if today - entry.version.made_at.date() <= FRESH:
        yield 1, "her photos are of this quarter"
    if known:
        yield 2, "you booked her before"


def _booked_before(brand: Brand | None) -> set[str]:
    if brand is None:
        return set()
    signed = OfferVersion.objects.filter(offer__brand=brand, licence__isnull=False)
    return set(signed.values_list("offer__model_id", flat=True))


def _bookable() -> QuerySet[ModelProfile]:
    today = clock.now().date()
    held = Consent.objects.filter(status=Consent.Status.ACTIVE, starts__lte=today, ends__gte=today)
    return (
        ModelProfile.objects.filter(
            Q(pk__in=held.filter(kind=Consent.Kind.TWIN_USE).values("model")),
            Q(pk__in=held.filter(kind=Consent.Kind.ROSTER_DISPLAY).values("model")),
            twin__versions__isnull=False,
            twin__erased_at=None,
            boundaries__isnull=False,
        )
        .select_related("boundaries", "twin", "user")
        .distinct()
    )


def _entry(model: ModelProfile) -> Entry:
    bounds = model.boundaries
    return Entry(
        model=model,
        bounds=BoundaryTerms.from_dict(bounds.terms),
        floor=Money(bounds.floor_minor, bounds.currency),
        version=model.twin.versions.select_related("twin").order_by("-number")[0],
        booked=tuple(booking for booking in bookings(model) if booking.terms.ends >= clock.now().date()),
    )
