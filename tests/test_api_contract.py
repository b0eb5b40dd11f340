"""The API keeps to its own document, whatever is sent; and the document is the one in the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from doublet.api.main import api
from doublet.story.target import Target
from doublet.studio.models import Frame
from tests.house import House, furnish

SNAPSHOT = Path(__file__).resolve().parents[1] / "docs" / "openapi.json"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]


@pytest.fixture
def house(target: Target, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> House:
    cache.clear()
    return furnish(target, frame, monkeypatch)


def test_the_document_in_the_repository_is_the_one_that_is_served() -> None:
    """Where this fails, look at the change, then: python -m doublet.api > docs/openapi.json"""
    served = json.loads(json.dumps(api.get_openapi_schema()))
    assert json.loads(SNAPSHOT.read_text()) == served


@pytest.mark.parametrize("role", ["model", "brand"])
def test_whatever_is_sent_the_answer_is_as_documented(house: House, role: str) -> None:
    attack(house, role, examples=5)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["nobody", "model", "agent", "brand", "other", "operator", "auditor"])
def test_at_length_for_every_role(house: House, role: str) -> None:
    attack(house, role, examples=20)


def attack(house: House, role: str, *, examples: int) -> None:
    """Send generated requests to every operation. Half of them name rows that exist; each is undone."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    headers, ids = house.headers(role), house.ids()
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            phases=PHASES,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), known=st.booleans())
        def send(case: Any, known: bool) -> None:
            if known:
                _name_real_rows(case, ids)
            with transaction.atomic():
                answer = case.call(headers=headers)
                transaction.set_rollback(True)
            case.validate_response(answer, checks=CHECKS)

        send()


def _name_real_rows(case: Any, ids: dict[str, str]) -> None:
    for holder in (case.path_parameters, case.body):
        if not isinstance(holder, dict):
            continue
        for name in holder:
            if name in ids:
                holder[name] = ids[name]
            elif name == "garments":
                holder[name] = [ids["garment"]]
