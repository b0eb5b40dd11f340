"""Does the watermark survive? Every change, blind and with the register's help, and how the picture looks."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from time import process_time

import cv2
import numpy as np
from bench.marks.changes import CHANGES

from doublet.engines import fingerprint, watermark

ATTACKS = (
    "JPEG 60", "half size", "crop 10 %", "crop 25 %", "phone screenshot", "5 degrees", "JPEG 25",
    "mirror", "filter", "reposted (chain)",
)  # fmt: skip


@dataclass
class Survival:
    """One change: copies asked, exact payloads read blindly, and read after being laid over the registered one."""

    asked: int = 0
    blind: int = 0
    helped: int = 0
    blind_s: float = 0.0
    helped_s: float = 0.0


@dataclass(frozen=True)
class Look:
    """What the mark costs: peak signal to noise in dB and structural similarity, of one picture."""

    decibel: float
    similarity: float


@dataclass(frozen=True)
class Marked:
    """A marked picture, as registered."""

    pixels: np.ndarray
    payload: int
    known: fingerprint.Fingerprint


def marked(pixels: np.ndarray, random: Random) -> tuple[Marked, Look]:
    """The picture with a payload of its own."""
    payload = watermark.new_payload(random, suited_to=pixels)
    done = watermark.embed(pixels, payload)
    noise = float(((done.astype(float) - pixels) ** 2).mean())
    look = Look(10 * np.log10(255**2 / noise), _similarity(pixels, done))
    return Marked(done, payload, fingerprint.make(done)), look


def survive(name: str, register: dict[str, Marked], tally: Survival, seed: int, *, blind: bool) -> None:
    """Every registered picture through one change."""
    payloads = [each.payload for each in register.values()]
    for number, each in enumerate(register.values()):
        copy = CHANGES[name](each.pixels, np.random.default_rng([seed, number]))
        tally.asked += 1
        if blind:
            start = process_time()
            read = watermark.read(copy)
            tally.blind_s += process_time() - start
            tally.blind += read is not None and read.valid and read.payload == each.payload
        start = process_time()
        match = max(
            (fingerprint.compare(q, each.known) for q in fingerprint.queries(copy)), key=lambda m: m.rank
        )
        if match.onto is not None:
            straight = fingerprint.straightened(copy, match, each.pixels.shape[:2])
            found = watermark.read_among(straight, payloads)
            tally.helped += found is not None and found.payload == each.payload
        tally.helped_s += process_time() - start


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
