"""A rate card as data, as a TOML file, and what a card must hold to be one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from typing import Any

from doublet.kernel.canonical import digest
from doublet.kernel.refusals import BadInput
from doublet.offers.pricing.card import PopularityRule, RateCard, Step, Tier
from doublet.offers.pricing.card_check import check

_TABLES = ("base", "purposes", "territory_groups")
_RULES = ("model_popularity", "brand_popularity")
_WHOLE = [field.name for field in fields(RateCard) if field.type == "int"]


def as_data(card: RateCard) -> dict[str, Any]:
    """All numbers of a card as JSON; `from_data` reads it back."""
    return {
        "version": card.version,
        "valid_from": card.valid_from.isoformat(),
        **{name: getattr(card, name) for name in _WHOLE},
        **{name: dict(getattr(card, name)) for name in _TABLES},
        "tiers": [[tier.up_to, tier.share] for tier in card.tiers],
        **{name: _rule_data(getattr(card, name)) for name in _RULES},
    }


def sha256_of(card: RateCard) -> str:
    """What every receipt names: the hash over all numbers of its card."""
    return digest(as_data(card))


def from_data(data: Mapping[str, Any]) -> RateCard:
    """A checked card from data.

    Raises:
        BadInput: something is missing, unknown or no whole number, or no fair price could come of it.
    """
    known = {"version", "valid_from", "tiers", *_WHOLE, *_TABLES, *_RULES}
    if missing := sorted(known - set(data)):
        raise _unreadable(f"“{missing[0]}” is missing")
    if unknown := sorted(set(data) - known):
        raise _unreadable(f"“{unknown[0][:40]}” is no part of a rate card")
    numbers: dict[str, Any] = {
        **{name: _whole(name, data[name]) for name in _WHOLE},
        **{name: _table(name, data[name]) for name in _TABLES},
        **{name: _rule(name, data[name]) for name in _RULES},
    }
    card = RateCard(
        version=_version(data["version"]),
        valid_from=_day(data["valid_from"]),
        tiers=tuple(Tier(*pair) for pair in _pairs("tiers", data["tiers"])),
        **numbers,
    )
    check(card)
    return card


def from_toml(text: str) -> RateCard:
    """A checked card from a file that `to_toml` wrote and somebody changed.

    Raises:
        BadInput: it is no TOML, or no rate card.
    """
    try:
        return from_data(tomllib.loads(text.replace("\r\n", "\n")))
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(str(error)[:120]) from None


def to_toml(card: RateCard) -> str:
    """A card as a file that a person can read and change."""
    data = as_data(card)
    lines = [
        "# A rate card. Money is in minor units (cents); multipliers and steps are ten-thousandths:",
        "# 10000 is x 1.00, 16000 is x 1.60. Give it a version and a first day of its own.",
        f'version = "{data["version"]}"',
        f"valid_from = {data['valid_from']}",
        *(f"{name} = {data[name]}" for name in _WHOLE),
        "",
        "# [up to picture number, what each costs of the base]; the last one is the largest order",
        f"tiers = {data['tiers']}",
    ]
    for name in _TABLES:
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in data[name].items())]
    for name in _RULES:
        inputs = data[name]["inputs"]
        lines += ["", f"[{name}]", f"start = {data[name]['start']}"]
        lines += [f"[{name}.inputs]", "# [from this number on, points]"]
        lines += [f"{key} = {value}" for key, value in inputs.items()]
    return "\n".join(lines) + "\n"


def _rule_data(rule: PopularityRule) -> dict[str, Any]:
    inputs = {kind: [[step.at, step.points] for step in steps] for kind, steps in rule.inputs.items()}
    return {"start": rule.start, "inputs": inputs}


def _rule(name: str, given: Any) -> PopularityRule:
    if not isinstance(given, Mapping) or set(given) != {"start", "inputs"}:
        raise _unreadable(f"“{name}” needs a start and inputs")
    if not isinstance(given["inputs"], Mapping):
        raise _unreadable(f"the inputs of “{name}” are no table")
    inputs = {
        str(kind): tuple(Step(*pair) for pair in _pairs(f"{name}.{kind}", steps))
        for kind, steps in given["inputs"].items()
    }
    return PopularityRule(_whole(f"{name}.start", given["start"]), MappingProxyType(inputs))


def _table(name: str, given: Any) -> Mapping[str, int]:
    if not isinstance(given, Mapping):
        raise _unreadable(f"“{name}” is no table")
    return MappingProxyType({str(key): _whole(f"{name}.{key}", value) for key, value in given.items()})


def _pairs(name: str, given: Any) -> list[tuple[int, int]]:
    if (
        not isinstance(given, list)
        or not given
        or not all(isinstance(p, list) and len(p) == 2 for p in given)
    ):
        raise _unreadable(f"“{name}” is no list of pairs")
    return [(_whole(name, pair[0]), _whole(name, pair[1])) for pair in given]


def _whole(name: str, given: Any) -> int:
    if type(given) is not int or not 0 <= given <= 10**9:
        raise _unreadable(f"“{name}” is not a whole number from 0 to 1,000,000,000")
    return given


def _version(given: Any) -> str:
    if not isinstance(given, str) or not re.fullmatch(r"[a-z0-9][a-z0-9.-]{2,23}", given):
        raise _unreadable("the version is 3 to 24 small letters, digits, points and hyphens, like 2027-01")
    return given


def _day(given: Any) -> date:
    if type(given) is date:
        return given
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise _unreadable("valid_from is no day like 2027-01-01") from None


def _unreadable(what: str) -> BadInput:
    return BadInput(
        "unreadable_card",
        f"This is not a rate card: {what}.",
        hint="Start from the file of the card in use and change its numbers.",
    )
