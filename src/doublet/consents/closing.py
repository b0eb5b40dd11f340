"""What closing a door touches: briefs and offers that could not be made any more, licences that stay as signed."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.consents.boundaries import BoundaryTerms, breaches
from doublet.consents.queries import firm
from doublet.consents.terms import UseTerms
from doublet.people.models import ModelProfile


@dataclass(frozen=True)
class Touched:
    """One thing of a brand's that crosses boundaries as she would have them."""

    kind: str
    id: str
    title: str
    brand: str
    words: str


def touched(model: ModelProfile, bounds: BoundaryTerms) -> list[Touched]:
    """Living offers and licences that cross these boundaries. An offer cannot go on; a licence stays until she takes it back."""
    found = []
    for offer in model.offers.filter(status__in=["open", "agreed"]).select_related("brand", "brief"):
        last = offer.versions.order_by("-number").first()
        if last and (crossed := breaches(bounds, UseTerms.from_dict(last.terms), brand=firm(offer.brand))):
            found.append(Touched("offer", offer.pk, offer.brief.title, str(offer.brand), crossed[0].words))
    for licence in model.licences.filter(status__in=["active", "paused"]).select_related(
        "brand", "version__offer__brief"
    ):
        terms = UseTerms.from_dict(licence.version.terms)
        if crossed := breaches(bounds, terms, brand=firm(licence.brand)):
            title = licence.version.offer.brief.title
            found.append(Touched("licence", licence.pk, title, str(licence.brand), crossed[0].words))
    return found
