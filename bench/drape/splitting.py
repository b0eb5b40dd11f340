"""Limits chosen on one half of the people and reported on the other, so that no limit praises itself."""

from __future__ import annotations

import hashlib
from collections import defaultdict

import numpy as np
from bench.drape.making import Outcome
from rich.console import Console
from rich.table import Table

from doublet.engines.tryon.gates import limits
from doublet.engines.tryon.gates.verdict import Gate

_KEPT = 0.98  # the share of the first half's pictures that a chosen limit lets pass


def chosen_half(who: str) -> bool:
    """Whether a person's pictures choose the limits; the others only report. By a hash of the name."""
    return hashlib.sha256(who.encode()).digest()[0] % 2 == 0


def tell_split(outcomes: list[Outcome], console: Console) -> None:
    """For each gate: the limit in use, the limit that one half would choose, and what passes in the other."""
    values: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for outcome in outcomes:
        for code, value in outcome.scores.items():
            if value is not None:
                values[code, chosen_half(outcome.who)].append(float(value))
    table = Table("gate", "limit", "chosen on half A", "A pass", "B pass (limit)", "B pass (chosen)", "A, B")
    for gate in (each for each in vars(limits).values() if isinstance(each, Gate)):
        first, second = values[gate.code, True], values[gate.code, False]
        if not first or not second:
            continue
        at_most = gate.keeps == "at most"
        limit = float(np.quantile(first, _KEPT if at_most else 1 - _KEPT))
        table.add_row(
            gate.title,
            f"{gate.keeps} {gate.limit:g}",
            f"{limit:.3g}",
            _share(first, gate.limit, at_most=at_most),
            _share(second, gate.limit, at_most=at_most),
            _share(second, limit, at_most=at_most),
            f"{len(first)}, {len(second)}",
        )
    console.print(table)


def _share(values: list[float], limit: float, *, at_most: bool) -> str:
    fine = sum(value <= limit if at_most else value >= limit for value in values)
    return f"{100 * fine / len(values):.0f} %"
