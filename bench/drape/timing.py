"""Seconds and memory of one pair, each in a process of its own: cold, prepared, large, and two at once."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time

from bench.drape.corpus import Person, Photo, Worn
from bench.drape.making import engine, made, peak_mib, request

from doublet.engines.tryon.contract import Output
from doublet.engines.tryon.scenes import BACKGROUNDS
from doublet.kernel.refusals import Refused

BACKDROPS = tuple(BACKGROUNDS)
REPEATS = 5
TALL = Output(width=1536, height=2048)


def timings(person: Person, worn: Worn) -> dict[str, object]:
    """The timing table of one pair that the engine accepts."""
    alone = _started(person, worn, "both")
    measured = _answer(alone)
    one = _answer(_started(person, worn, "prepared"))
    two = [_started(person, worn, "prepared") for _ in range(2)]
    pair = [_answer(process) for process in two]
    slowest = max(float(each["prepared_run_s"]) for each in pair)
    measured["two_workers"] = round(2 * float(one["prepared_run_s"]) / slowest, 2)
    measured["load"] = round(os.getloadavg()[0], 1)
    return measured


def _started(person: Person, worn: Worn, what: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.drape.timing", what, str(person.photo.path), str(worn.photo.path)]
    return subprocess.Popen([*command, worn.category], stdout=subprocess.PIPE, text=True)  # noqa: S603


def _answer(process: subprocess.Popen[str]) -> dict[str, object]:
    output, _ = process.communicate()
    if process.returncode:
        raise SystemExit("a timing process failed")
    return json.loads(output.splitlines()[-1])  # type: ignore[no-any-return]


def _measure(person: Person, worn: Worn, what: str) -> dict[str, object]:
    maker, order = engine(), request(person, worn)
    start, cpu = perf_counter(), process_time()
    first = made(maker, order, "cold")
    answer: dict[str, object] = {
        "cold_s": round(perf_counter() - start, 2),
        "cold_cpu_s": round(process_time() - cpu, 2),
        "cold_stages": dict(first.timings_s),
    }
    runs, cpus = [], []
    for turn in range(REPEATS):
        # another backdrop each time, so that no scene is served from memory
        scene = request(person, worn, background=BACKDROPS[turn % len(BACKDROPS)])
        start, cpu = perf_counter(), process_time()
        again = made(maker, scene, f"prepared {turn}")
        runs.append(perf_counter() - start)
        cpus.append(process_time() - cpu)
    answer |= {
        "prepared_s": round(sorted(runs)[REPEATS // 2], 2),
        "prepared_cpu_s": round(sorted(cpus)[REPEATS // 2], 2),
        "prepared_stages": dict(again.timings_s),
        "prepared_run_s": round(sum(runs), 3),
        "peak_mib": peak_mib(),
    }
    if what == "both":
        start, cpu = perf_counter(), process_time()
        try:
            made(maker, request(person, worn, TALL), "tall")
        except Refused as refused:
            answer["tall"] = f"refused: {refused.reason}"
        else:
            answer |= {
                "tall_s": round(perf_counter() - start, 2),
                "tall_cpu_s": round(process_time() - cpu, 2),
                "tall_peak_mib": peak_mib(),
            }
    return answer


def main() -> None:
    """One process's part: ``python -m bench.drape.timing both|prepared PERSON GARMENT CATEGORY``."""
    words = argparse.ArgumentParser()
    words.add_argument("what", choices=("both", "prepared"))
    words.add_argument("person", type=Path)
    words.add_argument("garment", type=Path)
    words.add_argument("category")
    given = words.parse_args()
    person = Person(Photo(given.person, given.person.stem, "person"), "somebody")
    worn = Worn(Photo(given.garment, given.garment.stem, "garment"), given.category, "listed")
    print(json.dumps(_measure(person, worn, given.what)))


if __name__ == "__main__":
    main()
