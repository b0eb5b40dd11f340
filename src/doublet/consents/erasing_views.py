"""Deleting her twin: the effects first, then one button; and the certificate afterwards."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.consents.erasing import BACKUPS, KEPT, certificate_pdf, erase_twin
from doublet.kernel.refusals import NotThere, Refused
from doublet.people.access import SignedIn, for_roles, reauthenticated_at, signed_in_just_now
from doublet.people.models import ModelProfile, User
from doublet.twins.models import Erasure


@for_roles("model")
@never_cache
def delete_twin(request: SignedIn) -> HttpResponse:
    """One screen, one tick, one button."""
    return _delete(request)


@signed_in_just_now
def _delete(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    model, refused, status = _model(user), None, 200
    if request.method == "POST":
        try:
            erase_twin(
                by=user,
                model=model,
                understood=request.POST.get("understood") == "yes",
                reauthenticated_at=reauthenticated_at(request),
            )
            messages.success(request, "Your twin was deleted.")
            return redirect("consents:deletion")
        except Refused as error:
            refused, status = error, error.status
    living = model.licences.filter(status__in=("active", "paused")).count()
    context = {"living": living, "kept": KEPT, "backups": BACKUPS, "refused": refused}
    return render(request, "consents/delete_twin.html", context, status=status)


@for_roles("model")
@never_cache
@require_safe
def deletion(request: SignedIn) -> HttpResponse:
    """What was deleted, by its hashes."""
    return render(request, "consents/deletion.html", {"erasure": _erasure(request.user), "kept": KEPT})


@for_roles("model")
@never_cache
@require_safe
def deletion_pdf(request: SignedIn) -> HttpResponse:
    """The certificate on paper, sealed."""
    return _file(certificate_pdf(_erasure(request.user)), "application/pdf")


@for_roles("model")
@never_cache
@require_safe
def deletion_json(request: SignedIn) -> HttpResponse:
    """The certificate for machines, with this instance's signature."""
    erasure = _erasure(request.user)
    told = {**erasure.claims, "signature": erasure.signature}
    return _file(json.dumps(told, indent=1).encode(), "application/json")


def _model(user: User) -> ModelProfile:
    return ModelProfile.objects.get(user=user)


def _erasure(user: User) -> Erasure:
    found = Erasure.objects.filter(twin__model__user=user).first()
    if found is None:
        raise NotThere("not_deleted", "Your twin was not deleted, so there is no certificate.")
    return found


def _file(data: bytes, kind: str) -> HttpResponse:
    return HttpResponse(data, kind, headers={"Cache-Control": "private, no-store"})
