"""Which rules count here and now, and how strictly. Pure: no Django, no clock, no files.

Every place of the model, the brand and the licence counts, the strictest level wins, and a place that
nobody can name counts as New York and the European Union.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from doublet.kernel.refusals import BadInput, Refused
from doublet.people.places import lies_in
from doublet.people.rules import clean_place
from doublet.rulebook.pack import GATE, LEVELS, Limit, Pack, Rule

UNKNOWN = frozenset({"US-NY", "EU"})
# Findings that stop everything, everywhere, at every moment: each pack must hold a floor rule for each.
CORE = frozenset(
    [
        "clock_set_back",
        "database_put_back",
        "papers_differ",
        "unsigned_consent",
        "outside_consent",
        "withdrawn",
        "picture_taken_back",
        "use_taken_back",
        "paused",
        "consent_withdrawn",
        "twin_erased",
        "under_age",
        "not_begun",
        "expired",
        "wrong_brand",
        "wrong_garment",
        "wrong_scene",
        "processor_not_named",
        "quota_used_up",
        "wrong_channel",
        "wrong_territory",
        "memo_not_accepted",
        "label_missing",
    ]
)
OF_LAST_RESORT = "HOUSE-GATE"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say to one finding: how strict, and by which rules, the first one leading."""

    level: str
    rules: tuple[str, ...]


LAST = Verdict("block", (OF_LAST_RESORT,))


@dataclass(frozen=True, slots=True, eq=False)
class Ruleset:
    """A pack compiled for some places on one day.

    Attributes:
        verdicts: by moment, then by finding.
        known: every finding that some rule of the pack speaks to, here or elsewhere.
        counted: by moment, the ids of all rules that count.
        limits: by moment, the operator's own rules with a limit.
    """

    version: str
    sha256: str
    verdicts: Mapping[str, Mapping[str, Verdict]]
    known: frozenset[str]
    counted: Mapping[str, tuple[str, ...]]
    limits: Mapping[str, tuple[tuple[str, Limit], ...]]

    def verdict(self, moment: str, check: str) -> Verdict | None:
        """What to make of a finding; None where its rules hold elsewhere only.

        It fails closed: what no rule of the pack has heard of stops everything.
        """
        found = self.verdicts[moment].get(check)
        if found is None and check not in self.known:
            return LAST
        return found


def places_of(residence: str, seat: str, territories: Iterable[str]) -> frozenset[str]:
    """The places that count: where the model lives, where the brand sits, where the pictures are shown.

    A place that is empty or no place counts as New York and the European Union.
    """
    found: set[str] = set()
    for place in (residence, seat, *(tuple(territories) or ("",))):
        found |= _known(place)
    return frozenset(found)


def _known(place: str) -> frozenset[str]:
    if place in ("EU", "WORLD"):
        return frozenset({place})
    if place == "UK":
        return frozenset({"GB"})
    try:
        return frozenset({clean_place(place)})
    except BadInput:
        return UNKNOWN


def holds_in(where: tuple[str, ...], places: frozenset[str]) -> bool:
    """Does a rule of these places count in those? A licence for the United States reaches New York too."""
    return "WORLD" in where or any(lies_in(a, b) or lies_in(b, a) for a in where for b in places)


def counts(rule: Rule, places: frozenset[str], today: date) -> bool:
    """Does a rule count in these places on this day?"""
    return (rule.in_force is None or rule.in_force <= today) and holds_in(rule.places, places)


@lru_cache(maxsize=2048)
def compile_rules(pack: Pack, places: frozenset[str], today: date) -> Ruleset:
    """The rules of a pack as they stand in these places on this day. Equal inputs are compiled once.

    Raises:
        Refused: the pack leaves open what must never be open.
    """
    whole(pack)
    living = [rule for rule in pack.rules if counts(rule, places, today)]
    return Ruleset(
        version=pack.version,
        sha256=pack.sha256,
        verdicts={moment: _verdicts(living, moment) for moment in GATE},
        known=frozenset(check for rule in pack.rules for check in rule.checks),
        counted={
            moment: tuple(rule.id for rule in living if moment in rule.moments and rule.at_the_gate)
            for moment in GATE
        },
        limits={
            moment: tuple((rule.id, rule.limit) for rule in living if rule.limit and moment in rule.moments)
            for moment in GATE
        },
    )


def _verdicts(living: list[Rule], moment: str) -> dict[str, Verdict]:
    speaking: dict[str, list[Rule]] = {}
    for rule in living:
        if moment in rule.moments:
            for check in (*rule.checks, *([rule.id] if rule.limit else [])):
                speaking.setdefault(check, []).append(rule)
    found = {}
    for check, rules in speaking.items():
        rules.sort(key=lambda rule: (-LEVELS.index(effective(rule)), rule.kind == "policy"))
        found[check] = Verdict(effective(rules[0]), tuple(rule.id for rule in rules))
    return found


def effective(rule: Rule) -> str:
    """How strict a rule is: a bill is shown, and never stops anything."""
    return "show" if rule.kind == "bill" else rule.level


@lru_cache(maxsize=64)
def whole(pack: Pack) -> None:
    """Refuse a pack without a floor, everywhere and always, under each finding that must stop everything."""
    for check in sorted(CORE):
        if not any(_is_floor(rule, check) for rule in pack.rules):
            raise Refused(
                "pack_broken",
                f"The rule pack {pack.version} has no floor under “{check}”.",
                rule=OF_LAST_RESORT,
            )


def _is_floor(rule: Rule, check: str) -> bool:
    return (
        check in rule.checks
        and rule.floor
        and rule.level == "block"
        and rule.in_force is None
        and rule.places == ("WORLD",)
        and set(GATE) <= set(rule.moments)
    )
