"""The marked and signed files that show a model, for the file that she downloads (GDPR 15 and 20)."""

from __future__ import annotations

from doublet.people.held import FILE, MACHINE, NUMBERS, Held, not_told, tables_of_my_data
from doublet.provenance.models import Credential, TreeHead, TreeTile

not_told(
    "Hashes over the whole log, which everybody may read. They say nothing of anybody.", TreeHead, TreeTile
)

tables_of_my_data(
    "provenance",
    credentials=Held(
        Credential,
        ("licence__model__user",),
        "id kind status frame_id licence_id parent_id profile label mark sha256 width height failure waits_for waits_since made_at",
        keeps={"blob": FILE, "pdq": NUMBERS, "features": NUMBERS, "readings": NUMBERS}
        | dict.fromkeys(("lease_token", "lease_until", "attempts", "next_at"), MACHINE),
    ),
)
