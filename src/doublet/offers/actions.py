"""What brand, agent and model do with a brief and the offer that grows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from doublet.consents import boundaries
from doublet.consents.models import Boundaries, Consent
from doublet.consents.queries import bounds_of, firm, in_force
from doublet.consents.terms import GarmentRef, UseTerms, check_shape
from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.canonical import digest
from doublet.kernel.money import Money
from doublet.kernel.moves import move
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.offers import calendar, prices
from doublet.offers.models import Brief, Offer, OfferVersion
from doublet.offers.queries import bookings
from doublet.offers.scenes import with_plates
from doublet.people import rights
from doublet.people.models import Mandate, ModelProfile, Role, User
from doublet.wardrobe.models import Garment
from doublet.wardrobe.queries import plates_in_use

OPEN_FOR = timedelta(days=14)
NEGOTIABLE = (
    "pictures",
    "rate_minor",
    "starts",
    "ends",
    "channels",
    "territories",
    "exclusivity",
    "payment_days",
)


@action
def write_brief(
    *, by: User, model: ModelProfile, title: str, garments: list[Garment], terms: dict[str, Any]
) -> Brief:
    """A brand writes down what it wants. A brief that crosses a boundary of hers is refused here.

    `terms` holds the fields of `UseTerms` apart from garments and price.
    """
    brand = _own_brand(by)
    for garment in garments:
        rights.must_be_brand(by, garment.brand)
        if garment.retired_at or not garment.wearable:
            raise Refused(
                "garment_not_wearable",
                f"The engine cannot use the photo of “{garment.name}”.",
                rule="HOUSE-GARMENT",
                hint="Open the garment to see what to change in the photo.",
            )
    wish = UseTerms(garments=tuple(_named(garment) for garment in garments), **terms)
    wish = with_plates(wish, plates_in_use(brand.pk))
    check_shape(wish)
    if wish.ends < clock.now().date():
        raise BadInput("already_over", "The last day lies in the past.", hint="Choose later dates.")
    boundaries.refuse_breaches(bounds_of(model), wish, brand=firm(brand))
    calendar.refuse_conflicts(calendar.Booking(brand.pk, wish), bookings(model))
    quoted = prices.quote(model=model, brand=brand, terms=wish)
    priced = wish.with_price(quoted.per_picture.amount, quoted.per_picture.currency)
    brief = Brief.objects.create(
        brand=brand, model=model, title=_title(title), terms=priced.as_dict(), written_by=by
    )
    brief.garments.set(garments)
    audit.record("brief.written", actor=by, subject=brief, model=model.pk, terms=digest(priced.as_dict()))
    return brief


@action
def send_offer(*, by: User, brief: Brief, note: str = "") -> Offer:
    """The brand offers its brief at the quoted price. The model and her agents are told."""
    rights.must_be_brand(by, brief.brand)
    if in_force(brief.model, Consent.Kind.TWIN_USE, clock.now().date()) is None:
        raise Refused(
            "no_consent",
            "The model has not consented to the use of her twin, so no offer can reach her yet.",
            rule="FWA-03",
            hint="Keep the brief; you can send it once she has signed.",
        )
    if Offer.objects.filter(brief=brief, status__in=[Offer.Status.OPEN, Offer.Status.AGREED]).exists():
        raise Conflict("already_offered", "This brief is already on offer.", hint="Open the offer instead.")
    offer = Offer.objects.create(
        brief=brief, brand=brief.brand, model=brief.model, expires_at=clock.now() + OPEN_FOR
    )
    version = _propose(offer, by, "brand", UseTerms.from_dict(brief.terms), [], note)
    version.accepted_by_brand = by
    version.save()
    audit.record("offer.sent", actor=by, subject=offer, terms=version.terms_sha256)
    _tell_model_side(offer, "An offer for you", f"{brief.brand} offers: {brief.title}.")
    return offer


@action
def counter(*, by: User, offer: Offer, changes: dict[str, Any], note: str = "") -> OfferVersion:
    """Any party proposes other terms. The new version replaces the one on the table; nobody has agreed to it yet.

    `changes` names terms of `NEGOTIABLE` with their new values.
    """
    offer, party = _on_the_table(by, offer)
    last = _last(offer)
    before = UseTerms.from_dict(last.terms)
    if unknown := set(changes) - set(NEGOTIABLE):
        raise BadInput("not_negotiable", f"“{sorted(unknown)[0]}” cannot be changed in a counter.")
    after = replace(before, **{name: _value(name, value) for name, value in changes.items()})
    diff = [
        [name, before.as_dict()[name], after.as_dict()[name]]
        for name in NEGOTIABLE
        if before.as_dict()[name] != after.as_dict()[name]
    ]
    if not diff:
        raise BadInput("nothing_changed", "The counter changes nothing.", hint="Accept the offer instead.")
    check_shape(after)
    boundaries.refuse_breaches(bounds_of(offer.model), after, brand=firm(offer.brand))
    _refuse_under_floor(offer.model, after)
    calendar.refuse_conflicts(calendar.Booking(offer.brand_id, after), bookings(offer.model))
    version = _propose(offer, by, party, after, diff, note)
    if party == "brand":
        version.accepted_by_brand = by
    else:
        version.accepted_by_model_side = by
    version.save()
    if offer.status != Offer.Status.OPEN:
        move(offer, Offer.Status.OPEN, "The offer cannot be opened again")
        offer.save()
    audit.record(
        "offer.countered", actor=by, subject=offer, version=version.number, changes=[row[0] for row in diff]
    )
    words = f"{version.get_party_display().capitalize()} proposes other terms for “{offer.brief}”."
    if party == "brand":
        _tell_model_side(offer, "A counter to your offer", words)
    else:
        _tell_brand(offer, "A counter to your offer", words)
    return version


@action
def accept(*, by: User, offer: Offer, number: int) -> Offer:
    """A party agrees to exactly this version. When both have, only the model's signature is missing."""
    offer, party = _on_the_table(by, offer)
    last = _last(offer)
    if last.number != number:
        raise Conflict(
            "newer_version", "Somebody proposed other terms meanwhile.", hint="Read the newest version first."
        )
    if party == "brand":
        last.accepted_by_brand = last.accepted_by_brand or by
    else:
        last.accepted_by_model_side = last.accepted_by_model_side or by
    if last.accepted_by_brand and last.accepted_by_model_side:
        last.accepted_at = clock.now()
        move(offer, Offer.Status.AGREED, "This offer cannot be agreed")
        offer.save()
        tell(
            offer.model.user.email,
            "Ready for your signature",
            f"{offer.brand} and your side agree on “{offer.brief}”. Nothing happens until you sign it yourself: "
            f"{settings.SITE_URL}/offers/{offer.pk}",
        )
    last.save()
    audit.record("offer.accepted", actor=by, subject=offer, version=number, party=party)
    return offer


@action
def decline(*, by: User, offer: Offer, note: str = "") -> Offer:
    """The model or her agent says no. It has no effect on how she is ranked, priced or shown."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    rights.must_speak_for(by, offer.model)
    move(offer, Offer.Status.DECLINED, "This offer cannot be declined")
    offer.save()
    audit.record("offer.declined", actor=by, subject=offer)
    _tell_brand(offer, "Your offer was declined", f"“{offer.brief}” was declined. {note}".strip())
    return offer


@action
def withdraw_offer(*, by: User, offer: Offer) -> Offer:
    """The brand takes an offer back before it is signed."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    rights.must_be_brand(by, offer.brand)
    move(offer, Offer.Status.WITHDRAWN, "This offer cannot be withdrawn")
    offer.save()
    audit.record("offer.withdrawn", actor=by, subject=offer)
    _tell_model_side(offer, "An offer was withdrawn", f"{offer.brand} withdrew “{offer.brief}”.")
    return offer


def _on_the_table(by: User, offer: Offer) -> tuple[Offer, str]:
    """The offer, locked, and in which part this person speaks."""
    offer = Offer.objects.select_for_update().select_related("model__user", "brand", "brief").get(pk=offer.pk)
    if by.role == Role.BRAND:
        rights.must_be_brand(by, offer.brand)
        party = "brand"
    else:
        party = rights.must_speak_for(by, offer.model)
    if offer.status not in (Offer.Status.OPEN, Offer.Status.AGREED):
        raise Conflict("moved_on", f"This offer is already “{offer.get_status_display().lower()}”.")
    if clock.now() > offer.expires_at:
        raise Conflict(
            "offer_expired", f"This offer ran out on {offer.expires_at:%d %B %Y}.", hint="Send a new one."
        )
    return offer, party


def _propose(offer: Offer, by: User, party: str, terms: UseTerms, diff: list[Any], note: str) -> OfferVersion:
    quoted = prices.quote(model=offer.model, brand=offer.brand, terms=terms)
    return OfferVersion.objects.create(
        offer=offer,
        number=offer.versions.count() + 1,
        party=party,
        proposed_by=by,
        terms=terms.as_dict(),
        terms_sha256=digest(terms.as_dict()),
        quote=prices.receipt(quoted, terms),
        changes=diff,
        note=note[:2000],
    )


def _last(offer: Offer) -> OfferVersion:
    return OfferVersion.objects.select_for_update().filter(offer=offer).order_by("-number")[0]


def _refuse_under_floor(model: ModelProfile, terms: UseTerms) -> None:
    bounds = Boundaries.objects.get(model=model)
    floor = Money(bounds.floor_minor, bounds.currency)
    if terms.currency != floor.currency or terms.rate_minor < floor.amount:
        raise Refused(
            "under_floor",
            f"{Money(terms.rate_minor, terms.currency)} a picture lies under the model's floor of {floor}.",
            rule="HOUSE-FLOOR",
            hint="Her floor always wins; only she can change it.",
        )


def _value(name: str, value: Any) -> Any:
    if name in ("starts", "ends"):
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    if name in ("channels", "territories"):
        return tuple(value)
    if name in ("pictures", "rate_minor", "payment_days"):
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadInput("not_a_number", f"{name.replace('_', ' ')} must be a whole number.")
        return value
    return str(value)


def _own_brand(by: User) -> Any:
    if by.role != Role.BRAND or by.brand is None:
        raise NotAllowed("brands_only", "Only a brand's team can write a brief.", rule="HOUSE-ROLE")
    return by.brand


def _named(garment: Garment) -> GarmentRef:
    return GarmentRef(id=garment.pk, name=garment.name, kind=garment.kind, sha256=garment.sha256)


def _title(title: str) -> str:
    cleaned = " ".join(title.split())
    if not 3 <= len(cleaned) <= 120:
        raise BadInput("title_length", "A brief needs a title of 3 to 120 characters.")
    return cleaned


def _tell_model_side(offer: Offer, subject: str, words: str) -> None:
    where = f"{words}\n\n{settings.SITE_URL}/offers/{offer.pk}"
    tell(offer.model.user.email, subject, where)
    for mandate in Mandate.objects.filter(model=offer.model, ended_at=None).select_related("agency"):
        for agent in mandate.agency.members.all():
            tell(agent.email, subject, where)


def _tell_brand(offer: Offer, subject: str, words: str) -> None:
    for member in offer.brand.members.all():
        tell(member.email, subject, f"{words}\n\n{settings.SITE_URL}/offers/{offer.pk}")


@action
def expire_old() -> int:
    """Close offers whose time has run out; the worker calls this. How many were closed."""
    old = Offer.objects.select_for_update().filter(
        status__in=[Offer.Status.OPEN, Offer.Status.AGREED], expires_at__lt=clock.now()
    )
    for offer in old:
        move(offer, Offer.Status.EXPIRED, "The offer cannot expire")
        offer.save()
        audit.record("offer.expired", actor="worker", subject=offer)
    return len(old)
