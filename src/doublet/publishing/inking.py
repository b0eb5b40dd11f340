"""Drawing what a place asks for on a delivery's pixels, and measuring it again on the finished file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from doublet.engines import face, label
from doublet.kernel.refusals import Unavailable
from doublet.publishing.preflight import Written
from doublet.publishing.shapes import NOTHING, Shares, free_area

RETOUCHED_FR = "Photographie retouchée"
RETOUCHED_NO = ("Retusjert", "person")
_FACE_ROOM = 0.15  # a face box ends at the hairline; hair and chin belong to it
_TYPE_SHARE = 0.03
_LOW_COVER = 0.2  # a place that covers this much of the foot leaves the label more room at the head


@dataclass
class Inking:
    """Draws what a place asks for on the finished size, and remembers where.

    Attributes:
        covers: what the place's own buttons and words lie over; the marks stay out of it.
    """

    text: str
    marks: Sequence[str]
    covers: Shares = NOTHING
    faces: tuple[label.Box, ...] | None = None
    drawn: list[tuple[str, str, label.Drawn]] = field(default_factory=list)

    def __call__(self, pixels: np.ndarray) -> np.ndarray:
        """The pixels with every mark on them."""
        self.faces = faces_in(pixels)
        taken = list(self.faces or ())
        if "retouched_no" in self.marks:
            pixels = self._keep(
                "retouched_no",
                " ".join(RETOUCHED_NO),
                label.roundel(pixels, RETOUCHED_NO, avoid=taken),
                taken,
            )
        if self.text:
            corner: label.Corner = "top_left" if self.covers[2] > _LOW_COVER else "bottom_left"
            pixels = self._keep(
                "label", self.text, self._composed(pixels, self.text, corner, "ai", taken), taken
            )
        if "retouched_fr" in self.marks:
            made = self._composed(pixels, RETOUCHED_FR, "top_right", "none", taken)
            pixels = self._keep("retouched_fr", RETOUCHED_FR, made, taken)
        return pixels

    def _composed(
        self,
        pixels: np.ndarray,
        text: str,
        corner: label.Corner,
        icon: label.Icon,
        taken: Sequence[label.Box],
    ) -> label.Drawn:
        """A label drawn in the free area alone, with letters as tall as the whole picture needs them."""
        height, width = pixels.shape[:2]
        left, top, right, bottom = free_area(width, height, self.covers)
        within = pixels[top:bottom, left:right]
        share = _TYPE_SHARE * min(width, height) / min(within.shape[:2])
        avoid = [(box[0] - left, box[1] - top, box[2] - left, box[3] - top) for box in taken]
        made = label.compose(within, text, size_share=share, corner=corner, icon=icon, avoid=avoid)
        whole = pixels.copy()
        whole[top:bottom, left:right] = made.pixels
        return replace(made, pixels=whole, box=_by(made.box, left, top), words=_by(made.words, left, top))

    def _keep(self, kind: str, text: str, made: label.Drawn, taken: list[label.Box]) -> np.ndarray:
        self.drawn.append((kind, text, made))
        taken.append(made.box)
        return made.pixels

    def measured(self, pixels: np.ndarray) -> tuple[Written, ...]:
        """What can be read of the marks in the decoded file."""
        return tuple(self._written(pixels, *one) for one in self.drawn)

    def _written(self, pixels: np.ndarray, kind: str, text: str, made: label.Drawn) -> Written:
        seen = label.measure(pixels, made.words)
        over = None
        if self.faces is not None:
            over = max((label.covered(one, made.box) for one in self.faces), default=0.0)
        free = free_area(pixels.shape[1], pixels.shape[0], self.covers)
        inside = label.covered(made.box, free)
        return Written(
            kind, text, round(seen.height_share, 4), round(seen.contrast, 2), over, round(inside, 3)
        )


def faces_in(pixels: np.ndarray) -> tuple[label.Box, ...] | None:
    """Boxes of the faces with some room around them; None where this machine cannot look."""
    try:
        found = face.find(pixels)
    except Unavailable:
        return None
    height, width = pixels.shape[:2]
    boxes = []
    for one in found:
        left, top, right, bottom = one.box_xyxy
        room = _FACE_ROOM * one.size
        boxes.append(
            (
                max(0, int(left - room)),
                max(0, int(top - room)),
                min(width, int(right + room)),
                min(height, int(bottom + room)),
            )
        )
    return tuple(boxes)


def _by(box: label.Box, right: int, down: int) -> label.Box:
    return box[0] + right, box[1] + down, box[2] + right, box[3] + down
