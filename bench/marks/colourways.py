"""The same garments in other colours, as every shop has them: the nearest siblings that a picture can have."""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np
from bench.drape.corpus import Person, Photo, Worn, garments, people, pictures
from bench.drape.running import run
from PIL import Image

from doublet.engines.image import decode

_DEMO = Path(__file__).resolve().parents[2] / "demo"
_BACKDROP = 12.0  # levels of 255 away from the corner's colour
# Lightness as a factor, the turn of the colour's hue in degrees, and what is added to it: Lab of a float picture.
WAYS = {
    "dusk": (0.62, 110.0, (6.0, -26.0)),
    "moss": (0.85, 200.0, (-18.0, 22.0)),
    "rose": (0.95, 290.0, (30.0, 8.0)),
    "ink": (0.4, 60.0, (2.0, -8.0)),
}


UNREGISTERED = "-ink"


def shot(folder: Path) -> list[Path]:
    """Every person in every garment in every colour, dressed by the embedded engine where there are none yet."""
    if not (folder / "pictures").is_dir():
        _dress(folder)
    return pictures(folder / "pictures")


def _dress(folder: Path) -> None:
    dyed = folder / "garments"
    dyed.mkdir(parents=True, exist_ok=True)
    worn = [_dyed(each, way, dyed) for each in garments(_DEMO / "garments") for way in WAYS]
    bodies = people(_DEMO / "people")
    for below, some in (("full", "tops bottoms"), ("shorts", "dresses skirts")):
        wearers = [each for each in bodies if _bare_legs(each) == (below == "shorts")]
        for _ in run(wearers, [each for each in worn if each.category in some.split()], folder):
            pass


def recoloured(pixels: np.ndarray, way: str) -> np.ndarray:
    """A garment's photo in another colour: its light and shade stay, and so does the backdrop."""
    lightness, degrees, added = WAYS[way]
    off = np.abs(pixels.astype(np.float32) - pixels[4, 4]).max(axis=2)
    shapes, _ = cv2.findContours((off > _BACKDROP).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros(off.shape, np.uint8), shapes, -1, 1, cv2.FILLED)
    soft = cv2.GaussianBlur(filled.astype(np.float32), (0, 0), 1.5)[..., None]
    lab = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    turn = np.exp(1j * np.radians(degrees)) * (lab[..., 1] + 1j * lab[..., 2])
    dyed = np.stack([lab[..., 0] * lightness, turn.real + added[0], turn.imag + added[1]], axis=2)
    rgb = cv2.cvtColor(dyed.astype(np.float32), cv2.COLOR_LAB2RGB) * 255
    return np.asarray(np.clip(pixels * (1 - soft) + rgb * soft, 0, 255).astype(np.uint8))


def _dyed(worn: Worn, way: str, folder: Path) -> Worn:
    file = folder / f"{worn.photo.name}-{way}.png"
    if not file.is_file():
        Image.fromarray(recoloured(decode(worn.photo.path.read_bytes()).pixels, way)).save(file)
    photo = Photo(file, file.stem, hashlib.sha256(file.read_bytes()).hexdigest())
    return Worn(photo, worn.category, worn.learned)


def _bare_legs(person: Person) -> bool:
    return "shorts" in person.photo.name
