"""Decisions as they are kept, and taken again from what was kept: the same rules, the same inputs, the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from doublet.kernel.canonical import digest
from doublet.licences.inputs import read_inputs, write_inputs
from doublet.licences.rules import Decision, decide
from doublet.rulebook.models import DecisionRecord
from doublet.rulebook.queries import book_named
from doublet.rulebook.rules import compile_rules, places_of


def keep(decision: Decision, *, about: str = "") -> DecisionRecord:
    """Write one decision down, in the transaction of what it decided.

    Args:
        about: the offer, where there is no licence yet.
    """
    inputs = write_inputs(decision.facts, decision.ask)
    return DecisionRecord.objects.create(
        about=about or decision.facts.scope.licence_id,
        moment=decision.ask.moment,
        allowed=decision.allowed,
        pack=decision.rules.version,
        pack_sha256=decision.rules.sha256,
        grounds=grounds(decision),
        counted=list(decision.rules.counted[decision.ask.moment]),
        inputs=inputs,
        inputs_sha256=digest(inputs),
        at=decision.facts.now,
    )


def grounds(decision: Decision) -> list[list[Any]]:
    """What decided, as it is kept."""
    return [[ground.check, ground.level, list(ground.rules)] for ground in decision.grounds]


@dataclass(frozen=True)
class Replay:
    """A kept decision taken again. `differs` says in words what is not the same; empty when all is."""

    record: DecisionRecord
    decision: Decision
    differs: tuple[str, ...]


def replay(record: DecisionRecord) -> Replay:
    """Take a decision again from its stored inputs, by its stored pack.

    Raises:
        NotThere: its pack is not on this instance any more.
    """
    pack = book_named(record.pack)
    facts, ask = read_inputs(record.inputs)
    places = places_of(facts.scope.residence, facts.scope.seat, facts.scope.territories)
    decision = decide(facts, ask, compile_rules(pack, places, facts.now.date()))
    compared = (
        ("the inputs were changed", digest(record.inputs), record.inputs_sha256),
        ("the rule pack was changed", pack.sha256, record.pack_sha256),
        ("the answer", decision.allowed, record.allowed),
        ("the grounds", grounds(decision), record.grounds),
        ("the rules that counted", list(decision.rules.counted[ask.moment]), record.counted),
    )
    return Replay(record, decision, tuple(words for words, now, then in compared if now != then))
