"""A rule pack: dated rules as data, read from TOML, checked on the way in, and hashed. Pure.

A pack is a folder whose name is its date. Older packs stay: stored decisions name theirs.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from doublet.kernel.canonical import digest
from doublet.kernel.refusals import NotThere, Refused

LEVELS = ("show", "record", "warn", "block")  # from the mildest to the strictest
GATE = ("sign", "enqueue", "start", "delivery", "download", "verify")
ELSEWHERE = "other"
STATUSES = {
    "official": "Official text",
    "secondary": "Secondary text",
    "recalled": "Recalled, not confirmed",
    "conflict": "Sources differ",
    "ours": "Our policy",
}
KINDS = {
    "law": "Law",
    "bill": "Bill, not law",
    "agreement": "Agreement",
    "standard": "Standard",
    "platform": "Rule of a platform",
    "policy": "Policy of the house",
}
BINDS = {
    "model": "Models",
    "agency": "Agencies and managers",
    "brand": "Brands",
    "marketplace": "Whoever brings models and brands together for a fee",
    "host": "Whoever runs the software",
}
PLACES = {
    "WORLD": "Everywhere",
    "US": "United States",
    "US-NY": "New York",
    "US-CA": "California",
    "US-IL": "Illinois",
    "US-TN": "Tennessee",
    "US-WA": "Washington State",
    "EU": "European Union",
    "DK": "Denmark",
    "FR": "France",
    "NO": "Norway",
    "GB": "United Kingdom",
    "CN": "China",
    "KR": "Korea",
}
FOLDER = Path(__file__).parent / "packs"


@dataclass(frozen=True, slots=True)
class Limit:
    """What an operator's own rule sets bounds to: at most so many, or never this value."""

    what: str
    most: int | None = None
    never: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        places: where it holds; `binds`: on whom; `when` it bites; what `must` then be so.
        checks: the gate's findings that it speaks to; `moments`: of the gate at which it does.
        kept_by: where else the product keeps it: words, then a dotted name; or "not yet: …".
        in_force: it counts from this day on; always where no day is known.
        floor: no operator can ever lower it.
    """

    id: str
    title: str
    places: tuple[str, ...]
    binds: tuple[str, ...]
    when: str
    must: str
    level: str
    moments: tuple[str, ...]
    source: str
    status: str
    kind: str = "law"
    checks: tuple[str, ...] = ()
    kept_by: tuple[str, ...] = ()
    in_force: date | None = None
    note: str = ""
    floor: bool = False
    limit: Limit | None = None

    @property
    def at_the_gate(self) -> bool:
        """Does the gate itself look at it?"""
        return bool(self.checks or self.limit)

    def as_dict(self) -> dict[str, Any]:
        """JSON-able, and the form that is hashed."""
        data = asdict(self)
        data["in_force"] = self.in_force.isoformat() if self.in_force else None
        return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}


@dataclass(frozen=True, eq=False)
class Pack:
    """The rules of one version. `version` is its date, and the overlay's number where it has one."""

    version: str
    rules: tuple[Rule, ...]
    sha256: str

    def rule(self, rule: str) -> Rule:
        """One rule.

        Raises:
            NotThere: this version has none of that name.
        """
        for known in self.rules:
            if known.id == rule:
                return known
        raise NotThere("no_such_rule", f"The rulebook {self.version} has no rule “{rule[:40]}”.")


def pack_of(version: str, rules: tuple[Rule, ...]) -> Pack:
    """A version with its hash."""
    body = sorted((rule.as_dict() for rule in rules), key=lambda data: str(data["id"]))
    return Pack(version, rules, digest({"version": version, "rules": body}))


def versions() -> tuple[str, ...]:
    """Every pack that came with the product, the oldest first."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()))


@cache
def load(version: str = "") -> Pack:
    """A pack by its date, the newest without one.

    Raises:
        NotThere: there is none of that date.
        Refused: it holds a rule that cannot be understood.
    """
    version = version or versions()[-1]
    if version not in versions():
        raise NotThere("no_such_pack", f"There is no rule pack of {version[:20]}.")
    rows = [
        row
        for file in sorted((FOLDER / version).glob("*.toml"))
        for row in tomllib.loads(file.read_text())["rule"]
    ]
    rules = tuple(_read(row) for row in rows)
    if len({rule.id for rule in rules}) != len(rules):
        raise _broken("two rules have the same id")
    return pack_of(version, rules)


def stricter(rule: Rule, level: str) -> Rule:
    """The same rule at a stricter level."""
    return replace(rule, level=level)


def _read(row: dict[str, Any]) -> Rule:
    data: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    if unknown := set(data) - set(Rule.__dataclass_fields__):
        raise _broken(f"{data.get('id')} has the unknown field {min(unknown)}")
    rule = Rule(**data)
    for what, values, known in (
        ("level", (rule.level,), LEVELS),
        ("moment", rule.moments, (*GATE, ELSEWHERE)),
        ("status", (rule.status,), STATUSES),
        ("kind", (rule.kind,), KINDS),
        ("place", rule.places, PLACES),
        ("role", rule.binds, BINDS),
    ):
        for value in values:
            if value not in known:
                raise _broken(f"{rule.id} has the unknown {what} “{value}”")
    if not (rule.places and rule.binds and rule.moments and rule.source and rule.must):
        raise _broken(f"{rule.id} is not complete")
    if rule.kind == "bill" and rule.level == "block":
        raise _broken(f"{rule.id} is a bill, and no bill blocks")
    return rule


def _broken(words: str) -> Refused:
    return Refused("pack_broken", f"The rule pack cannot be used: {words}.", rule="HOUSE-GATE")
