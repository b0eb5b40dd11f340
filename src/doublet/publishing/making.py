"""Making a delivery's file: cut to its place's shape, marked, signed, read back, and held against its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from doublet.engines import metadata, signer
from doublet.engines.image import decode
from doublet.provenance.identity import identity
from doublet.provenance.marking import QUALITY, Marked, mark_delivery, source_type
from doublet.provenance.queries import review_copy
from doublet.publishing.inking import Inking, faces_in
from doublet.publishing.preflight import Report, Seen, report
from doublet.publishing.profiles import VERSION, Profile
from doublet.publishing.shapes import Cut, cut, heads
from doublet.studio.models import Frame
from doublet.studio.queries import retouch_of


@dataclass(frozen=True)
class Made:
    """A finished file, what stands on it, and its pre-flight report."""

    marked: Marked
    text: str
    report: Report


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
    inking = Inking(text, place.marks(changed), place.covers)
    part = part_for(frame, place)
    shape = signer.Shape(crop=part.box if part else None, long_side=place.most_side or None, quality=QUALITY)
    made = mark_delivery(frame, label=inking if text or inking.marks else None, shape=shape)
    seen = read_back(made, inking, changed, part)
    checked = report(
        place,
        seen,
        version=VERSION,
        expected_source=source_type(frame).value.rpartition("/")[2],
        warnings=warnings,
    )
    return Made(made, text, checked)


def part_for(frame: Frame, place: Profile) -> Cut | None:
    """The part of a picture that a place shows; None where it shows all of it."""
    if not place.shape:
        return None
    whole = decode(review_copy(frame)).pixels
    height, width = whole.shape[:2]
    return cut(width, height, place.shape, heads(faces_in(whole)))


def read_back(made: Marked, inking: Inking, changed: tuple[str, ...], part: Cut | None = None) -> Seen:
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
        ai_system=found.ai_system,
        cut_away=part.away if part else 0.0,
        face_kept=part.face if part else 1.0,
    )
