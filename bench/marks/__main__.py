"""``python -m bench.marks``: are copies found, does the watermark survive, how fast. Tables, and one JSON file.

The peers are measured where they are installed: ``pip install pdqhash faiss-cpu``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from random import Random

import cv2
import numpy as np
from bench.marks.changes import CHANGES
from bench.marks.corpus import dressed, others, restyled
from bench.marks.finding import Bench, Wrong
from bench.marks.speed import search, upload
from bench.marks.surviving import ATTACKS, Survival, marked, survive
from bench.marks.telling import tell

from doublet.engines import watermark

_PARTS = ("speed", "finding", "surviving")


def main() -> None:
    """Read the words, measure, tell."""
    words = argparse.ArgumentParser(prog="python -m bench.marks", description=__doc__)
    words.add_argument(
        "--dressed", type=Path, default=Path("var/bench-drape"), help="pictures of bench.drape"
    )
    words.add_argument("--others", type=Path, help="folder of photos of other things, used as negatives")
    words.add_argument("--studio", type=int, default=1000, help="restyled pictures of the same shoots")
    words.add_argument("--negatives", type=int, default=4000, help="pictures of other things")
    words.add_argument(
        "--every", type=int, default=1, help="take every n-th dressed picture through the changes"
    )
    words.add_argument("--rows", type=int, default=10_000_000, help="hashes to search")
    words.add_argument("--parts", nargs="*", default=_PARTS, choices=_PARTS)
    words.add_argument("--out", type=Path, default=Path("var/bench-marks.json"))
    given = words.parse_args()
    cv2.setNumThreads(1)
    measured = json.loads(given.out.read_text()) if given.out.is_file() else {}

    def keep(part: str, found: object) -> None:
        measured[part] = found
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(measured, indent=1))

    if "speed" in given.parts:
        keep("upload", upload())
        keep("search", search(given.rows))
    pictures = dressed(given.dressed) if set(given.parts) - {"speed"} else {}
    chosen = dict(sorted(pictures.items())[:: given.every])
    if "finding" in given.parts:
        _finding(given, pictures, chosen, keep)
    if "surviving" in given.parts:
        _surviving(chosen, keep)
    tell(measured)


def _finding(given: argparse.Namespace, pictures: dict, chosen: dict, keep) -> None:  # type: ignore[no-untyped-def, type-arg]
    bench = Bench(pictures)
    chance = np.random.default_rng(11)
    for number, pixels in enumerate(others(None, given.negatives // 10, np.random.default_rng(12))):
        bench.crowd(f"crowd {number}", pixels)
    keep("register", len(bench.register))
    recall = {}
    for name in CHANGES:
        recall[name] = asdict(bench.recall(chosen, name, seed=1))
        keep("recall", recall)
    natural = Wrong()
    for key, pixels in pictures.items():
        natural = natural.plus(bench.without(key, pixels))
    keep("siblings", asdict(natural))
    restyles = ((f"restyled {n}", p) for n, p in enumerate(restyled(pictures, given.studio, chance)))
    keep("restyled", asdict(bench.wrong(restyles)))
    rest = ((f"other {n}", p) for n, p in enumerate(others(given.others, given.negatives, chance)))
    keep("others", asdict(bench.wrong(rest)))


def _surviving(chosen: dict[str, np.ndarray], keep) -> None:  # type: ignore[no-untyped-def]
    random = Random(7)  # noqa: S311 - the same run again
    register, looks, unmarked = {}, [], []
    for number, (key, pixels) in enumerate(chosen.items()):
        register[key], look = marked(pixels, random)
        looks.append(asdict(look))
        if number % 4 == 0:
            read = watermark.read(pixels)
            unmarked.append([read is not None, read is not None and read.valid])
    keep("looks", looks)
    keep("unmarked", unmarked)
    survival: dict[str, dict[str, float]] = {}
    for name in ATTACKS:
        tally = Survival()
        survive(name, register, tally, seed=2, blind=True)
        survival[name] = asdict(tally)
        keep("survival", survival)


main()
