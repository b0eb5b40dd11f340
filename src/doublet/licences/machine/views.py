"""What machines fetch: the public lists, keys and words of this instance, and one licence in three forms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.licences import queries
from doublet.licences.machine import adcp, credential, issuer, odrl, profile, status
from doublet.licences.models import Licence
from doublet.people.access import SignedIn, signed_in


@require_safe
def status_list(_request: HttpRequest, purpose: str, number: int) -> HttpResponse:
    """Which licences are taken back, or paused, as a signed list that says nothing else."""
    return _public(HttpResponse(status.status_list(purpose, number), credential.MEDIA_TYPE))


@require_safe
def jwks(_request: HttpRequest) -> HttpResponse:
    """The keys that check what this instance signs for the world."""
    return _public(JsonResponse(issuer.jwks(), content_type="application/jwk-set+json"))


@require_safe
def did(_request: HttpRequest) -> HttpResponse:
    """This instance as a ``did:web``."""
    return _public(JsonResponse(issuer.did_document(), content_type="application/did+json"))


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """The words of the profile, for people."""
    parts = (
        ("Actions", profile.ACTIONS),
        ("Left operands", profile.OPERANDS),
        ("Facts of an agreement", profile.FACTS),
        ("In a credential", profile.CREDENTIAL),
    )
    return render(
        request,
        "licences/words.html",
        {"parts": parts, "namespace": profile.namespace(), "did": issuer.did()},
    )


@require_safe
def context(_request: HttpRequest) -> HttpResponse:
    """The words of the profile, for JSON-LD."""
    return _public(JsonResponse(profile.context(), content_type="application/ld+json"))


@signed_in
@never_cache
@require_safe
def agreement(request: SignedIn, pk: str) -> HttpResponse:
    """One licence as an ODRL 2.2 Agreement."""
    found = queries.licence_for(request.user, pk)
    return file_of(found, "odrl.jsonld", odrl.agreement(found, uid=queries.address(found)))


@signed_in
@never_cache
@require_safe
def verifiable(request: SignedIn, pk: str) -> HttpResponse:
    """One licence as a Verifiable Credential."""
    found = queries.licence_for(request.user, pk)
    token = credential.credential_jwt(found, uid=queries.address(found))
    answer = HttpResponse(token, credential.MEDIA_TYPE, headers={"Cache-Control": "private, no-store"})
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}.jwt"'
    return answer


@signed_in
@never_cache
@require_safe
def rights(request: SignedIn, pk: str) -> HttpResponse:
    """One licence as an AdCP rights constraint."""
    found = queries.licence_for(request.user, pk)
    return file_of(found, "rights-constraint.json", adcp.constraint(found))


def file_of(licence: Licence, name: str, document: dict[str, Any]) -> HttpResponse:
    """A document of a licence, to be kept by whoever may read it."""
    kind = "application/ld+json" if name.endswith("ld") else "application/json"
    answer = JsonResponse(document, content_type=kind, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = f'attachment; filename="{licence.pk}-{name}"'
    return answer


def _public(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "public, max-age=15"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
