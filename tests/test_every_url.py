"""Every address of the site for everybody, by GET and by POST. An address without a row here fails.

A letter for each of nobody, model, agent, brand, other brand, operator, auditor:
o it answers · l sent to sign in · g sent on · f forbidden or hidden · x cannot be used so (a wrong method, an
empty form, a state that has moved on). The API's operations have a table of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from doublet.kernel.limits import TooOften
from doublet.story import sandbox
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import signed_in
from tests.house import ROLES, House, furnish

TABLE = """

"""
ROWS = {name: (got, posted) for name, got, posted in (line.split() for line in TABLE.strip().splitlines())}

# What stands for each part of an address. A part called pk is the row that the address is about.
KINDS = {
    "kind": "twin_use",
    "currency": "EUR",
    "rest": "v1/nothing",
    "uidb36": "usr_0",
    "key": "no-key",
    "name": "charcoal",
}
ABOUT = {
    "age_confirm": "model",
    "twins:photo": "photo",
    "twins:thumbnail": "photo",
    "twins:delete": "photo",
    "twins": "capture",
    "wardrobe": "garment",
    "consents": "consent",
    "offers:person": "model",
    "offers:portrait": "model",
    "offers:brief_write": "model",
    "offers:brief_outlook": "model",
    "offers:brief": "brief",
    "offers:brief_send": "brief",
    "offers": "offer",
    "licences:sign": "offer",
    "licences": "licence",
    "studio:cancel": "shot",
    "studio": "licence",
    "provenance": "credential",
    "publishing:deliveries_of": "licence",
    "publishing:delivery": "delivery",
    "publishing:download": "delivery",
    "publishing:placement": "delivery",
    "publishing": "frame",
    "watch": "task",
    "operator": "payout",
}


@pytest.fixture
def house(target: Target, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> House:
    cache.clear()

    def not_now() -> list[Any]:
        raise TooOften("too_often", "Not in this test.")

    monkeypatch.setattr(sandbox, "run_attacks", not_now)
    return furnish(target, frame, monkeypatch)


def test_the_table_has_every_address() -> None:
    assert {name for name, _ in addresses()} == set(ROWS)


def test_every_address_answers_everybody_as_the_table_says(house: House) -> None:
    clients = {role: _client(house, role) for role in ROLES}
    found = {
        name: tuple(
            "".join(_ask(clients[role], method, path) for role in ROLES) for method in ("get", "post")
        )
        for name, path in _paths(house)
    }
    wrong = [
        f"{name:42} {got} {posted}"
        for name, (got, posted) in found.items()
        if ROWS.get(name) != (got, posted)
    ]
    assert not wrong, "these rows are not as the table says:\n" + "\n".join(wrong)


def addresses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address apart from the API's operations, with the names of its parts."""
    seen = set()
    for name, parts in _walk(get_resolver(), ""):
        if name not in seen and not name.startswith("api:"):
            seen.add(name)
            yield name, parts


def _walk(
    resolver: URLResolver, space: str, before: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        shape = pattern.pattern
        parts = (*before, *{**shape.converters, **shape.regex.groupindex})
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, space + (f"{pattern.namespace}:" if pattern.namespace else ""), parts)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{shape} has no name"
            yield space + pattern.name, parts


def _paths(house: House) -> Iterator[tuple[str, str]]:
    ids = house.ids()
    for name, parts in addresses():
        about = ABOUT.get(name) or ABOUT.get(name.partition(":")[0], "")
        values = {part: KINDS.get(part) or ids.get(about, "0") for part in parts}
        yield name, reverse(name, kwargs=values)


def _client(house: House, role: str) -> Client:
    client = Client()
    return client if role == "nobody" else signed_in(client, house.users[role])


def _ask(client: Client, method: str, path: str) -> str:
    """Ask, and undo what it did, to the session too."""
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    kept = session.value if session else ""
    with transaction.atomic():
        answer = getattr(client, method)(path)
        transaction.set_rollback(True)
    client.cookies.clear()
    if kept:
        client.cookies[settings.SESSION_COOKIE_NAME] = kept
    return _letter(answer)


def _letter(answer: Any) -> str:
    status = answer.status_code
    if status in (301, 302):
        return "l" if re.match(reverse("account_login"), answer["Location"]) else "g"
    if status in (403, 404):
        return "f"
    assert status < 500, f"{status} at {answer.request['PATH_INFO']}"
    return "o" if status < 300 else "x"
