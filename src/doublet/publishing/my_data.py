"""What a model said to each picture, what was delivered, and where it stands (GDPR 15 and 20)."""

from __future__ import annotations

from doublet.people.held import Held, tables_of_my_data
from doublet.publishing.models import BatchRule, Delivery, Hold, Placement, Review

tables_of_my_data(
    "publishing",
    reviews=Held(
        Review, ("frame__licence__model__user", "by"), "id frame_id decision reason comment by_id at"
    ),
    deliveries=Held(
        Delivery,
        ("frame__licence__model__user",),
        "id frame_id profile profile_version report alt_text credential_id made_by_id made_at downloads",
    ),
    placements=Held(
        Placement,
        ("delivery__frame__licence__model__user",),
        "id delivery_id url channel since noted_by_id",
    ),
    holds=Held(Hold, ("frame__licence__model__user",), "id frame_id because at lifted_at"),
    rule_for_many_at_once=Held(BatchRule, ("model__user",), "id model_id room likeness_room set_at"),
)
