"""Reading licences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from doublet.engines import document
from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import NotThere
from doublet.licences.models import ContractStamp, Licence
from doublet.people import rights
from doublet.people.models import Role, User
from doublet.twins.keeping import paper as sealed_paper


def visible_licences(user: User) -> QuerySet[Licence]:
    """The licences that this person is a party to, or may look at as operator or auditor."""
    licences = Licence.objects.select_related("brand", "model", "version__offer__brief", "consent")
    if user.role in (Role.OPERATOR, Role.AUDITOR):
        return licences
    if user.role == Role.BRAND:
        return licences.filter(brand_id=user.brand_id)
    if user.role == Role.AGENT:
        return licences.filter(rights.under_mandate(user, "model"))
    return licences.filter(model__user=user)


def licence_for(user: User, pk: str) -> Licence:
    """One licence, if this person may see it."""
    licence = visible_licences(user).filter(pk=pk).first()
    if licence is None:
        raise NotThere("no_such_licence", "There is no such licence, or it is not yours.")
    return licence


def address(licence: Licence) -> str:
    """Where a licence is read by those who may; machines know it by this name."""
    return f"{settings.SITE_URL}/licences/{licence.pk}"


def contract(licence: Licence) -> bytes:
    """The sealed contract PDF."""
    return sealed_paper(licence.twin_version.twin, licence.contract)


def seal_of(licence: Licence) -> document.SealReport:
    """What the contract's seal proves today."""
    return document.read_seal(contract(licence))


@dataclass(frozen=True)
class Entry:
    """One thing that happened to a licence, in words."""

    at: datetime
    state: str
    words: str
    rule: str


_TOLD = {
    "licence.signed": ("signed", "Signed"),
    "licence.paused": ("paused", "Paused by the model"),
    "licence.resumed": ("active", "Resumed by the model"),
    "licence.withdrawn": ("withdrawn", "Permission withdrawn"),
    "licence.narrowed": ("withdrawn", "One picture or one use taken back"),
}
_ASKED = {
    "studio.request_shots": "Pictures were asked for",
    "licences.issue_grant": "A picture was about to be made",
    "licences.withdraw_licence": "A withdrawal",
}


def decisions(licence: Licence, *, limit: int = 20) -> list[Entry]:
    """What the gate refused and what changed under this licence, the newest first, from the audit log."""
    about = Q(subject=licence.pk, kind__in=_TOLD) | Q(kind="refused", data__about__licence=licence.pk)
    return [_entry(event) for event in AuditEvent.objects.filter(about).order_by("-seq")[:limit]]


def _entry(event: AuditEvent) -> Entry:
    if event.kind in _TOLD:
        state, words = _TOLD[event.kind]
        return Entry(event.at, state, words, "")
    asked = _ASKED.get(event.subject, event.subject)
    return Entry(event.at, "refused", f"{asked}: {event.data['reason']}", str(event.data["rule"]))


def stamp_of(licence: Licence) -> ContractStamp | None:
    """The time stamp of its contract, got or waited for; None where no authority was named when it was signed."""
    return ContractStamp.objects.filter(licence=licence).first()
