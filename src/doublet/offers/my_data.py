"""The briefs that named a model, every version of every offer, and the whole thread (GDPR 15 and 20).

A model is told all of it. Anybody else is told what they proposed, accepted, wrote and read themselves.
"""

from __future__ import annotations

from doublet.offers.models import (
    Acceptance,
    Brief,
    Following,
    Message,
    Offer,
    OfferVersion,
    Question,
    RateCardVersion,
    Reading,
)
from doublet.people.held import Held, not_told, tables_of_my_data

not_told("The price list, which is public. What it made of your price stands in each quote.", RateCardVersion)

tables_of_my_data(
    "offers",
    briefs=Held(
        Brief,
        ("model__user", "written_by"),
        "id brand_id model_id title terms quote written_by_id written_at",
        many="garments",
    ),
    offers=Held(
        Offer,
        ("model__user",),
        "id brief_id brand_id model_id status expires_at opened_at follows_id declined_because reminded_at",
    ),
    versions=Held(
        OfferVersion,
        ("offer__model__user", "proposed_by"),
        "id offer_id number party proposed_by_id mandate_id terms terms_sha256 quote changes note proposed_at",
    ),
    acceptances=Held(
        Acceptance, ("version__offer__model__user", "by"), "id version_id of terms party by_id mandate_id at"
    ),
    messages=Held(
        Message, ("offer__model__user", "by"), "id offer_id party by_id mandate_id words touches at"
    ),
    questions=Held(
        Question,
        ("offer__model__user", "answered_by"),
        "id offer_id subject where words sentence asked_at answer answered_at answered_by_id",
    ),
    followers=Held(
        Following, ("model__user",), "id model_id source number counted_on entered_at taken_out_at"
    ),
    readings=Held(Reading, ("user",), "id offer_id user_id at"),
)
