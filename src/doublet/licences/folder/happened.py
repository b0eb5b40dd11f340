"""The chapters about what happened afterwards: decisions, grants, pauses and withdrawals, events of the log."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from doublet.consents.queries import visible_consents
from doublet.kernel import audit
from doublet.kernel.models import AuditEvent
from doublet.licences.folder.parts import Chapter, Entry, in_json, moment
from doublet.licences.models import Grant, Licence
from doublet.people.models import User
from doublet.rulebook.models import DecisionRecord
from doublet.rulebook.queries import records_of

MOMENTS = {
    "sign": "May this licence be signed?",
    "enqueue": "May this picture be asked for?",
    "start": "May it be made now?",
    "delivery": "May it be delivered?",
    "download": "May the file be handed out?",
}
_CHANGES = {
    "licence.signed": ("signed", "Signed by the model"),
    "licence.paused": ("paused", "Paused by the model"),
    "licence.resumed": ("active", "Resumed by the model"),
    "licence.withdrawn": ("withdrawn", "Taken back by the model"),
}


def changes(licence: Licence, _reader: User) -> Chapter:
    """Signed, paused, resumed, taken back. No reason is asked for any of it, so none stands here."""
    events = AuditEvent.objects.filter(subject=licence.pk, kind__in=_CHANGES).order_by("seq")
    return Chapter(
        "changes",
        "What became of it",
        "From her signature on. A model needs no reason to pause or take back; none is recorded.",
        tuple(
            Entry(
                _CHANGES[event.kind][1], event.at, _CHANGES[event.kind][0], facts=(("Event", str(event.seq)),)
            )
            for event in events
        ),
    )


def decisions(licence: Licence, reader: User) -> Chapter:
    """What the gate said when it was asked, with the rules that it went by.

    What it looked at has her whole consent in it, so only those who may read that get the inputs.
    """
    found = list(reversed(records_of(licence.pk, licence.version.offer_id)))
    whole = visible_consents(reader).filter(pk=licence.consent_id).exists()
    told = [
        {
            "id": record.pk,
            "at": audit.stamp(record.at),
            "about": record.about,
            "moment": record.moment,
            "allowed": record.allowed,
            "grounds": record.grounds,
            "rules_that_counted": record.counted,
            "rule_pack": record.pack,
            "rule_pack_sha256": record.pack_sha256,
            "inputs_sha256": record.inputs_sha256,
            **({"inputs": record.inputs} if whole else {}),
        }
        for record in found
    ]
    return Chapter(
        "decisions",
        "What the gate decided",
        f"It was asked {len(found)} times. Each answer is kept with what it looked at and the rules of that day, "
        "so that it can be worked out again.",
        tuple(_decision(record) for record in found),
        (in_json("decisions.json", told, "Every decision, for machines"),),
    )


def grants(licence: Licence, _reader: User) -> Chapter:
    """Each permission for one picture: signed, counted, used once or run out."""
    found = list(licence.grants.order_by("issued_at", "pk"))
    spent = sum(grant.spent_at is not None for grant in found)
    return Chapter(
        "grants",
        "Grants",
        f"{len(found)} were issued, {spent} were used. An engine makes nothing without one, and one makes one picture.",
        tuple(
            Entry(
                f"Grant {grant.number} for picture {grant.shot}",
                grant.issued_at,
                facts=(("Id", grant.pk), ("Ended", _end(grant)), ("Bound to, sha256", grant.binding_sha256)),
            )
            for grant in found
        ),
    )


def events(licence: Licence, reader: User) -> Chapter:
    """The numbers of the audit events that tell of it, so that they can be found in the chain."""
    found = list(events_of(licence, reader))
    told = [as_hashed(event) for event in found]
    return Chapter(
        "events",
        "In the audit log",
        "Each event holds the hash of the one before it; the operator's log can be checked as a whole.",
        tuple(
            Entry(f"{event.seq}: {event.kind}", event.at, facts=(("Hash", event.digest),)) for event in found
        ),
        (in_json("events.json", told, "The events, as they were hashed"),),
    )


def as_hashed(event: AuditEvent) -> dict[str, Any]:
    """An event as it went into its hash, with the hash."""
    return {
        "seq": event.seq,
        "at": audit.stamp(event.at),
        "kind": event.kind,
        "actor": event.actor,
        "subject": event.subject,
        "data": event.data,
        "previous": event.previous,
        "digest": event.digest,
    }


def events_of(licence: Licence, reader: User) -> QuerySet[AuditEvent]:
    """The events of the log that tell of a licence, as far as the reader may see them."""
    under = [licence.consent_id, licence.creation_consent_id]
    subjects = [
        licence.pk,
        licence.version.offer_id,
        licence.version.offer.brief_id,
        *licence.grants.values_list("pk", flat=True),
        *visible_consents(reader).filter(pk__in=under).values_list("pk", flat=True),
    ]
    about = (
        Q(subject__in=subjects)
        | Q(data__licence=licence.pk)
        | Q(kind="refused", data__about__licence=licence.pk)
        | Q(kind="refused", data__about__offer=licence.version.offer_id)
    )
    return AuditEvent.objects.filter(about).order_by("seq")


def _decision(record: DecisionRecord) -> Entry:
    rules = sorted({rule for _, _, named in record.grounds for rule in named})
    grounds = ", ".join(f"{finding.replace('_', ' ')} ({level})" for finding, level, _ in record.grounds)
    facts = [("Rule pack", record.pack)]
    if grounds:
        facts = [("Because", grounds), ("Rules", ", ".join(rules)), *facts]
    return Entry(
        f"{MOMENTS.get(record.moment, record.moment)}: {'yes' if record.allowed else 'no'}",
        record.at,
        "" if record.allowed else "refused",
        facts=tuple(facts),
    )


def _end(grant: Grant) -> str:
    if grant.spent_at:
        return f"used on {moment(grant.spent_at)}"
    if grant.void_at:
        return f"made void on {moment(grant.void_at)}"
    return f"runs out on {moment(grant.expires_at)}"
