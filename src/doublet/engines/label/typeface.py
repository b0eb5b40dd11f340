"""Choosing a typeface that has every sign of a text, and refusing a text that none can show."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from PIL import ImageFont

from doublet.kernel.home import home
from doublet.kernel.refusals import BadInput

_SHIPPED = Path(__file__).parent / "fonts" / "InstrumentSans.ttf"
_AXES = {b"Weight": 600, b"Width": 100}
_NO_SUCH_SIGN = "\U0010ffff"


def typeface(text: str, size: int) -> ImageFont.FreeTypeFont:
    """The first typeface with every sign of `text`, at `size` pixels per em.

    The shipped Instrument Sans has the Latin scripts. Others come from the operator: font files in
    ``fonts`` of the instance's home are tried in order of their names.

    Raises:
        BadInput: no typeface here has all the signs.
    """
    own = sorted(path for path in (home() / "fonts").glob("*") if path.suffix in {".ttf", ".otf", ".ttc"})
    missing = ""
    for path in (_SHIPPED, *own):
        font = ImageFont.truetype(path, size)
        if path == _SHIPPED:
            font.set_variation_by_axes([_AXES[axis["name"]] for axis in font.get_variation_axes()])
        lacking = "".join(sign for sign in dict.fromkeys(text) if not _has(font, sign))
        if not lacking:
            return font
        missing = lacking if not missing or len(lacking) < len(missing) else missing
    raise BadInput(
        "label_glyphs_missing",
        f"No typeface here can write {missing[:12]!r} of the label.",
        hint="Put a font file that has these signs into the fonts folder of this instance.",
    )


def _has(font: ImageFont.FreeTypeFont, sign: str) -> bool:
    if unicodedata.category(sign) in {"Zs", "Cf"}:
        return True
    drawn, nothing = font.getmask(sign), font.getmask(_NO_SUCH_SIGN)
    return drawn.size != nothing.size or bytes(drawn) != bytes(nothing)
