"""What the bench prints: counts, reasons, seconds, scores."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
from bench.drape.making import Outcome
from rich.console import Console
from rich.table import Table


def tell(outcomes: list[Outcome], console: Console) -> None:
    """All tables of a run."""
    accepted = [each for each in outcomes if each.outcome == "accepted"]
    console.print(f"[bold]{len(accepted)} of {len(outcomes)} pairs accepted[/bold]")
    console.print(_by_kind(outcomes))
    console.print(_reasons(outcomes))
    console.print(_seconds(accepted))
    console.print(_numbers("What the gates measured on every picture made", (e.scores for e in outcomes)))
    console.print(_numbers("What the engine measured on accepted pairs", (e.measures for e in accepted)))


def _by_kind(outcomes: list[Outcome]) -> Table:
    table = Table("kind", "accepted", "refused", "held by a gate", "people with at least one")
    kinds = sorted({each.category for each in outcomes})
    for kind in kinds:
        own = [each for each in outcomes if each.category == kind]
        count = Counter(each.outcome for each in own)
        people = {each.person for each in own if each.outcome == "accepted"}
        everyone = {each.person for each in own}
        table.add_row(
            kind,
            str(count["accepted"]),
            str(count["refused"]),
            str(count["held"]),
            f"{len(people)} of {len(everyone)}",
        )
    return table


def _reasons(outcomes: list[Outcome]) -> Table:
    table = Table("code", "pairs", "people", "garments", "reason, and what to do", title="Why not")
    grouped: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        if each.outcome != "accepted":
            grouped[each.code].append(each)
    for code, own in sorted(grouped.items(), key=lambda pair: -len(pair[1])):
        people, worn = len({each.person for each in own}), len({each.garment for each in own})
        table.add_row(code, str(len(own)), str(people), str(worn), f"{own[0].reason} {own[0].hint}")
    return table


def _seconds(accepted: list[Outcome]) -> Table:
    table = Table("stage", "pairs", "median s", "90 % s", title="Wall seconds, models opened")
    stages: dict[str, list[float]] = defaultdict(list)
    for each in accepted:
        for stage, seconds in each.seconds.items():
            if each.prepared.get(stage):
                continue
            both = all(each.prepared.values())
            stages[f"{stage}, both prepared" if stage == "total" and both else stage].append(seconds)
        stages["total CPU"].append(each.cpu_s)
    for stage, values in stages.items():
        low, high = np.percentile(values, (50, 90))
        table.add_row(stage, str(len(values)), f"{low:.2f}", f"{high:.2f}")
    return table


def _numbers(title: str, rows: Iterable[dict[str, float | None]]) -> Table:
    table = Table("measure", "pairs", "lowest", "5 %", "median", "95 %", "highest", title=title)
    columns: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for name, value in row.items():
            if value is not None:
                columns[name].append(float(value))
    for name, values in columns.items():
        found = np.percentile(values, (0, 5, 50, 95, 100))
        table.add_row(name, str(len(values)), *(f"{value:.3g}" for value in found))
    return table


def tell_timings(measured: dict[str, object], console: Console) -> None:
    """The timing table."""
    table = Table("what", "measured", title="One pair, in processes of their own")
    for name, value in measured.items():
        shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
        table.add_row(name, shown)
    console.print(table)
