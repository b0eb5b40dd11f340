"""A model's licences, each permission that was given out under them, and each answer of the gate (GDPR 15 and 20)."""

from __future__ import annotations

from django.db.models import Q

from doublet.licences.models import ContractStamp, Grant, Licence, StatusEntry
from doublet.offers.models import Offer
from doublet.people.held import FILE, MACHINE, Held, tables_of_my_data
from doublet.people.models import User
from doublet.rulebook.models import DecisionRecord


def _about_hers(user: User) -> Q:
    licences, offers = (table.objects.filter(model__user=user).values("pk") for table in (Licence, Offer))
    return Q(about__in=licences) | Q(about__in=offers)


tables_of_my_data(
    "licences",
    licences=Held(
        Licence,
        ("model__user", "signer"),
        "id version_id model_id brand_id consent_id consent_sha256 creation_consent_id creation_sha256"
        " twin_version_id terms terms_sha256 commissions status signed_at signer_id typed_name advised_by adviser"
        " seal contract_sha256 memo memo_sha256 taken_back paused_at withdrawn_at",
        keeps={"contract": FILE},
    ),
    places_in_the_status_lists=Held(StatusEntry, ("licence__model__user",), "licence_id list_number index"),
    time_stamps=Held(
        ContractStamp,
        ("licence__model__user",),
        "licence_id stamped_at stamped_by due_at trouble",
        keeps={
            "token": "A file for machines. You find it beside the contract in the licence's folder.",
            "lease_token": MACHINE,
            "lease_until": MACHINE,
            "attempts": MACHINE,
        },
    ),
    grants=Held(
        Grant,
        ("licence__model__user",),
        "id licence_id shot number binding_sha256 issued_at expires_at spent_at void_at",
    ),
    decisions=Held(
        DecisionRecord,
        (),
        "id about moment allowed pack pack_sha256 grounds counted inputs inputs_sha256 at",
        find=_about_hers,
    ),
)
