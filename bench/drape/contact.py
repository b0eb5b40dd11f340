"""``python -m bench.drape.contact``: every fictional person in every demo garment, on one sheet for the docs.

Weak pictures, those held by a gate and refused ones are on it, the last with their reason.
"""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path

from bench.drape.corpus import Person, Worn, garments, people
from bench.drape.making import Outcome
from bench.drape.running import run
from bench.drape.stamp import WORDS
from PIL import Image, ImageDraw, ImageFont, ImageOps

_ROOT = Path(__file__).resolve().parents[2]
_TILE, _CAPTION, _GAP = (168, 224), 28, 6
_INK, _PALE, _RED = (30, 30, 30), (238, 238, 238), (176, 32, 44)


def main() -> None:
    """Make what is not made yet and write the sheet."""
    words = argparse.ArgumentParser(prog="python -m bench.drape.contact", description=__doc__)
    words.add_argument("--out", type=Path, default=Path("var/bench-contact"), help="where the pictures go")
    words.add_argument("--sheet", type=Path, default=_ROOT / "docs" / "pictures" / "contact-sheet.jpg")
    given = words.parse_args()
    everyone = [each for each in people(_ROOT / "demo" / "people") if "body_full" in each.photo.name]
    wardrobe = sorted(garments(_ROOT / "demo" / "garments"), key=lambda worn: worn.category != "tops")
    cells = {}
    for each in run(everyone, wardrobe, given.out):
        cells[each.person, each.garment] = each
        print(each.outcome, each.person, each.garment, each.code, flush=True)
    contact(everyone, wardrobe, cells, given.out).save(given.sheet, quality=82, optimize=True)
    print(given.sheet, given.sheet.stat().st_size // 1024, "kB")


def contact(
    everyone: list[Person], wardrobe: list[Worn], cells: dict[tuple[str, str], Outcome], folder: Path
) -> Image.Image:
    """The sheet: garments across, photos of people down."""
    wide, tall = _TILE[0] + _GAP, _TILE[1] + _CAPTION + _GAP
    sheet = Image.new("RGB", (wide * (len(wardrobe) + 1), tall * (len(everyone) + 1)), (255, 255, 255))
    draw = ImageDraw.Draw(sheet)
    counts = [each.outcome for each in cells.values()]
    told = [f"{counts.count(kind)} {kind}" for kind in ("accepted", "held", "refused")]
    _words(draw, (8, 40), "Fictional people and garments, rendered.", _INK, 24)
    _words(draw, (8, 90), f"{', '.join(told)} of {len(counts)}. {WORDS.capitalize()}.", _INK, 24)
    for column, worn in enumerate(wardrobe, 1):
        sheet.paste(_fitted(worn.photo.path), (column * wide, 0))
        _words(draw, (column * wide + 2, _TILE[1] + 2), worn.photo.name.replace("-", " "), _INK)
    for row, person in enumerate(everyone, 1):
        sheet.paste(_fitted(person.photo.path), (0, row * tall))
        base = "bare legs" if person.photo.name.endswith("shorts") else "leggings"
        _words(draw, (2, row * tall + _TILE[1] + 2), f"{person.who.split('-')[0]}, {base}", _INK)
        for column, worn in enumerate(wardrobe, 1):
            _cell(sheet, draw, (column * wide, row * tall), cells[person.photo.name, worn.photo.name], folder)
    return sheet


def _cell(
    sheet: Image.Image, draw: ImageDraw.ImageDraw, at: tuple[int, int], outcome: Outcome, folder: Path
) -> None:
    if outcome.picture:
        sheet.paste(_fitted(folder / outcome.picture), at)
    else:
        draw.rectangle((*at, at[0] + _TILE[0] - 1, at[1] + _TILE[1] - 1), _PALE)
        _words(draw, (at[0] + 8, at[1] + 40), f"{outcome.reason} {outcome.hint}", _INK, 24)
    if outcome.outcome != "accepted":
        _words(draw, (at[0] + 2, at[1] + _TILE[1] + 2), f"{outcome.outcome}: {outcome.code}", _RED)


def _fitted(path: Path) -> Image.Image:
    with Image.open(path) as file:
        file.draft("RGB", (2 * _TILE[0], 2 * _TILE[1]))
        return ImageOps.pad(file.convert("RGB"), _TILE, Image.Resampling.LANCZOS, color=(255, 255, 255))


def _words(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], words: str, ink: tuple[int, int, int], width: int = 27
) -> None:
    draw.multiline_text(at, "\n".join(textwrap.wrap(words, width)), ink, ImageFont.load_default(12))


if __name__ == "__main__":
    main()
