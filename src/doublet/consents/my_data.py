"""What a model allowed, in which words, and what she ruled out, for her file (GDPR 15 and 20)."""

from __future__ import annotations

from doublet.consents.models import Boundaries, BoundaryVersion, Consent, DeathNotice
from doublet.people.held import FILE, Held, tables_of_my_data

tables_of_my_data(
    "consents",
    boundaries=Held(Boundaries, ("model__user",), "model_id terms floor_minor currency version changed_at"),
    boundary_versions=Held(
        BoundaryVersion, ("model__user",), "id model_id number terms floor_minor currency at undoes"
    ),
    documents=Held(
        Consent,
        ("model__user", "signer"),
        "id model_id kind status language terms terms_sha256 text text_sha256 starts ends shown_at waived_wait"
        " signed_at signer_id typed_name advised_by adviser reminded_at receipt withdrawn_at",
        keeps={"pdf": FILE},
    ),
    death_notices=Held(
        DeathNotice,
        ("model__user",),
        "id model_id noted_at noted_by_id evidence stopped heir heir_evidence heir_at heir_by_id undone_at"
        " undone_by_id undone_why",
    ),
)
