"""``python -m bench.drape``: try every person with every garment, print what came of it, write the sheets."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from bench.drape.corpus import garments, people
from bench.drape.making import Outcome, peak_mib
from bench.drape.running import run
from bench.drape.sheet import page, sheets
from bench.drape.splitting import tell_split
from bench.drape.telling import tell, tell_timings
from bench.drape.timing import timings
from rich.console import Console

_DEMO = Path(__file__).resolve().parents[2] / "demo"


def main() -> None:
    """Read the words, run, tell."""
    words = argparse.ArgumentParser(prog="python -m bench.drape", description=__doc__)
    words.add_argument("--people", type=Path, default=_DEMO / "people", help="folder of photos of people")
    words.add_argument("--garments", type=Path, default=_DEMO / "garments", help="folder of garment photos")
    words.add_argument(
        "--out", type=Path, default=Path("var/bench-drape"), help="where pictures and sheets go"
    )
    words.add_argument("--no-timing", action="store_true", help="leave out the timing processes")
    words.add_argument(
        "--split", action="store_true", help="choose limits on one half of the people, report on the other"
    )
    given = words.parse_args()
    console = Console(width=max(120, int(os.environ.get("COLUMNS", "0"))))
    everyone, wardrobe = people(given.people), garments(given.garments)
    if not everyone or not wardrobe:
        raise SystemExit(f"no pictures of people in {given.people}, or of garments in {given.garments}")
    console.print(f"{len(everyone)} photos of people x {len(wardrobe)} garments, into {given.out}")
    outcomes: list[Outcome] = []
    for outcome in run(everyone, wardrobe, given.out):
        outcomes.append(outcome)
        console.print(
            f"{len(outcomes):4} {outcome.outcome:9} {outcome.person} + {outcome.garment} "
            f"{outcome.code} {outcome.seconds.get('total', 0):.1f} s",
            highlight=False,
        )
    console.print()
    tell(outcomes, console)
    if given.split:
        tell_split(outcomes, console)
    console.print(f"peak memory of the whole run: {peak_mib()} MiB")
    sheets(outcomes, everyone, wardrobe, given.out)
    console.print(f"contact sheets: {page(outcomes, given.out)} and sheet-*.jpg beside it")
    accepted = next((each for each in outcomes if each.outcome == "accepted"), None)
    if accepted and not given.no_timing:
        person = next(each for each in everyone if each.photo.name == accepted.person)
        worn = next(each for each in wardrobe if each.photo.name == accepted.garment)
        measured = timings(person, worn)
        (given.out / "timings.json").write_text(json.dumps(measured, indent=1))
        tell_timings(measured, console)


main()
