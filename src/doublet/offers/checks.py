"""What speaks against terms before they are proposed, and before she signs them."""

from __future__ import annotations

from collections.abc import Callable

from doublet.consents import boundaries
from doublet.consents.models import Boundaries, Consent
from doublet.consents.queries import bounds_of, firm, in_force, why_not_genuine
from doublet.consents.rules import ConsentTerms, refuse_outside
from doublet.consents.terms import UseTerms, check_shape
from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Refused
from doublet.offers import calendar, questions
from doublet.offers.models import Offer, OfferVersion
from doublet.offers.queries import bookings, commissions
from doublet.offers.shares import split
from doublet.people.models import Brand, ModelProfile


def check_terms(model: ModelProfile, brand: Brand, terms: UseTerms) -> None:
    """Refuse terms that make no sense, are over, cross a boundary, or run into an exclusivity."""
    today = clock.now().date()
    check_shape(terms)
    if terms.ends < today:
        raise BadInput("already_over", "The last day lies in the past.", hint="Choose later dates.")
    boundaries.refuse_breaches(bounds_of(model), terms, brand=firm(brand))
    calendar.refuse_conflicts(calendar.Booking(brand.pk, terms), bookings(model), today=today)


def refuse_under_floor(model: ModelProfile, terms: UseTerms) -> None:
    """Her floor wins over whatever is proposed, by whomever."""
    bounds = Boundaries.objects.get(model=model)
    floor = Money(bounds.floor_minor, bounds.currency)
    if terms.currency != floor.currency or terms.rate_minor < floor.amount:
        raise Refused(
            "under_floor",
            f"{Money(terms.rate_minor, terms.currency)} a picture lies under the model's floor of {floor}.",
            rule="HOUSE-FLOOR",
            hint="Her floor always wins; only she can change it.",
        )


def against_signing(offer: Offer, version: OfferVersion) -> list[Refused]:
    """What would keep her from signing this version today. The signing itself asks again."""
    terms, model, firm_of = UseTerms.from_dict(version.terms), offer.model, firm(offer.brand)
    asked: tuple[Callable[[], object], ...] = (
        lambda: check_terms(model, offer.brand, terms),
        lambda: refuse_under_floor(model, terms),
        lambda: questions.refuse_open(version),
        lambda: _in_force(model, Consent.Kind.TWIN_CREATION),
        lambda: refuse_outside(
            ConsentTerms.from_dict(_in_force(model, Consent.Kind.TWIN_USE).terms), terms, brand=firm_of
        ),
        lambda: split(
            Money(terms.gross_minor, terms.currency), commissions=commissions(model, terms.territories)
        ),
    )
    found: dict[str, Refused] = {}
    for ask in asked:
        try:
            ask()
        except Refused as refused:
            found.setdefault(refused.code, refused)
    return list(found.values())


def _in_force(model: ModelProfile, kind: Consent.Kind) -> Consent:
    consent = in_force(model, kind, clock.now().date())
    if consent is None:
        raise Refused(
            f"no_consent_{kind.value}",
            f"There is no consent in force for: {str(kind.label).lower()}.",
            rule="FWA-01",
            hint="Only she can sign that document; it is one of its own.",
        )
    if problem := why_not_genuine(consent):
        raise Refused(
            "papers_differ", f"The consent on file cannot be relied on: {problem}.", rule="HOUSE-PAPERS"
        )
    return consent
