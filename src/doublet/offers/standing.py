"""The facts that popularity is reckoned from, as they stand in the books of this instance.

Only what adds is read here: offers that came, licences that were signed, followers that somebody entered.
No status of an offer or a licence is read, so no decline, counter, complaint, pause or
withdrawal can reach a score (rule FWA-18; `tests/test_standing.py` reads the statements that are sent).
Who looked at a page is not recorded, so views do not count.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Max, QuerySet

from doublet.kernel import clock
from doublet.offers.models import Following, Offer, OfferVersion
from doublet.offers.pricing import PopularityFigure, RateCard
from doublet.offers.pricing.popularity import Fact, Popularity, reckon
from doublet.people.models import Brand, ModelProfile

HERE = "the books of this instance"


def of_model(model: ModelProfile, card: RateCard) -> Popularity:
    """Her score by this card, with every input."""
    offers = Offer.objects.filter(model=model).order_by()
    facts = [
        *_stated(model),
        _fact("offers", offers.values("brand_id").distinct().count(), _last(offers, "opened_at")),
        *_signed(OfferVersion.objects.filter(offer__model=model, licence__isnull=False)),
        *_followers(model),
    ]
    return reckon(card.model_popularity, facts, day=clock.now().date())


def of_brand(brand: Brand, card: RateCard) -> Popularity:
    """A brand's score by this card, with every input."""
    facts = [
        *_stated(brand),
        *_signed(OfferVersion.objects.filter(offer__brand=brand, licence__isnull=False)),
    ]
    return reckon(card.brand_popularity, facts, day=clock.now().date())


def figure(known: Popularity) -> PopularityFigure:
    """As a quote takes it, with everything that it rests on."""
    return PopularityFigure(known.score, known.in_words, clock.now().date(), known.counted)


def _signed(versions: QuerySet[OfferVersion]) -> list[Fact]:
    """Every licence that was ever signed; a booking after the first with the same house is a repeat."""
    rows = versions.order_by().values_list("offer__model", "offer__brand", "licence__signed_at")
    pairs = [(model, brand) for model, brand, _ in rows]
    last = max((at for _, _, at in rows), default=None)
    day = last.date() if last else None
    return [
        _fact("licences", len(pairs), day),
        _fact("repeats", len(pairs) - len(set(pairs)), day),
    ]


def _followers(model: ModelProfile) -> list[Fact]:
    """The largest of the figures she entered: people who follow her in two places are not counted twice."""
    entered = Following.objects.filter(model=model, taken_out_at=None).order_by("-number", "id")
    return [Fact("followers", each.number, each.source, each.counted_on) for each in entered[:1]]


def _stated(of: ModelProfile | Brand) -> list[Fact]:
    if not of.popularity or not of.popularity_source:
        return []
    return [Fact("stated", of.popularity, of.popularity_source, of.popularity_on or clock.now().date())]


def _last(rows: QuerySet[Offer], field: str) -> date | None:
    last = rows.aggregate(last=Max(field))["last"]
    return last.date() if last else None


def _fact(kind: str, number: int, day: date | None) -> Fact:
    return Fact(kind, number, HERE, day or clock.now().date())
