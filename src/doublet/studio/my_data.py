"""What the studio holds of a model, for the file that she downloads (GDPR 15 and 20)."""

from __future__ import annotations

from doublet.people.held import FILE, MACHINE, Held, not_told, tables_of_my_data
from doublet.studio.models import EngineOrder, Frame, Prepared, Retouch, Shot

not_told("It keeps an order from being sent twice. What was ordered stands in your shots.", EngineOrder)

tables_of_my_data(
    "studio",
    prepared_photos=Held(
        Prepared,
        ("photo__capture_set__twin__model__user",),
        "id photo_id engine version made_at",
        keeps={"blob": FILE},
    ),
    shots=Held(
        Shot,
        ("licence__model__user",),
        "id licence_id garment_id background light crop engine seed status engine_ref begun_at reason_rule"
        " reason_code reason hint requested_by_id requested_at ended_at",
        keeps=dict.fromkeys(
            ("engine_open", "progress", "ask_after", "lease_token", "lease_until", "attempts"), MACHINE
        ),
    ),
    pictures=Held(
        Frame,
        ("licence__model__user",),
        "id shot_id licence_id width height engine engine_version report seconds_ms made_at",
        keeps={"raw": FILE},
    ),
    retouches=Held(
        Retouch,
        ("frame__licence__model__user",),
        "id frame_id number recipe recipe_sha256 kinds measures width height by_id at undone_at",
        keeps={"raw": FILE},
    ),
)
