"""Contact sheets: a JPG grid of people and garments, and a page with every picture and reason."""

from __future__ import annotations

import textwrap
from html import escape
from pathlib import Path

from bench.drape.corpus import Person, Worn
from bench.drape.making import Outcome
from bench.drape.stamp import WORDS
from PIL import Image, ImageDraw, ImageFont, ImageOps

TILE, CAPTION = (240, 320), 56
_ROWS, _COLUMNS = 8, 8
_INK, _PALE, _RED = (30, 30, 30), (235, 235, 235), (176, 32, 44)


def sheets(outcomes: list[Outcome], people: list[Person], garments: list[Worn], folder: Path) -> list[Path]:
    """Write ``sheet-01.jpg`` and so on: garments across, people down, refused ones pale with their reason."""
    cells = {(each.person, each.garment): each for each in outcomes}
    written = []
    for top in range(0, len(people), _ROWS):
        for left in range(0, len(garments), _COLUMNS):
            block = people[top : top + _ROWS], garments[left : left + _COLUMNS]
            path = folder / f"sheet-{len(written) + 1:02d}.jpg"
            _sheet(*block, cells, folder).save(path, quality=85)
            written.append(path)
    return written


def _sheet(
    people: list[Person], garments: list[Worn], cells: dict[tuple[str, str], Outcome], folder: Path
) -> Image.Image:
    wide, tall = TILE[0] + 8, TILE[1] + CAPTION
    whole = Image.new("RGB", (wide * (len(garments) + 1), tall * (len(people) + 1) + 20), (255, 255, 255))
    draw = ImageDraw.Draw(whole)
    draw.text((8, whole.height - 18), WORDS, _RED, ImageFont.load_default(13))
    for column, worn in enumerate(garments, 1):
        whole.paste(_fitted(worn.photo.path), (column * wide, 0))
        _caption(draw, (column * wide, TILE[1]), f"{worn.photo.name} ({worn.category})", _INK)
    for row, person in enumerate(people, 1):
        whole.paste(_fitted(person.photo.path), (0, row * tall))
        _caption(draw, (0, row * tall + TILE[1]), person.photo.name, _INK)
        for column, worn in enumerate(garments, 1):
            outcome = cells.get((person.photo.name, worn.photo.name))
            if outcome is None:
                continue
            at = (column * wide, row * tall)
            if outcome.picture:
                whole.paste(_fitted(folder / outcome.picture), at)
            else:
                whole.paste(_PALE, (*at, at[0] + TILE[0], at[1] + TILE[1]))
                words = "\n".join(textwrap.wrap(f"{outcome.reason} {outcome.hint}", 32))
                draw.multiline_text((at[0] + 10, at[1] + 40), words, _INK, ImageFont.load_default(13))
            if outcome.outcome != "accepted":
                _caption(draw, (at[0], at[1] + TILE[1]), f"{outcome.outcome}: {outcome.code}", _RED)
    return whole


def _fitted(path: Path) -> Image.Image:
    with Image.open(path) as file:
        file.draft("RGB", (2 * TILE[0], 2 * TILE[1]))
        return ImageOps.pad(ImageOps.exif_transpose(file).convert("RGB"), TILE, color=(255, 255, 255))


def _caption(draw: ImageDraw.ImageDraw, at: tuple[int, int], words: str, ink: tuple[int, int, int]) -> None:
    lines = textwrap.wrap(words, 34)[:3]
    draw.multiline_text((at[0] + 2, at[1] + 3), "\n".join(lines), ink, ImageFont.load_default(13))


def page(outcomes: list[Outcome], folder: Path) -> Path:
    """Write ``index.html``: each picture at full size behind its thumbnail, and each refusal's words."""
    cards = "\n".join(
        _card(each) for each in sorted(outcomes, key=lambda e: (e.outcome, e.garment, e.person))
    )
    path = folder / "index.html"
    path.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>bench-drape</title><style>'
        "body{font:14px/1.4 system-ui;margin:16px}main{display:grid;gap:12px;"
        "grid-template-columns:repeat(auto-fill,minmax(240px,1fr))}article{border:1px solid #ddd;padding:6px}"
        "img{width:100%}.refused,.held{background:#fbecee}p{margin:4px 0;overflow-wrap:anywhere}</style>"
        f"<h1>bench-drape</h1><p>{escape(WORDS)}</p><main>{cards}</main></html>"
    )
    return path


def _card(outcome: Outcome) -> str:
    picture = (
        f'<a href="{escape(outcome.picture)}"><img loading="lazy" alt="" src="{escape(outcome.picture)}"></a>'
        if outcome.picture
        else ""
    )
    numbers = ", ".join(f"{name} {value}" for name, value in (outcome.measures | outcome.scores).items())
    reason = f"<p><b>{escape(outcome.code)}</b> {escape(outcome.reason)} {escape(outcome.hint)}</p>" * bool(
        outcome.code
    )
    return (
        f'<article class="{outcome.outcome}">{picture}<p>{escape(outcome.person)} in {escape(outcome.garment)} '
        f"({outcome.category})</p>{reason}<p>{escape(' '.join(outcome.warnings))}</p>"
        f"<p>{escape(numbers)}</p></article>"
    )
