"""Making a delivery's file: cut to its place's shape, marked, signed, read back, held against its place; its preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doublet.engines import metadata, signer
from doublet.engines.image import decode, encode_jpeg, shrink
from doublet.engines.label import preview
from doublet.provenance.identity import identity
from doublet.provenance.marking import QUALITY, Marked, mark_delivery, source_type
from doublet.provenance.queries import review_copy
from doublet.publishing.inking import Inking, faces_in
from doublet.publishing.preflight import Report, Seen, report
from doublet.publishing.profiles import VERSION, Profile
from doublet.publishing.shapes import Cut, cut, heads
from doublet.studio.models import Frame
from doublet.studio.queries import retouch_of

_SAMPLE_SIDE = 720


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
    plan = planned(frame, place, changed)
    made = mark_delivery(frame, label=plan.draws, shape=plan.shape)
    seen = read_back(made, plan.inking, changed, plan.part)
    checked = report(
        place,
        seen,
        version=VERSION,
        expected_source=source_type(frame).value.rpartition("/")[2],
        warnings=warnings,
    )
    return Made(made, plan.inking.text, checked)


@dataclass(frozen=True)
class Plan:
    """What a place asks for, worked out for one picture: the file and its preview are made by the same one.

    Attributes:
        part: of the picture that the place shows; None where it shows all of it.
    """

    inking: Inking
    part: Cut | None
    shape: signer.Shape

    @property
    def draws(self) -> Inking | None:
        """What draws on the pixels; None where nothing stands on them."""
        return self.inking if self.inking.text or self.inking.marks else None


def planned(frame: Frame, place: Profile, changed: tuple[str, ...], whole: np.ndarray | None = None) -> Plan:
    """What a place makes of a picture; `whole` are its pixels, where somebody decoded them already."""
    text = place.words(fictional=frame.licence.model.fictional) if place.burned_in else ""
    part = None
    if place.shape:
        pixels = decode(review_copy(frame)).pixels if whole is None else whole
        part = cut(pixels.shape[1], pixels.shape[0], place.shape, heads(faces_in(pixels)))
    shape = signer.Shape(crop=part.box if part else None, long_side=place.most_side or None, quality=QUALITY)
    return Plan(Inking(text, place.marks(changed), place.covers), part, shape)


def sample(frame: Frame, place: Profile) -> bytes:
    """What `make` would cut and draw, as a small JPEG marked across as a preview. Nothing is signed or kept."""
    whole = decode(review_copy(frame)).pixels
    plan = planned(frame, place, altered(frame), whole)
    pixels, _ = signer.shaped(whole, plan.shape)
    return small(plan.draws(pixels) if plan.draws else pixels)


def small(pixels: np.ndarray) -> bytes:
    """A picture to look at on a page: small, and marked across as a preview."""
    if max(pixels.shape[:2]) > _SAMPLE_SIDE:
        pixels = shrink(pixels, _SAMPLE_SIDE)
    return encode_jpeg(preview(pixels), quality=80)


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
