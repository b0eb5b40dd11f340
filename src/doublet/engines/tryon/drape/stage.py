"""The scene stage: the dressed person placed on a backdrop, in its light, with her shadows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines.pose import Joint
from doublet.engines.tryon.contract import Output, Scene
from doublet.engines.tryon.drape.backdrop import draw_backdrop
from doublet.engines.tryon.drape.layer import Dressed
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.scenes import BACKGROUNDS, LIGHTS, Light


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
        end = min(bottom, thigh) if scene.crop == "three_quarter" else bottom
        upper = 0.075 * output.height
        scale = (output.height - upper + 2) / (end - top)
        stands = False
    across = max(middle - float(xs.min()), float(xs.max()) - middle)
    if scale * across > 0.485 * output.width and stands:
        scale = 0.485 * output.width / across
        upper = 0.93 * output.height - scale * (bottom - top)
    shift = np.array([output.width / 2 - middle * scale, upper - top * scale])
    floor = bottom * scale + shift[1] if stands else None
    return Placement(float(scale), shift, floor)


def compose(person: Person, dressed: Dressed, scene: Scene, output: Output, seed: int) -> np.ndarray:
    """The finished picture, HxWx3 uint8."""
    light = LIGHTS[scene.light]
    placement = place(person, dressed.alpha, scene, output)
    size = (output.width, output.height)
    flags = cv2.INTER_CUBIC if placement.scale > 1 else cv2.INTER_AREA
    figure = dressed.pixels
    softening = 0.42 / placement.scale if placement.scale < 0.75 else 0.0
    if softening:
        figure = cv2.GaussianBlur(figure, (0, 0), softening)
    colours = cv2.warpAffine(figure, placement.matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    alpha = np.clip(cv2.warpAffine(dressed.alpha, placement.matrix, size, flags=cv2.INTER_LINEAR), 0, 1)
    face = np.clip(cv2.warpAffine(dressed.face, placement.matrix, size, flags=cv2.INTER_LINEAR), 0, 1)
    wall = draw_backdrop(BACKGROUNDS[scene.background], *size, placement.floor, seed)
    wall = wall * _shadows(person, alpha, placement, light)[..., None] * np.array(light.tint, np.float32)
    colours = _relit(colours, alpha, face, wall, light)
    share = alpha[..., None]
    return np.clip(np.round(_graded(colours * share + wall * (1 - share))), 0, 255).astype(np.uint8)


def _relit(
    colours: np.ndarray, alpha: np.ndarray, face: np.ndarray, wall: np.ndarray, light: Light
) -> np.ndarray:
    """The figure under the scene's light: relief from its outline, the wall's colour reflected."""
    unit = alpha.shape[0] / 1024
    inside = (alpha > 0.5).astype(np.uint8)
    depth = np.sqrt(np.minimum(cv2.distanceTransform(inside, cv2.DIST_L2, 5), 90 * unit))
    depth = cv2.GaussianBlur(depth, (0, 0), 9 * unit)
    slope = cv2.Sobel(depth, cv2.CV_32F, 1, 0, ksize=5) * light.direction[0]
    slope += cv2.Sobel(depth, cv2.CV_32F, 0, 1, ksize=5) * light.direction[1]
    strongest = np.percentile(np.abs(slope[inside > 0]), 98) if inside.any() else 1.0
    relief = np.clip(-slope / (strongest + 1e-6), -1, 1) * light.relief
    ambient = wall.mean((0, 1))
    tint = 1 + 0.10 * (ambient / ambient.mean() - 1)
    factor = (1 + relief * (1 - 0.5 * face))[..., None] * tint * np.array(light.tint, np.float32)
    # a figure in a dark room takes a little of the dark, one in a bright room a little of the light
    level = 1 + 0.10 * (float(ambient.mean()) / 200 - 1)
    return colours * factor * level


def _shadows(person: Person, alpha: np.ndarray, placement: Placement, light: Light) -> np.ndarray:
    """HxW factor: the figure's soft shadow on the wall and the dark contact under her feet."""
    height, width = alpha.shape
    shift = np.array([[1, 0, -light.direction[0] * 0.075 * width], [0, 1, 0.012 * height]], np.float32)
    cast = cv2.GaussianBlur(cv2.warpAffine(alpha, shift, (width, height)), (0, 0), 0.024 * width)
    factor = 1 - light.shadow * cast
    if placement.floor is None:
        return factor
    ground = np.zeros_like(alpha)
    near = np.zeros_like(alpha)
    for heel, toe in ((Joint.LEFT_HEEL, Joint.LEFT_TOE), (Joint.RIGHT_HEEL, Joint.RIGHT_TOE)):
        points = person.pose.points[[heel, toe]] * placement.scale + placement.shift
        x, y = float(points[:, 0].mean()), min(float(points[:, 1].max()), placement.floor)
        centre = (round(x), round(y))
        cv2.ellipse(ground, centre, (round(0.085 * width), round(0.016 * height)), 0, 0, 360, 1, -1)
        cv2.ellipse(near, centre, (round(0.045 * width), round(0.006 * height)), 0, 0, 360, 1, -1)
    ground = cv2.GaussianBlur(ground, (0, 0), 0.020 * width)
    near = cv2.GaussianBlur(near, (0, 0), 0.006 * width)
    return factor * (1 - 0.28 * ground) * (1 - 0.40 * near)


def _graded(picture: np.ndarray) -> np.ndarray:
    """A mild S-curve, so that figure and backdrop share one tone."""
    x = np.clip(picture / 255, 0, 1)
    return (x + 0.018 * np.sin((x - 0.5) * 2 * np.pi)) * 255
