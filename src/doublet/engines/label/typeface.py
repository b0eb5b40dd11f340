"""Choosing typefaces that have every sign of a text, and refusing a text that none can show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

from doublet.kernel.home import home
from doublet.kernel.refusals import BadInput

_SHIPPED = Path(__file__).parent / "fonts" / "InstrumentSans.ttf"
_HAN = Path(__file__).parents[1] / "document" / "fonts" / "NotoSansSC-Regular.ttf"
_AXES = {b"Weight": 600, b"Width": 100}
_NO_SUCH_SIGN = "\U0010ffff"


@dataclass(frozen=True)
class Lettering:
    """How a text is set at one size: each run of signs in the first typeface that has them."""

    font: ImageFont.FreeTypeFont
    others: tuple[ImageFont.FreeTypeFont, ...] = ()

    @property
    def capital(self) -> int:
        """Height of a capital letter, in pixels."""
        _, top, _, bottom = self.font.getbbox("H")
        return round(bottom - top)

    def length(self, text: str) -> float:
        """Width of a line, in pixels."""
        return sum(font.getlength(run) for font, run in self._runs(text))

    def write(self, pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, *, fill: int = 255) -> None:
        """A line whose baseline begins at `at`."""
        left, baseline = at
        for font, run in self._runs(text):
            pen.text((left, baseline), run, fill=fill, font=font, anchor="ls")
            left += font.getlength(run)

    def _runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        run, of = "", self.font
        for sign in text:
            font = next((one for one in (self.font, *self.others) if _has(one, sign)), self.font)
            if run and font is not of:
                yield of, run
                run = ""
            run, of = run + sign, font
        if run:
            yield of, run


def lettering(text: str, size: int) -> Lettering:
    """The typefaces that write `text` together, at `size` pixels per em.

    Raises:
        BadInput: a sign is in none of them.
    """
    fonts = tuple(_opened(path, size) for path in _paths())
    lacking = "".join(s for s in dict.fromkeys(text) if not any(_has(font, s) for font in fonts))
    if lacking:
        raise _refusal(lacking)
    return Lettering(fonts[0], fonts[1:])


def typeface(text: str, size: int) -> ImageFont.FreeTypeFont:
    """The first typeface with every sign of `text`, at `size` pixels per em.

    The shipped Instrument Sans has the Latin scripts, Noto Sans SC the Chinese signs. Others come from the
    operator: font files in ``fonts`` of the instance's home are tried in order of their names.

    Raises:
        BadInput: no typeface here has all the signs.
    """
    missing = ""
    for path in _paths():
        font = _opened(path, size)
        lacking = "".join(sign for sign in dict.fromkeys(text) if not _has(font, sign))
        if not lacking:
            return font
        missing = lacking if not missing or len(lacking) < len(missing) else missing
    raise _refusal(missing)


def _refusal(missing: str) -> BadInput:
    return BadInput(
        "label_glyphs_missing",
        f"No typeface here can write {missing[:12]!r} of the label.",
        hint="Put a font file that has these signs into the fonts folder of this instance.",
    )


def _paths() -> tuple[Path, ...]:
    own = sorted(path for path in (home() / "fonts").glob("*") if path.suffix in {".ttf", ".otf", ".ttc"})
    return (_SHIPPED, _HAN, *own)


@cache
def _opened(path: Path, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size)
    if path == _SHIPPED:
        font.set_variation_by_axes([_AXES[axis["name"]] for axis in font.get_variation_axes()])
    return font


def _has(font: ImageFont.FreeTypeFont, sign: str) -> bool:
    if unicodedata.category(sign) in {"Zs", "Cf"}:
        return True
    drawn, nothing = font.getmask(sign), font.getmask(_NO_SUCH_SIGN)
    return drawn.size != nothing.size or bytes(drawn) != bytes(nothing)
