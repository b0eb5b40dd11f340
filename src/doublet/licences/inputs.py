"""The facts and the ask of a decision as plain data, and back again: ids, dates and codes only. Pure."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from doublet.licences.rules import Ask, Facts, Signing
from doublet.licences.scope import Scope

_SETS = ("kinds", "settings", "backgrounds", "channels", "alterations", "receivers")
_LISTS = ("territories", "beyond")
_DAYS = ("starts", "ends")
_TIMES = ("now", "last_event_at", "withdrawn_at")


def write_inputs(facts: Facts, ask: Ask) -> dict[str, Any]:
    """JSON-able, with sorted sets, so that equal inputs have equal hashes."""
    scope = {name: getattr(facts.scope, name) for name in _fields(Scope, but="names")}
    scope |= {name: sorted(scope[name]) for name in _SETS} | {name: list(scope[name]) for name in _LISTS}
    scope |= {name: scope[name].isoformat() for name in _DAYS}
    scope["garments"] = sorted(map(list, facts.scope.garments))
    told = {name: getattr(facts, name) for name in _fields(Facts, but="scope")}
    told |= {name: told[name].isoformat() if told[name] else None for name in _TIMES}
    told["taken_back"] = list(facts.taken_back)
    if facts.signing is not None:
        told["signing"] = _plain(Signing, facts.signing)
    return {"scope": scope, "facts": told, "ask": _plain(Ask, ask)}


def read_inputs(data: dict[str, Any]) -> tuple[Facts, Ask]:
    """Read back what `write_inputs` wrote."""
    scope = dict(data["scope"])
    scope |= {name: frozenset(scope[name]) for name in _SETS} | {name: tuple(scope[name]) for name in _LISTS}
    scope |= {name: date.fromisoformat(scope[name]) for name in _DAYS}
    scope["garments"] = frozenset((garment, sha256) for garment, sha256 in scope["garments"])
    told = dict(data["facts"])
    told |= {name: datetime.fromisoformat(told[name]) if told[name] else None for name in _TIMES}
    told["taken_back"] = tuple(told.get("taken_back", ()))  # decisions from before it could be asked
    told["signing"] = Signing(**_tuples(told["signing"])) if told["signing"] else None
    return Facts(scope=Scope(**scope), **told), Ask(**_tuples(data["ask"]))


def _fields(shape: Any, *, but: str) -> list[str]:
    return [field.name for field in fields(shape) if field.name != but]


def _plain(shape: Any, row: Any) -> dict[str, Any]:
    found = {field.name: getattr(row, field.name) for field in fields(shape)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
