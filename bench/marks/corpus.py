"""What is measured: dressed pictures, their siblings from the same studio, and pictures of other things."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from bench.drape.corpus import garments, people, pictures
from bench.drape.running import run
from bench.marks.changes import drawn

from doublet.engines.image import decode
from doublet.kernel.refusals import BadInput

_DEMO = Path(__file__).resolve().parents[2] / "demo"


def dressed(folder: Path) -> dict[str, np.ndarray]:
    """Pictures named ``person__garment`` below a folder, made with the embedded engine where there are none yet.

    Of two capture photos of one person in the same garment only the first is taken: nobody can tell them apart.
    """
    if not (folder / "pictures").is_dir():
        for _ in run(people(_DEMO / "people"), garments(_DEMO / "garments"), folder):
            pass
    chosen: dict[tuple[str, str], Path] = {}
    for file in pictures(folder / "pictures"):
        person, garment = file.stem.split("__")
        chosen.setdefault((person.split("_")[0] if "fiktiv" in person else person, garment), file)
    return {file.stem: opened(file) for file in chosen.values()}


def opened(file: Path) -> np.ndarray:
    """The pixels of a picture file."""
    return decode(file.read_bytes()).pixels


def restyled(pictures: dict[str, np.ndarray], many: int, chance: np.random.Generator) -> Iterator[np.ndarray]:
    """Other frames of the same shoots: the same photo and light, with a drawn print where the garment is.

    Where two pictures of one person differ, there a garment hangs: that region gets the print, under its shading.
    """
    names = sorted(pictures)
    pairs = [
        (one, other)
        for one in names
        for other in names
        if one != other
        and one.split("__")[0] == other.split("__")[0]
        and pictures[one].shape == pictures[other].shape
    ]
    for number in range(many):
        one, other = pairs[number % len(pairs)]
        picture = pictures[one]
        apart = cv2.absdiff(picture, pictures[other]).max(axis=2)
        mask = cv2.morphologyEx((apart > 24).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
        soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 2)[..., None]
        light = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), 3).astype(np.float32)
        inside = light[mask > 0]
        shading = (light / (np.median(inside) if inside.size else 128.0))[..., None]
        cloth = _cloth(chance, *picture.shape[:2]) * np.clip(shading, 0.4, 1.5)
        yield np.clip(picture * (1 - soft) + cloth * soft, 0, 255).astype(np.uint8)


def _cloth(chance: np.random.Generator, height: int, width: int) -> np.ndarray:
    """A plain, striped, checked or patterned cloth."""
    kind = int(chance.integers(0, 4))
    plain = np.full((height, width, 3), chance.integers(20, 240, 3), np.float32)
    other = chance.integers(20, 240, 3).astype(np.float32)
    step = int(chance.integers(12, 70))
    if kind == 1:
        plain[np.arange(height) % step < step // 3] = other
    elif kind == 2:
        plain[np.arange(height) % step < step // 3] = other
        plain[:, np.arange(width) % step < step // 3] = other
    elif kind == 3:
        plain = drawn(chance, height, width).astype(np.float32)
    return plain


def others(folder: Path | None, many: int, chance: np.random.Generator) -> Iterator[np.ndarray]:
    """Pictures that show none of it: photos of a folder, parts of them, and drawn pictures."""
    photos: list[np.ndarray] = []
    for file in pictures(folder) if folder else ():
        try:
            photo = opened(file)
        except BadInput:
            continue
        longest = max(photo.shape[:2])
        photos.append(cv2.resize(photo, None, fx=min(1, 1024 / longest), fy=min(1, 1024 / longest)))
    yield from photos[:many]
    for number in range(len(photos), many):
        if photos and number % 4 == 0:
            photo = photos[int(chance.integers(len(photos)))]
            off = float(chance.uniform(0.3, 0.6))
            height, width = photo.shape[:2]
            top, left = int(chance.uniform(0, off) * height), int(chance.uniform(0, off) * width)
            yield np.ascontiguousarray(
                photo[top : top + round(height * (1 - off)), left : left + round(width * (1 - off))][:, ::-1]
            )
        else:
            yield drawn(chance, 640, 480)
