"""What a picture says to somebody who cannot see it: put together from facts, and editable."""

from __future__ import annotations

import re

from doublet.engines.tryon.scenes import BACKGROUNDS
from doublet.kernel.refusals import BadInput
from doublet.studio.models import Frame

LONGEST = 300
_SAYS_AI = re.compile(r"\b(AI|KI|IA)\b|AI(?=[^\x00-\x7f])")


def described(frame: Frame) -> str:
    """Kind of picture, garment, background: nothing about her body, her age or where she comes from."""
    whom = "fictional" if frame.licence.model.fictional else "real"
    scene = BACKGROUNDS.get(frame.shot.background)
    where = f", {scene.title[:1].lower()}{scene.title[1:]} background" if scene else ""
    return f"AI-generated image of a {whom} model wearing {frame.shot.garment.name}{where}."[:LONGEST]


def checked(words: str) -> str:
    """A brand's own words, if they still say that the picture was made with AI.

    Raises:
        BadInput: empty, too long, or silent about AI.
    """
    words = " ".join(words.split())
    if not 1 <= len(words) <= LONGEST:
        raise BadInput("alt_text_length", f"An alt text has 1 to {LONGEST} signs; this one has {len(words)}.")
    if not _SAYS_AI.search(words):
        raise BadInput(
            "alt_text_silent",
            "The alt text does not say that the picture was made with AI.",
            rule="HOUSE-LABEL",
            hint="Keep the words “AI-generated image”, or say it in your language (KI, IA).",
        )
    return words
