"""``python -m bench.parity``: rendered bodies by tone, size and sex in the same garments, side by side.

The folder holds pictures named ``<sex>_<size>_<tone>`` of one light, stance and base layer;
``demo/render/render_parity.py`` draws them. A difference beyond noise ends the run with status 1.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.drape.corpus import garments, people
from bench.drape.making import Outcome
from bench.drape.running import run
from bench.drape.sheet import page, sheets
from bench.parity.rates import Group, beyond_noise, groups, interval, is_fault, mean_of
from rich.console import Console
from rich.table import Table

_DEMO = Path(__file__).resolve().parents[2] / "demo"
_PARTS = {"skin tone": 2, "size": 1, "sex": 0}


def main() -> None:
    """Read the words, run, compare."""
    words = argparse.ArgumentParser(prog="python -m bench.parity", description=__doc__)
    words.add_argument("--people", type=Path, required=True, help="folder of <sex>_<size>_<tone> pictures")
    words.add_argument("--garments", type=Path, default=_DEMO / "garments")
    words.add_argument("--out", type=Path, default=Path("var/bench-parity"))
    given = words.parse_args()
    everyone = people(given.people)
    wrong = [each.photo.name for each in everyone if each.photo.name.count("_") != 2]
    if wrong or not everyone:
        raise SystemExit(
            f"pictures must be named <sex>_<size>_<tone>: {', '.join(wrong) or 'there are none'}"
        )
    wardrobe = garments(given.garments)
    outcomes = list(run(everyone, wardrobe, given.out))
    sheets(outcomes, everyone, wardrobe, given.out)
    page(outcomes, given.out)
    console = Console(width=140)
    faults = [fault for title, part in _PARTS.items() for fault in _compare(title, part, outcomes, console)]
    console.print("\n".join(faults) or "No difference beyond noise.")
    sys.exit(1 if faults else 0)


def _compare(title: str, part: int, outcomes: list[Outcome], console: Console) -> list[str]:
    """Print one table, answer its faults."""
    found = groups(outcomes, part)
    table = Table("measure", *(group.name for group in found), "by chance", title=f"By {title}")
    likely = beyond_noise([tuple(map(float, group.accepted)) for group in found])
    table.add_row("accepted", *(_rate(group) for group in found), f"{likely:.3f}")
    faults = [f"acceptance differs by {title} (by chance: {likely:.3f})"] if is_fault(likely) else []
    for code in sorted({code for group in found for code in group.scores}):
        values = [group.scores.get(code, ()) for group in found]
        likely = beyond_noise(values)
        shown = [mean_of(lambda group, code=code: group.scores.get(code, ()), group) for group in found]  # type: ignore[misc]
        table.add_row(code, *shown, f"{likely:.3f}")
        if is_fault(likely):
            faults.append(f"{code} differs by {title} (by chance: {likely:.3f})")
    console.print(table)
    return faults


def _rate(group: Group) -> str:
    hits, tries = sum(group.accepted), len(group.accepted)
    low, high = interval(hits, tries)
    return f"{hits}/{tries} ({100 * low:.0f} to {100 * high:.0f} %)"


main()
