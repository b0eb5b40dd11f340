"""The scene stage: the dressed person placed on a backdrop, in its light, with her shadows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.pose import Joint
from doublet.engines.tryon.contract import Output, Scene
from doublet.engines.tryon.drape.backdrop import draw_backdrop, floor_share
from doublet.engines.tryon.drape.ground import shadows
from doublet.engines.tryon.drape.layer import Dressed
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.drape.relight import relight
from doublet.engines.tryon.scenes import BACKGROUNDS, LIGHTS, Background, plate_background

_WAIST = 0.92  # of the way from shoulders to hips: below the waist, so that a hem is seen
_FEET = [Joint.LEFT_HEEL, Joint.LEFT_TOE, Joint.RIGHT_HEEL, Joint.RIGHT_TOE]


@dataclass(frozen=True, eq=False)
class Placement:
    """Where the person stands in the picture: scale, shift, and the row of the floor (None: not seen)."""

    scale: float
    shift: np.ndarray
    floor: float | None

    @property
    def matrix(self) -> np.ndarray:
        """The 2x3 matrix from the prepared photo to the picture."""
        return np.array([[self.scale, 0, self.shift[0]], [0, self.scale, self.shift[1]]])


def place(person: Person, alpha: np.ndarray, scene: Scene, output: Output) -> Placement:
    """Frame the person: feet on the floor where they are seen, else cut at the picture's lower edge."""
    ys, xs = np.nonzero(alpha > 0.5)
    top, bottom = float(ys.min()), float(ys.max())
    middle = float(person.body.shoulders[0] + person.body.hips[0]) / 2
    height = alpha.shape[0]
    stands = bool(bottom < height - 4) and float(person.pose.visibility[Joint.LEFT_ANKLE]) > 0.5
    if scene.crop == "full" and stands:
        scale = 0.86 * output.height / (bottom - top)
        upper = 0.07 * output.height
    else:
        knees = (person.body.legs["left"].knee + person.body.legs["right"].knee)[1] / 2
        thigh = float(person.body.hips[1] * 0.45 + knees * 0.55)
        ends = {"three_quarter": thigh, "half": float(person.body.centre(_WAIST)[1])}
        end = min(bottom, ends.get(scene.crop, bottom))
        # hair that the photo cuts off is cut off by the picture too
        upper = 0.075 * output.height if top > 2 else -0.004 * output.height
        scale = (output.height - upper + 2) / (end - top)
        stands = False
    across = max(middle - float(xs.min()), float(xs.max()) - middle)
    if scale * across > 0.485 * output.width and stands:
        scale = 0.485 * output.width / across
        upper = 0.93 * output.height - scale * (bottom - top)
    shift = np.array([output.width / 2 - middle * scale, upper - top * scale])
    floor = bottom * scale + shift[1] if stands else None
    return Placement(float(scale), shift, floor)


@dataclass(frozen=True, eq=False)
class Staged:
    """A finished picture with what it was made from, so that it can be measured.

    Attributes:
        picture: HxWx3 uint8.
        plain: HxWx3 uint8, the placed figure before any light was put on it.
        alpha, skin: HxW float32, the figure, and her skin in it.
        background: the backdrop that was asked for.
        placement: where the prepared photo lies in the picture.
    """

    picture: np.ndarray
    plain: np.ndarray
    alpha: np.ndarray
    skin: np.ndarray
    background: Background
    placement: Placement


def background_of(scene: Scene) -> Background:
    """The backdrop of a scene; a brand's plate is one of its own mean colour."""
    if scene.plate is None:
        return BACKGROUNDS[scene.background]
    red, green, blue = scene.plate.pixels.reshape(-1, 3).mean(0)
    return plate_background((float(red), float(green), float(blue)))


def stage(person: Person, dressed: Dressed, scene: Scene, output: Output, seed: int) -> Staged:
    """The figure placed, lit and set down in its scene; the same for the same seed."""
    light, background = LIGHTS[scene.light], background_of(scene)
    placement = place(person, dressed.alpha, scene, output)
    size = (output.width, output.height)

    def placed(mask: np.ndarray) -> np.ndarray:
        grown = cv2.warpAffine(mask, placement.matrix, size, flags=cv2.INTER_LINEAR)
        if placement.scale > 1.2:  # the steps of the small mask would show along hair
            grown = cv2.GaussianBlur(grown, (0, 0), 0.42 * placement.scale)
        return np.clip(grown, 0, 1)

    colours = _placed_colours(dressed.pixels, placement, size)
    alpha, face = placed(_tightened(dressed.alpha)), placed(dressed.face)
    bare = np.isin(person.labels, (Part.SKIN, Part.FACE)).astype(np.float32) * (1 - dressed.cover)
    wall = draw_backdrop(background, light, *size, placement.floor, seed, scene.plate)
    ground = floor_share(background, output.height, placement.floor)
    feet = person.pose.points[_FEET] * placement.scale + placement.shift
    wall *= shadows(alpha, feet, placement.floor, ground, light)[..., None]
    figure = relight(colours, alpha, face, wall, light, background.level)
    made = wall + (figure - wall) * alpha[..., None]
    return Staged(
        picture=np.clip(np.rint(made), 0, 255).astype(np.uint8),
        plain=np.clip(np.rint(colours), 0, 255).astype(np.uint8),
        alpha=alpha,
        skin=placed(cv2.erode(bare, np.ones((3, 3), np.uint8))),
        background=background,
        placement=placement,
    )


def _placed_colours(pixels: np.ndarray, placement: Placement, size: tuple[int, int]) -> np.ndarray:
    """The figure at its place, float32: softened before it is made smaller, crisped after it was made bigger."""
    if placement.scale < 0.75:
        pixels = cv2.GaussianBlur(pixels, (0, 0), 0.42 / placement.scale)
    flags = cv2.INTER_CUBIC if placement.scale > 1 else cv2.INTER_AREA
    colours = cv2.warpAffine(pixels, placement.matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    colours = colours.astype(np.float32, copy=False)
    if placement.scale > 1.2:
        blurred = cv2.GaussianBlur(colours, (0, 0), 0.6 * placement.scale)
        colours = cv2.addWeighted(colours, 1.45, blurred, -0.45, 0)
    return np.clip(colours, 0, 255)


def _tightened(alpha: np.ndarray) -> np.ndarray:
    """The cut-out without the faint outermost veil, which would carry the old backdrop along."""
    return np.clip((alpha - 0.06) / 0.88, 0, 1).astype(np.float32)
