"""Turn the studio's PNGs into the shipped JPEGs: `python publish.py WORK DEMO`.

Each file carries one line of metadata that says what it is, and nothing about the machine that made it.
"""

from __future__ import annotations

import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter
from scipy.ndimage import gaussian_filter

PERSON = "Fictional person, rendered. Doublet project."
GARMENT = "Fictional garment, rendered. Doublet project."
IMAGE_DESCRIPTION = 0x010E
QUALITY = 88


def like_a_camera(picture: Image.Image, seed: int) -> Image.Image:
    """A denoised render is smoother than any photo: a little sharpening and sensor grain, and no banding."""
    sharp = picture.filter(ImageFilter.UnsharpMask(radius=1.4, percent=70, threshold=0))
    random = np.random.default_rng(seed)
    size = (picture.height, picture.width)
    grain = gaussian_filter(random.normal(size=size), 0.6) * 3.2
    tint = gaussian_filter(random.normal(size=(*size, 3)), (0.8, 0.8, 0)) * 1.2
    noisy = np.asarray(sharp, np.float32) + grain[..., None] + tint
    return Image.fromarray(np.clip(noisy + 0.5, 0, 255).astype(np.uint8))


def publish(source: Path, out: Path, words: str, *, grain: bool) -> None:
    """People look photographed; garments keep the even paper that a cut-out product picture has."""
    out.parent.mkdir(parents=True, exist_ok=True)
    tag = Image.Exif()
    tag[IMAGE_DESCRIPTION] = words
    picture = Image.open(source).convert("RGB")
    if grain:
        picture = like_a_camera(picture, zlib.crc32(f"{out.parent.name}/{out.stem}".encode()))
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True, exif=tag)


def main(work: Path, demo: Path) -> None:
    for source in sorted(work.glob("*-fiktiv/*.png")):
        publish(source, demo / "people" / source.parent.name / f"{source.stem}.jpg", PERSON, grain=True)
    for source in sorted((work / "garments").glob("*.png")):
        publish(source, demo / "garments" / f"{source.stem}.jpg", GARMENT, grain=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
