"""``python -m bench.permit.gate``: how fast the gate decides, beside Cedar on the same policies and requests.

Four numbers, each from this run: decisions a second of the pure function and of cedarpy, one call at a time;
on how many random cases both agree; `permit()` with all it reads, over 10,000 licences in the database; and
one new boundary over a million licences.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
from random import Random
from time import perf_counter, thread_time
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

SEED = 20261121
AGREE, LICENCES, SWEPT = 100_000, 10_000, 1_000_000


def main() -> None:
    """Read the words, make a home that is thrown away, measure."""
    words = argparse.ArgumentParser(prog="python -m bench.permit.gate", description=__doc__)
    words.add_argument("--cases", type=int, default=AGREE)
    words.add_argument("--licences", type=int, default=LICENCES)
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="doublet-bench-") as home:
        os.environ |= {
            "DOUBLET_HOME": home,
            "DOUBLET_DATABASE_URL": "",
            "DOUBLET_REQUIRE_MFA": "false",
            "DJANGO_SETTINGS_MODULE": "doublet.config.settings.live",
        }
        import django

        django.setup()
        table = Table("what", "measured", "target", title="The gate")
        faults = [
            *_deciding(given.cases, table),
            *_permitting(given.licences, table),
            *_sweeping(table),
        ]
    console = Console(width=120)
    console.print(table)
    console.print("\n".join(faults) or "Every target is met.")
    sys.exit(1 if faults else 0)


def _deciding(count: int, table: Table) -> list[str]:
    from bench.permit import cases

    from doublet.licences.rules import decide

    random, rules = Random(SEED), cases.rules()  # noqa: S311 (a bench, no secret)
    licences = cases.scopes(random, 2_000)
    asked = [cases.case(random, random.choice(licences)) for _ in range(count)]
    answers = [decide(facts, ask, rules) for facts, ask in asked]  # the first time compiles each licence
    began = perf_counter()
    for facts, ask in asked:
        decide(facts, ask, rules)
    ours = count / (perf_counter() - began)
    began = perf_counter()
    worded = sum(len(answer.reasons) for answer in answers)
    in_words = count / (count / ours + perf_counter() - began)
    yes = sum(answer.allowed for answer in answers)
    table.add_row("decide(), all grounds and rule ids", f"{ours:,.0f} / s", "")
    table.add_row(f"decide() and {worded:,} reasons put into words", f"{in_words:,.0f} / s", "")
    table.add_row("requests allowed", f"{100 * yes / count:.0f} %", "")
    try:
        import cedarpy
    except ImportError:
        return ["cedarpy is not installed here, so there is nothing to compare with."]
    return _beside(cedarpy, asked, [answer.allowed for answer in answers], ours, table)


def _beside(cedarpy: Any, asked: list[Any], answers: list[bool], ours: float, table: Table) -> list[str]:
    from bench.permit import cedar

    prepared = [(cedar.request(facts, ask), cedar.entities(facts)) for facts, ask in asked]
    some = prepared[: min(3_000, len(prepared))]
    began = perf_counter()
    for request, entities in some:
        cedarpy.is_authorized(request, cedar.POLICIES, entities)
    plain = len(some) / (perf_counter() - began)
    policies = cedarpy.PolicySet.from_str(cedar.POLICIES)
    read = [(request, cedarpy.Entities.from_json_str(entities)) for request, entities in some]
    began = perf_counter()
    for request, handle in read:
        cedarpy.is_authorized(request, policies, handle)
    handled = len(some) / (perf_counter() - began)
    same = sum(
        cedarpy.is_authorized(request, policies, entities).allowed == answer
        for (request, entities), answer in zip(prepared, answers, strict=True)
    )
    table.add_row(f"cedarpy {_version()}, policies and entities as text", f"{plain:,.0f} / s", "")
    table.add_row("cedarpy, policies and entities read beforehand", f"{handled:,.0f} / s", "")
    table.add_row("decide() against cedarpy, as text", f"{ours / plain:,.0f} times", "100")
    table.add_row("decide() against cedarpy, read beforehand", f"{ours / handled:,.0f} times", "")
    table.add_row("same answer", f"{same:,} of {len(asked):,}", "all")
    faults = [] if same == len(asked) else [f"{len(asked) - same} answers differ from Cedar's."]
    return faults + ([] if ours >= 100 * plain else ["Less than 100 times cedarpy."])


def _version() -> str:
    from importlib.metadata import version

    return version("cedarpy")


def _permitting(count: int, table: Table) -> list[str]:
    from bench.permit.filling import licences

    from doublet.licences.gate import permit
    from doublet.licences.rules import Ask

    rows = licences(count)
    random, ask = Random(SEED), Ask("verify")  # noqa: S311 (a bench, no secret)
    permit(rows[0], ask)
    gc.collect()
    gc.freeze()  # the rows that this bench holds are no part of what it measures
    worst = 0.0
    for words in ("every signature checked for the first time", "signatures known"):
        random.shuffle(rows)
        took, own = [], []
        for row in rows:
            began, worked = perf_counter(), thread_time()
            decision = permit(row, ask)
            took.append(perf_counter() - began)
            own.append(thread_time() - worked)
            assert decision.allowed, decision.reasons
        middle, worst = np.percentile(took, [50, 99]) * 1000
        table.add_row(
            f"permit() over {count:,} licences, {words}",
            f"p50 {middle:.2f} ms, p99 {worst:.2f} ms",
            "p99 1 ms",
        )
        middle, most = np.percentile(own, [50, 99]) * 1000
        table.add_row("of that, the processor's own time", f"p50 {middle:.2f} ms, p99 {most:.2f} ms", "")
    return [] if worst < 1 else [f"permit() took {worst:.2f} ms at p99."]


def _sweeping(table: Table) -> list[str]:
    from doublet.consents.terms import CHANNELS
    from doublet.licences.sweep import Columns
    from doublet.rulebook.pack import Limit

    random = np.random.default_rng(SEED)
    bits = {"channel": {code: bit for bit, code in enumerate(CHANNELS)}}
    masks = {"channel": random.integers(1, 1 << len(CHANNELS), SWEPT, dtype=np.uint64)}
    counts = {"pictures": random.integers(1, 1000, SWEPT)}
    held = Columns(np.arange(SWEPT), masks, bits, counts)
    seconds = 0.0
    for limit in (Limit("channel", never="paid_ads"), Limit("pictures", most=200)):
        began = perf_counter()
        found = held.ids[held.crossing(limit)]
        seconds = max(seconds, perf_counter() - began)
        assert 0 < len(found) < SWEPT
    table.add_row(f"one new boundary over {SWEPT:,} licences", f"{1000 * seconds:.1f} ms", "1,000 ms")
    return [] if seconds < 1 else ["A sweep took longer than a second."]


if __name__ == "__main__":
    main()
