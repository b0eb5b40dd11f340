"""Making a delivery's file: marks drawn on the pixels, signed, read back, and held against its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from doublet.engines import face, label, metadata, signer
from doublet.engines.image import decode
from doublet.kernel.refusals import Unavailable
from doublet.provenance.identity import identity
from doublet.provenance.marking import Marked, mark_delivery, source_type
from doublet.publishing.preflight import Report, Seen, Written, report
from doublet.publishing.profiles import VERSION, Profile
from doublet.studio.models import Frame
from doublet.studio.queries import retouch_of

RETOUCHED_FR = "Photographie retouchée"
RETOUCHED_NO = ("Retusjert", "person")
_FACE_ROOM = 0.15  # a face box ends at the hairline; hair and chin belong to it


@dataclass(frozen=True)
class Made:
    """A finished file, what stands on it, and its pre-flight report."""

    marked: Marked
    text: str
    report: Report


@dataclass
class Inking:
    """Draws what a place asks for on the finished size, and remembers where."""

    text: str
    marks: Sequence[str]
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
            pixels = self._keep("label", self.text, label.compose(pixels, self.text, avoid=taken), taken)
        if "retouched_fr" in self.marks:
            made = label.compose(pixels, RETOUCHED_FR, corner="top_right", icon="none", avoid=taken)
            pixels = self._keep("retouched_fr", RETOUCHED_FR, made, taken)
        return pixels

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
        return Written(kind, text, round(seen.height_share, 4), round(seen.contrast, 2), over)


def altered(frame: Frame) -> tuple[str, ...]:
    """What was altered on her body, as far as it is known.

    A composite keeps her own photo's figure. What a trained model drew may have another one: nobody measured that
    it has not, so it counts as altered.
    """
    found = []
    version = retouch_of(frame)
    if version is not None and "body_shape" in version.kinds:
        found.append("body shape, by a retouch")
    if frame.report.get("kind") == "generated":
        found.append("figure redrawn by a trained model")
    return tuple(found)


def make(frame: Frame, place: Profile, warnings: Sequence[tuple[str, str]] = ()) -> Made:
    """The file of a frame for one place; takes seconds.

    Args:
        warnings: what the gate let pass with a warning, for the report.
    """
    changed = altered(frame)
    text = place.words(fictional=frame.licence.model.fictional) if place.burned_in else ""
    inking = Inking(text, place.marks(changed))
    made = mark_delivery(frame, label=inking if text or inking.marks else None)
    seen = read_back(made, inking, changed)
    checked = report(
        place,
        seen,
        version=VERSION,
        expected_source=source_type(frame).value.rpartition("/")[2],
        warnings=warnings,
    )
    return Made(made, text, checked)


def read_back(made: Marked, inking: Inking, changed: tuple[str, ...]) -> Seen:
    """What a stranger would find in the file."""
    pixels = decode(made.file).pixels
    found = metadata.read(made.file)
    credential = signer.read(made.file, made.media_type, identity=identity())
    holds = credential.signature_valid and credential.data_unchanged and credential.ours
    return Seen(
        width=pixels.shape[1],
        height=pixels.shape[0],
        marks=inking.measured(pixels),
        altered=changed,
        source_type=found.source_type.rpartition("/")[2],
        licence=found.licence_id,
        credential="holds" if holds else str(credential.verdict),
        credential_holds=holds,
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
