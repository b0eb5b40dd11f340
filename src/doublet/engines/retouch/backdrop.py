"""Another backdrop behind her: cut out of the picture as it is, set before a newly drawn wall."""

from __future__ import annotations

import numpy as np

from doublet.engines import pose as poses
from doublet.engines.matte import cut_out, foreground
from doublet.engines.pose import Joint
from doublet.engines.retouch.steps import Background
from doublet.engines.tryon.drape.backdrop import draw_backdrop, floor_share
from doublet.engines.tryon.drape.ground import shadows
from doublet.engines.tryon.scenes import BACKGROUNDS, LIGHTS
from doublet.kernel.refusals import Refused

_FEET = [Joint.LEFT_HEEL, Joint.LEFT_TOE, Joint.RIGHT_HEEL, Joint.RIGHT_TOE]


def set_before(picture: np.ndarray, step: Background, light: str, seed: int) -> np.ndarray:
    """Her own pixels on the other backdrop, under the same light, with her shadows.

    Args:
        picture: HxWx3 float32. light: id of the light that the picture was made under.

    Raises:
        Refused: ``nobody_to_cut_out``.
        Unavailable: a model file is missing.
    """
    pixels = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
    pose = poses.find(pixels)
    if pose is None:
        raise Refused(
            "nobody_to_cut_out",
            "Nobody was found in the picture, so its background cannot be changed.",
            rule="HOUSE-RETOUCH",
            hint="Leave the background as it is.",
        )
    alpha = cut_out(pixels, pose)
    height, width = alpha.shape
    feet = pose.points[_FEET]
    stands = bool(pose.visibility[_FEET].min() > 0.5 and feet[:, 1].max() < height - 4)
    floor = float(feet[:, 1].max()) if stands else None
    background = BACKGROUNDS[step.background]
    wall = draw_backdrop(background, LIGHTS[light], width, height, floor, seed)
    ground = floor_share(background, height, floor)
    wall *= shadows(alpha, feet, floor, ground, LIGHTS[light])[..., None]
    figure = foreground(pixels, alpha).astype(np.float32)
    return wall + (figure - wall) * alpha[..., None]
