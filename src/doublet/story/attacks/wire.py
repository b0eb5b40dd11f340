"""From outside, over the site and the API: other people's addresses, extra fields, old keys, forged forms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import NotAllowed, Refused
from doublet.licences.models import Licence
from doublet.offers.models import Offer
from doublet.people.actions import make_token, revoke_token
from doublet.people.models import ModelProfile, User
from doublet.people.rules import SCOPES
from doublet.story import scenery
from doublet.story.attacks import means
from doublet.story.target import Target
from doublet.twins.models import CapturePhoto

_HIDDEN = "it is answered like an address that does not exist; nothing was tried at the gate"
_TURNED_AWAY = "it is turned away at the door; nothing was tried at the gate"
PUBLIC = (
    "front",
    "join",
    "verify",
    "record",
    "status",
    "selftest",
    "rules",
    "rule",
    "person",
    "api_reference",
)


@means.leaves_no_row(_HIDDEN)
def strangers_addresses(target: Target) -> None:
    """Another brand opening every address of the site with this licence's, model's, consent's and photo's ids."""
    client = Client()
    client.force_login(target.people.other)
    _all_hidden(client, target)


@means.leaves_no_row(_HIDDEN)
def nobodys_addresses(target: Target) -> None:
    """Somebody who is not signed in opening every address of the site with everybody's ids."""
    _all_hidden(Client(), target)


@means.leaves_no_row(_HIDDEN)
def strangers_api(target: Target) -> None:
    """Another brand reading every address of the API with this licence's, model's, consent's and photo's ids."""
    client = Client(headers={"authorization": f"Bearer {_key(target.people.other)}"})
    _all_hidden(client, target, api=True)


@means.leaves_no_row("the fields are no part of the form; what it does take is written as asked")
def mass_assignment(target: Target) -> None:
    """A brief over the API that brings its own price, status, brand, signature and commissions along."""
    wish = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in scenery.wish(pictures=1).items()
    }
    body = {
        **wish,
        "model": target.people.model.pk,
        "title": "Mine",
        "garments": [target.garment.pk],
        "starts": str(wish["starts"]),
        "ends": str(wish["ends"]),
        "rate_minor": 1,
        "currency": "JPY",
        "brand": target.people.other.brand_id,
        "status": "signed",
        "signer": target.people.model.user_id,
        "commissions": [],
    }
    answer = _api(target.people.brand, "post", "/api/v1/briefs", body)
    if answer.status_code < 300:
        offer = _api(
            target.people.brand, "post", f"/api/v1/briefs/{answer.json()['id']}/offer", {"status": "signed"}
        )
        made = Offer.objects.get(pk=offer.json()["id"])
        terms = made.versions.get().terms
        smuggled = made.status != "open" or terms["rate_minor"] == 1
        if smuggled or made.brand_id != target.people.brand.brand_id or Licence.objects.count() > 1:
            return
        raise NotAllowed("ignored", "Every field that is not a brief's was ignored.", rule="HOUSE-API")
    _refused(answer)


@means.leaves_no_row("the fields are no part of the form")
def own_role(target: Target) -> None:
    """Opening a model's account with a role of operator smuggled into the form."""
    client = Client()
    client.post(
        reverse("join"),
        {
            "email": "mallory@sandbox.invalid",
            "password": "a-long-enough-password",
            "legal_name": "Mallory",
            "public_name": "Mallory",
            "birth_date": "1990-01-01",
            "residence": "FR",
            "language": "en",
            "role": "operator",
            "is_staff": "1",
            "is_superuser": "1",
            "age_checked_at": "2020-01-01",
        },
    )
    made = User.objects.filter(email="mallory@sandbox.invalid").first()
    if made and (made.role != "model" or made.is_staff or made.is_superuser):
        return
    if made and ModelProfile.objects.filter(user=made).exclude(age_checked_at=None).exists():
        return
    raise NotAllowed("ignored", "Every field that is not the form's was ignored.", rule="HOUSE-ROLE")


def signing_over_the_api(target: Target) -> None:
    """Her own API key, with every scope, signing a licence."""
    offer = means.agreed(target)
    version = offer.versions.order_by("-number")[0]
    body = {
        "shown_sha256": version.terms_sha256,
        "typed_name": target.people.model.legal_name,
        "memo_accepted": True,
    }
    _refused(_api(target.people.model.user, "post", f"/api/v1/offers/{offer.pk}/signature", body))


@means.leaves_no_row(_TURNED_AWAY)
def revoked_key(target: Target) -> None:
    """An API key that was revoked a moment ago."""
    token, secret = make_token(by=target.people.brand, label="old", scopes=list(SCOPES), days=1)
    revoke_token(by=target.people.brand, token=token)
    _refused(Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/licences"))


@means.leaves_no_row(_TURNED_AWAY)
def narrow_key(target: Target) -> None:
    """An API key that may only read, asking for a picture."""
    _, secret = make_token(by=target.people.brand, label="read", scopes=["read"], days=1)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    _refused(
        client.post(f"/api/v1/licences/{target.licence.pk}/shots", "{}", content_type="application/json")
    )


@means.leaves_no_row(_TURNED_AWAY)
def session_at_the_api(target: Target) -> None:
    """A brand's browser session driving the API, as a foreign page would make it."""
    client = Client()
    client.force_login(target.people.brand)
    _refused(
        client.post(f"/api/v1/licences/{target.licence.pk}/shots", "{}", content_type="application/json")
    )


@means.leaves_no_row(_TURNED_AWAY)
def foreign_form(target: Target) -> None:
    """A form on a foreign site that sends her withdrawal, her signature, her yes."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(target.people.model.user)
    codes = {
        client.post(reverse(name, args=[pk])).status_code
        for name, pk in (
            ("consents:sign", target.use.pk),
            ("consents:withdraw", target.use.pk),
            ("licences:withdraw", target.licence.pk),
        )
    }
    if codes == {403}:
        raise NotAllowed("no_csrf_token", "A form from elsewhere is not taken.", rule="HOUSE-CSRF")


ATTACKS = (
    strangers_addresses,
    nobodys_addresses,
    strangers_api,
    mass_assignment,
    own_role,
    signing_over_the_api,
    revoked_key,
    narrow_key,
    session_at_the_api,
    foreign_form,
)


def _key(user: User) -> str:
    _, secret = make_token(by=user, label="attack", scopes=list(SCOPES), days=1)
    return secret


def _api(user: User, method: str, path: str, body: dict[str, Any]) -> Any:
    client = Client(headers={"authorization": f"Bearer {_key(user)}"})
    return getattr(client, method)(path, json.dumps(body), content_type="application/json")


def _refused(answer: Any) -> None:
    """Raise what the API answered, where it refused."""
    if answer.status_code in (401, 403, 404, 409, 422):
        said = answer.json() if "json" in answer["Content-Type"] else {}
        raise Refused(
            said.get("code", str(answer.status_code)),
            said.get("reason", ""),
            rule=said.get("rule", "HOUSE-ROLE"),
        )


def _all_hidden(client: Client, target: Target, *, api: bool = False) -> None:
    ids = {
        "model": target.people.model.pk,
        "consent": target.use.pk,
        "licence": target.licence.pk,
        "offer": target.licence.version.offer_id,
        "garment": target.garment.pk,
        "shot": target.shot.pk,
        "photo": target.photo.pk,
        "capture": CapturePhoto.objects.get(pk=target.photo.pk).capture_set_id,
    }
    asked, before = 0, AuditEvent.objects.count()
    for name, path in _addresses(ids, api=api):
        if not api and name.rpartition(":")[2] in PUBLIC:
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            asked += 1
            if answer.status_code < 300 and _tells_of(answer, ids):
                return
    if AuditEvent.objects.filter(seq__gt=before).exclude(kind="refused").exists():
        return
    raise NotAllowed(
        "hidden",
        f"{asked} requests with other people's ids: each one refused or not found.",
        rule="HOUSE-ROLE",
    )


def _tells_of(answer: Any, ids: dict[str, str]) -> bool:
    """Does an answer show one of the ids that it was asked about? A public model page may name the model."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return any(pk.encode() in body for name, pk in ids.items() if name != "model") or answer[
        "Content-Type"
    ].startswith(("image/", "application/pdf", "application/zip"))


def _addresses(ids: dict[str, str], *, api: bool) -> Iterator[tuple[str, str]]:
    """Every address with each of the ids in its place."""
    for name, parts in _walk(get_resolver(), ""):
        if name.startswith("api:") != api or not parts or "account" in name or "mfa" in name:
            continue
        for pk in ids.values():
            try:
                yield name, reverse(name, kwargs={part: ids.get(part, pk) for part in parts})
            except Exception:  # noqa: S112  (a part that takes no id, such as a number)
                continue


def _walk(
    resolver: URLResolver, space: str, before: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        shape = pattern.pattern
        parts = (*before, *{**shape.converters, **shape.regex.groupindex})
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, space + (f"{pattern.namespace}:" if pattern.namespace else ""), parts)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name, parts
