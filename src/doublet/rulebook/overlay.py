"""What an operator may lay over a rule pack: make a rule stricter, add one. Never less. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from doublet.kernel.refusals import BadInput, Refused
from doublet.rulebook.pack import LEVELS, Limit, Pack, Rule, pack_of, stricter
from doublet.rulebook.wording import COUNTED, LIMITS, limit_words

OWN = "OWN-"
AT = ("sign", "enqueue", "start")


@dataclass(frozen=True)
class Change:
    """One change as it is kept."""

    kind: str
    rule: str
    level: str
    body: dict[str, Any]


def lay(pack: Pack, changes: Iterable[Change]) -> Pack:
    """The pack with these changes on top, in their order; its version counts them."""
    rules = {rule.id: rule for rule in pack.rules}
    count = 0
    for count, change in enumerate(changes, 1):  # noqa: B007 (the count is the version)
        if change.kind == "added":
            rules[change.rule] = own_rule(change.rule, change.level, change.body)
        elif change.rule in rules:
            rules[change.rule] = stricter(rules[change.rule], change.level)
    return pack_of(f"{pack.version}+{count}", tuple(rules.values())) if count else pack


def check_raise(rule: Rule, level: str) -> None:
    """Refuse a change that would make a rule milder, or a bill into law."""
    if level not in LEVELS:
        raise BadInput(
            "unknown_level", f"There is no level “{level[:20]}”.", hint=f"Choose from: {', '.join(LEVELS)}."
        )
    if rule.floor and level != "block":
        raise Refused(
            "floor_stays",
            f"{rule.id} is a floor: no operator can lower it.",
            rule="HOUSE-RULES",
            hint="Minors, nudity, identity, marking and withdrawn consent stay as they are.",
        )
    if LEVELS.index(level) <= LEVELS.index(rule.level):
        raise Refused(
            "never_lower",
            f"{rule.id} is at “{rule.level}” already; it can only become stricter.",
            rule="HOUSE-RULES",
            hint="Rules are added and made stricter, never lowered.",
        )
    if rule.kind == "bill":
        raise Refused(
            "a_bill_is_no_law",
            f"{rule.id} is a bill. It can be read, and stops nothing.",
            rule="HOUSE-RULES",
            hint="Add a rule of your own that says what you want to hold.",
        )
    if not rule.at_the_gate:
        raise Refused(
            "not_at_the_gate",
            f"{rule.id} is kept elsewhere in the product, so its level changes nothing here.",
            rule="HOUSE-RULES",
        )


def check_own(rule: str, level: str, body: dict[str, Any], known: Pack) -> Rule:
    """A rule of the operator's own, or a refusal that says what is wrong with it."""
    if not re.fullmatch(r"OWN-[A-Z0-9][A-Z0-9-]{0,30}", rule):
        raise BadInput(
            "own_rule_name",
            f"“{rule[:40]}” cannot be the name of an own rule.",
            hint="Begin with OWN-, then capital letters, digits and dashes.",
        )
    if any(other.id == rule for other in known.rules):
        raise BadInput("own_rule_taken", f"There is a rule {rule} already.", hint="Choose another name.")
    if level not in ("warn", "block"):
        raise BadInput("unknown_level", "An own rule warns or blocks.", hint="Choose one of the two.")
    if body.get("what") not in LIMITS:
        raise BadInput("unknown_limit", "There is no such limit.", hint=f"Choose from: {', '.join(LIMITS)}.")
    counted = body["what"] in COUNTED
    most, never = body.get("most"), str(body.get("never") or "")
    if counted and not (isinstance(most, int) and 1 <= most <= 10_000):
        raise BadInput("limit_missing", "This limit needs a number between 1 and 10,000.")
    if not counted and not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", never):
        raise BadInput("limit_missing", "This limit needs the value that is never allowed.")
    if not str(body.get("title", "")).strip():
        raise BadInput("title_missing", "The rule needs a title.", hint="Say in a few words what it is for.")
    return own_rule(rule, level, body)


def own_rule(rule: str, level: str, body: dict[str, Any]) -> Rule:
    """An own rule from its data: it holds everywhere, on every licence, from signing to the last picture."""
    counted = body["what"] in COUNTED
    limit = Limit(body["what"], body["most"] if counted else None, "" if counted else str(body["never"]))
    return Rule(
        id=rule,
        title=str(body["title"]).strip()[:120],
        places=("WORLD",),
        binds=("brand",),
        when="A licence is signed, or a picture is asked for.",
        must=f"{limit_words(limit).capitalize()}.",
        level=level,
        moments=AT,
        source="The operator of this instance",
        status="ours",
        kind="policy",
        limit=limit,
    )
