"""The books as rows for machines: ids, hashes, times and numbers. Names are a table of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q, QuerySet

from doublet.consents.models import Consent
from doublet.kernel import audit
from doublet.ledger.models import Entry, Posting
from doublet.licences.models import Grant, Licence
from doublet.people.models import Brand, ModelProfile
from doublet.provenance.models import Credential
from doublet.publishing.models import Delivery, Placement, Review
from doublet.rulebook.models import DecisionRecord
from doublet.studio.models import Frame, Shot
from doublet.watch.models import Task

_LICENCE = (
    *("id", "status", "model_id", "brand_id", "consent_id", "consent_sha256", "creation_consent_id"),
    *("terms_sha256", "contract_sha256", "signed_at", "withdrawn_at"),
)
_CONSENT = ("id", "kind", "status", "model_id", "language", "terms_sha256", "text_sha256", "starts", "ends")
_DECISION = (
    "id",
    "at",
    "about",
    "moment",
    "allowed",
    "grounds",
    "counted",
    "pack",
    "pack_sha256",
    "inputs_sha256",
)

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]


def of_licences(licences: QuerySet[Licence]) -> Tables:
    """What became of these licences: pictures, reviews, files, places, money, tasks."""
    ids = list(licences.values_list("pk", flat=True))
    under = Q(licence__in=ids)
    frames = Frame.objects.filter(under)
    return {
        "shots": rows(
            Shot.objects.filter(under),
            "id",
            "licence_id",
            "status",
            "engine",
            "reason_code",
            "requested_at",
            "ended_at",
        ),
        "pictures": rows(frames, "id", "licence_id", "shot_id", "engine", "engine_version", "made_at"),
        "reviews": rows(
            Review.objects.filter(frame__in=frames), "id", "frame_id", "decision", "reason", "at"
        ),
        "credentials": rows(
            Credential.objects.filter(under),
            "id",
            "licence_id",
            "kind",
            "status",
            "frame_id",
            "sha256",
            "profile",
            "label",
            "made_at",
        ),
        "deliveries": rows(
            Delivery.objects.filter(frame__in=frames), "id", "frame_id", "credential_id", "profile", "made_at"
        ),
        "placements": rows(
            Placement.objects.filter(delivery__frame__in=frames),
            "id",
            "delivery_id",
            "url",
            "channel",
            "since",
        ),
        "postings": postings(Posting.objects.filter(licence_id__in=ids)),
        "tasks": rows(
            Task.objects.filter(under), "id", "licence_id", "rule", "due_at", "opened_at", "done_at"
        ),
    }


def of_period(first: datetime, end: datetime) -> Tables:
    """The books of a stretch of time, from `first` up to before `end`. Nobody's name is in it."""

    def during(field: str) -> Q:
        return Q(**{f"{field}__gte": first, f"{field}__lt": end})

    standing = Q(signed_at__lt=end) & (Q(withdrawn_at=None) | Q(withdrawn_at__gte=first))
    return {
        "licences": rows(Licence.objects.filter(standing), *_LICENCE),
        "consents": rows(Consent.objects.filter(standing), *_CONSENT, "signed_at", "withdrawn_at"),
        "decisions": rows(DecisionRecord.objects.filter(during("at")), *_DECISION),
        "grants": rows(
            Grant.objects.filter(during("issued_at")),
            "id",
            "licence_id",
            "shot",
            "issued_at",
            "spent_at",
            "void_at",
        ),
        "pictures": rows(
            Frame.objects.filter(during("made_at")), "id", "licence_id", "engine", "engine_version", "made_at"
        ),
        "reviews": rows(Review.objects.filter(during("at")), "id", "frame_id", "decision", "reason", "at"),
        "credentials": rows(
            Credential.objects.filter(during("made_at")),
            "id",
            "licence_id",
            "kind",
            "status",
            "frame_id",
            "sha256",
            "profile",
            "made_at",
        ),
        "deliveries": rows(
            Delivery.objects.filter(during("made_at")),
            "id",
            "frame_id",
            "credential_id",
            "profile",
            "made_at",
        ),
        "postings": postings(Posting.objects.filter(during("posted_at"))),
        "tasks": rows(
            Task.objects.filter(during("opened_at")),
            "id",
            "licence_id",
            "rule",
            "due_at",
            "opened_at",
            "done_at",
        ),
    }


def names_in(tables: Tables) -> Tables:
    """Who stands behind the ids of models and brands in these tables."""
    told = [row for table in tables.values() for row in table]
    of = {name: {row[name] for row in told if row.get(name)} for name in ("model_id", "brand_id")}
    return {
        "models": rows(ModelProfile.objects.filter(pk__in=of["model_id"]), "id", "public_name", "legal_name"),
        "brands": rows(Brand.objects.filter(pk__in=of["brand_id"]), "id", "name", "country"),
    }


def postings(found: QuerySet[Posting]) -> Rows:
    """Postings with both sides. Their words may hold a name and are left out."""
    entries = Entry.objects.filter(posting__in=found).order_by("pk")
    sides: dict[str, Rows] = {}
    for entry in entries:
        sides.setdefault(entry.posting_id, []).append(row(entry, ("account", "amount_minor", "currency")))
    return [
        posting | {"entries": sides.get(posting["id"], [])}
        for posting in rows(found, "id", "kind", "subject", "licence_id", "due", "posted_at")
    ]


def rows(found: Iterable[Model], *fields: str) -> Rows:
    """Rows of a table as JSON, in the order of their ids, so that the same books give the same bytes."""
    ordered = found.order_by("pk") if isinstance(found, QuerySet) else found
    return [row(each, fields) for each in ordered]


def row(each: Model, fields: Iterable[str]) -> dict[str, Any]:
    """One row as JSON."""
    return {name: _plain(getattr(each, name)) for name in fields}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return audit.stamp(value)
    return value.isoformat() if isinstance(value, date) else value
