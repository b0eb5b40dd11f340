"""A register as the product has it: every picture marked, fingerprinted, and traced in by the product's own code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
from PIL import Image

from doublet.engines import fingerprint, watermark
from doublet.engines.fingerprint import Fingerprint, Found, Query
from doublet.engines.watermark import Carried
from doublet.provenance.tracing import Known


@dataclass(frozen=True)
class Look:
    """What the mark costs: peak signal to noise in dB and structural similarity, of one picture."""

    decibel: float
    similarity: float


class House:
    """The books of `doublet.provenance.tracing`, held in memory."""

    def __init__(self) -> None:
        self.pictures: dict[str, np.ndarray] = {}
        self.prints: dict[str, Fingerprint] = {}
        self.marks: dict[str, Known] = {}
        self.carriers: dict[int, str] = {}
        self._last: tuple[Iterable[Query], Sequence[Found]] = ((), ())
        self.register = fingerprint.Register(lambda keys: {key: self.prints[key] for key in keys})

    def enter(self, key: str, pixels: np.ndarray, mark: Carried | None) -> None:
        """One more registered picture; without a mark it is of the crowd, and no copy of it will be asked for."""
        self.prints[key] = fingerprint.make(pixels)
        self.marks[key] = Known(mark, pixels.shape[:2])
        self.register.add(key, self.prints[key])
        if mark is not None:
            self.pictures[key] = pixels
            self.carriers[mark.payload] = key

    def find(self, asked: Iterable[Query]) -> Sequence[Found]:
        """As `Books` say; asked once more for the same queries, the same answer without searching."""
        if self._last[0] is not asked:
            self._last = asked, self.register.find(asked, most=8)
        return self._last[1]

    def known(self, keys: Iterable[str]) -> dict[str, Known]:
        """As `Books` say."""
        return {key: self.marks[key] for key in keys}

    def marked(self, payload: int) -> tuple[str, Fingerprint] | None:
        """As `Books` say."""
        key = self.carriers.get(payload)
        return (key, self.prints[key]) if key else None


def marked(folder: Path, key: str, pixels: np.ndarray) -> tuple[np.ndarray, Carried, Look]:
    """The picture with a payload of its own, and what that costs; made once and kept in the folder."""
    file, facts = folder / f"{key}.png", folder / f"{key}.json"
    if facts.is_file():
        kept = json.loads(facts.read_text())
        mark = Carried.unpack(kept["payload"], bytes.fromhex(kept["readings"]))
        return np.asarray(Image.open(file)), mark, Look(kept["decibel"], kept["similarity"])
    folder.mkdir(parents=True, exist_ok=True)
    payload = watermark.new_payload(Random(key), suited_to=pixels)  # noqa: S311 - the same run again
    done = watermark.embed(pixels, payload)
    noise = float(((done.astype(float) - pixels) ** 2).mean())
    look = Look(float(10 * np.log10(255**2 / noise)), _similarity(pixels, done))
    Image.fromarray(done).save(file, compress_level=1)
    mark = watermark.carried(pixels, done, payload)
    facts.write_text(json.dumps({"payload": payload, "readings": mark.readings().hex(), **vars(look)}))
    return done, mark, look


def _similarity(one: np.ndarray, other: np.ndarray) -> float:
    """SSIM of the grey pictures (Wang et al. 2004), Gaussian window of 1.5 pixels."""
    x, y = (cv2.cvtColor(p, cv2.COLOR_RGB2GRAY).astype(np.float64) for p in (one, other))

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    mx, my = mean(x), mean(y)
    vx, vy, both = mean(x * x) - mx * mx, mean(y * y) - my * my, mean(x * y) - mx * my
    low, high = 6.5025, 58.5225
    return float(
        (((2 * mx * my + low) * (2 * both + high)) / ((mx**2 + my**2 + low) * (vx + vy + high))).mean()
    )
