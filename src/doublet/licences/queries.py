"""Reading licences."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from doublet.kernel import blobs
from doublet.kernel.refusals import NotThere
from doublet.licences.models import Licence
from doublet.people.models import Role, User


def visible_licences(user: User) -> QuerySet[Licence]:
    """The licences that this person is a party to, or may look at as operator or auditor."""
    licences = Licence.objects.select_related("brand", "model", "version__offer__brief", "consent")
    if user.role in (Role.OPERATOR, Role.AUDITOR):
        return licences
    if user.role == Role.BRAND:
        return licences.filter(brand_id=user.brand_id)
    if user.role == Role.AGENT:
        return licences.filter(
            Q(model__mandates__agency_id=user.agency_id, model__mandates__ended_at=None)
        ).distinct()
    return licences.filter(model__user=user)


def licence_for(user: User, pk: str) -> Licence:
    """One licence, if this person may see it."""
    licence = visible_licences(user).filter(pk=pk).first()
    if licence is None:
        raise NotThere("no_such_licence", "There is no such licence, or it is not yours.")
    return licence


def contract(licence: Licence) -> bytes:
    """The sealed contract PDF."""
    twin = licence.twin_version.twin
    return blobs.get(bytes(twin.wrapped_key), twin.pk, licence.contract)
