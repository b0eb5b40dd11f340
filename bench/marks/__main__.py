"""``python -m bench.marks``: where do copies lead, does the watermark survive, how fast. Tables, and one JSON file.

What the file holds already is not measured again.

The peers are measured where they are installed: ``pip install pdqhash faiss-cpu``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from bench.marks.changes import CHANGES, jpeg, scaled
from bench.marks.colourways import UNREGISTERED, shot
from bench.marks.corpus import dressed, opened, others, restyled
from bench.marks.finding import Bench
from bench.marks.house import House, marked
from bench.marks.speed import search, upload
from bench.marks.surviving import STATED, unmarked
from bench.marks.telling import tell

_PARTS = ("speed", "recall", "survival", "studio", "others")
_BLIND = 9  # of the copies in the survival table, one in so many is read blindly, too
_RESTYLED, _OTHERS = 4, 20  # of negatives that do not even look the same, one in so many is traced to the end

Keep = Callable[[str, object], None]
Pictures = Iterator[tuple[str, np.ndarray]]


def main() -> None:
    """Read the words, measure, tell."""
    words = argparse.ArgumentParser(prog="python -m bench.marks", description=__doc__)
    words.add_argument(
        "--dressed", type=Path, default=Path("var/bench-drape"), help="pictures of bench.drape"
    )
    words.add_argument("--shoot", type=Path, default=Path("var/bench-shoot"), help="where other colours go")
    words.add_argument("--others", type=Path, help="folder of photos of other things, used as negatives")
    words.add_argument("--studio", type=int, default=1000, help="unregistered pictures of the same shoots")
    words.add_argument("--negatives", type=int, default=4000, help="pictures of other things")
    words.add_argument(
        "--copies",
        type=int,
        default=27,
        help="pictures that go through every change; those that a mark has to survive take all",
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
    if set(given.parts) - {"speed"}:
        _in_the_house(given, measured, keep)
    tell(measured)


def _in_the_house(given: argparse.Namespace, measured: dict[str, Any], keep: Keep) -> None:
    house, looks = House(), []
    for file in shot(given.shoot):
        if "three_quarter" not in file.stem and not file.stem.endswith(UNREGISTERED):
            pixels, mark, look = marked(given.shoot / "marked", file.stem, opened(file))
            house.enter(file.stem, pixels, mark)
            looks.append(asdict(look))
    bench, keys = Bench(house), sorted(house.pictures)
    crowd = others(None, given.negatives // 10, np.random.default_rng(12))
    for number, pixels in enumerate(crowd):
        house.enter(f"crowd {number}", pixels, None)
    keep("looks", looks)
    keep("register", {"marked": len(keys), "crowd": given.negatives // 10})
    recall, survival = measured.setdefault("recall", {}), measured.setdefault("survival", {})
    every = max(1, len(keys) // given.copies)
    some = keys[every // 2 :: every]  # what counts as fitting was set on copies of the first, fifth and so on
    if "survival" in given.parts:
        for name in (each for each in STATED if each not in survival):
            survival[name] = asdict(bench.recall(keys, name, seed=2, blind_every=_BLIND))
            keep("survival", survival)
    if "recall" in given.parts:
        for name in (each for each in CHANGES if each not in STATED and each not in recall):
            recall[name] = asdict(bench.recall(some, name, seed=3))
            keep("recall", recall)
    if "studio" in given.parts:
        _studio(given, bench, measured, keep)
    if "others" in given.parts and "others" not in measured:
        rest = others(given.others, given.negatives, np.random.default_rng(11))
        keep("others", asdict(bench.wrong(_numbered("other", rest), _OTHERS)))


def _studio(given: argparse.Namespace, bench: Bench, measured: dict[str, Any], keep: Keep) -> None:
    plain = dressed(given.dressed)
    files = [file for file in shot(given.shoot) if file.stem not in bench.house.pictures]
    colours = [file for file in files if "three_quarter" not in file.stem]
    photos = [file for file in files if file not in colours]
    rest, chance = max(0, given.studio - len(plain) - len(files)), np.random.default_rng(11)
    kinds: dict[str, tuple[Pictures, int]] = {
        "other colours": (((file.stem, opened(file)) for file in colours), 1),
        "other colours, grey": (((file.stem, CHANGES["grey"](opened(file), chance)) for file in colours), 1),
        "other colours, 200 pixels": (((file.stem, _tiny(opened(file))) for file in colours), 1),
        "other garments": (((name, pixels) for name, pixels in plain.items()), 1),
        "other photos": (((file.stem, opened(file)) for file in photos), 1),
        "restyled": (_numbered("restyled", restyled(plain, rest, chance)), _RESTYLED),
    }
    for kind, (negatives, traced_every) in kinds.items():
        if kind not in measured:
            keep(kind, asdict(bench.wrong(negatives, traced_every)))
    if "unmarked" not in measured:
        keep("unmarked", unmarked(opened(file) for file in colours[::3]))


def _tiny(pixels: np.ndarray) -> np.ndarray:
    return jpeg(scaled(pixels, 200 / max(pixels.shape[:2])), 75)


def _numbered(what: str, pictures: Iterator[np.ndarray]) -> Pictures:
    return ((f"{what} {number}", pixels) for number, pixels in enumerate(pictures))


if __name__ == "__main__":
    main()
