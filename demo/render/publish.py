"""Turn the studio's PNGs into the shipped JPEGs: `python publish.py WORK DEMO`.

Each file carries one line of metadata that says what it is, and nothing about the machine that made it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

PERSON = "Fictional person, rendered. Doublet project."
GARMENT = "Fictional garment, rendered. Doublet project."
IMAGE_DESCRIPTION = 0x010E


def publish(source: Path, out: Path, words: str, quality: int = 88) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    tag = Image.Exif()
    tag[IMAGE_DESCRIPTION] = words
    picture = Image.open(source).convert("RGB")
    clean = Image.frombytes("RGB", picture.size, picture.tobytes())
    clean.save(out, "JPEG", quality=quality, optimize=True, progressive=True, exif=tag)


def main(work: Path, demo: Path) -> None:
    for source in sorted(work.glob("*-fiktiv/*.png")):
        publish(source, demo / "people" / source.parent.name / f"{source.stem}.jpg", PERSON)
    for source in sorted((work / "garments").glob("*.png")):
        publish(source, demo / "garments" / f"{source.stem}.jpg", GARMENT)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
