"""Drawn figures for tests: a person in a base layer and flat garments, with everything about them known."""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.pose import Joint, Pose
from doublet.engines.tryon.contract import Category
from doublet.engines.tryon.drape import garment as garments
from doublet.engines.tryon.drape.body import body_of
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.garment_photo import GarmentPhoto
from doublet.engines.tryon.drape.parse import Parse
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person

WALL, SKIN, TOP, LEGGINGS, HAIR = (205, 206, 208), (214, 168, 140), (86, 120, 170), (40, 44, 60), (50, 36, 30)
RED = (190, 50, 40)

# a frontal stance in a 384x512 picture; the person's left is on the picture's right
_STANCE = {
    Joint.NOSE: (192, 68),
    Joint.LEFT_EYE: (201, 58),
    Joint.RIGHT_EYE: (183, 58),
    Joint.LEFT_EAR: (213, 62),
    Joint.RIGHT_EAR: (171, 62),
    Joint.MOUTH_LEFT: (198, 80),
    Joint.MOUTH_RIGHT: (186, 80),
    Joint.LEFT_SHOULDER: (232, 128),
    Joint.RIGHT_SHOULDER: (152, 128),
    Joint.LEFT_ELBOW: (266, 196),
    Joint.RIGHT_ELBOW: (118, 196),
    Joint.LEFT_WRIST: (290, 258),
    Joint.RIGHT_WRIST: (94, 258),
    Joint.LEFT_INDEX: (298, 278),
    Joint.RIGHT_INDEX: (86, 278),
    Joint.LEFT_PINKY: (294, 280),
    Joint.RIGHT_PINKY: (90, 280),
    Joint.LEFT_HIP: (214, 246),
    Joint.RIGHT_HIP: (170, 246),
    Joint.LEFT_KNEE: (224, 350),
    Joint.RIGHT_KNEE: (160, 350),
    Joint.LEFT_ANKLE: (230, 450),
    Joint.RIGHT_ANKLE: (154, 450),
    Joint.LEFT_HEEL: (228, 462),
    Joint.RIGHT_HEEL: (156, 462),
    Joint.LEFT_TOE: (236, 472),
    Joint.RIGHT_TOE: (148, 472),
}


def drawn_person(
    moved: dict[Joint, tuple[int, int]] | None = None,
    skin: tuple[int, int, int] = SKIN,
    *,
    shorts: bool = False,
) -> Person:
    """A person of flat colours whose parts are known exactly; `moved` joints are drawn elsewhere.

    Args:
        shorts: short shorts and bare legs instead of leggings.
    """
    stance = _STANCE | (moved or {})
    points = np.zeros((33, 2), np.float32)
    for joint, at in stance.items():
        points[joint] = at
    labels = np.zeros((512, 384), np.uint8)

    def line(part: Part, a: Joint, b: Joint, thick: int) -> None:
        cv2.line(labels, stance[a], stance[b], int(part), thick)

    j = Joint
    for shoulder, elbow, wrist, index in (
        (j.LEFT_SHOULDER, j.LEFT_ELBOW, j.LEFT_WRIST, j.LEFT_INDEX),
        (j.RIGHT_SHOULDER, j.RIGHT_ELBOW, j.RIGHT_WRIST, j.RIGHT_INDEX),
    ):
        line(Part.SKIN, shoulder, elbow, 22)
        line(Part.SKIN, elbow, wrist, 17)
        line(Part.SKIN, wrist, index, 16)
    for hip, knee, ankle, toe in (
        (j.LEFT_HIP, j.LEFT_KNEE, j.LEFT_ANKLE, j.LEFT_TOE),
        (j.RIGHT_HIP, j.RIGHT_KNEE, j.RIGHT_ANKLE, j.RIGHT_TOE),
    ):
        line(Part.SHOE, ankle, toe, 18)
        line(Part.SKIN if shorts else Part.BOTTOM, hip, knee, 36)
        line(Part.SKIN if shorts else Part.BOTTOM, knee, ankle, 24)
    neck = np.array(
        [[176, 96], [208, 96], [214, 116], [238, 122], [238, 136], [146, 136], [146, 122], [170, 116]]
    )
    cv2.fillPoly(labels, [neck], int(Part.SKIN))
    hem = 290 if shorts else 262
    cv2.fillPoly(labels, [np.array([[158, 240], [226, 240], [236, hem], [148, hem]])], int(Part.BOTTOM))
    top = np.array(
        [
            [164, 120],
            [174, 120],
            [192, 146],
            [210, 120],
            [220, 120],
            [224, 168],
            [226, 246],
            [158, 246],
            [160, 168],
        ]
    )
    cv2.fillPoly(labels, [top], int(Part.TOP))
    cv2.ellipse(labels, (192, 58), (25, 34), 0, 0, 360, int(Part.HAIR), -1)
    oval = np.array(cv2.ellipse2Poly((192, 68), (19, 28), 0, 0, 360, 10), float)
    cv2.fillPoly(labels, [oval.astype(np.int32)], int(Part.FACE))
    palette = np.array([WALL, HAIR, skin, skin, TOP, LEGGINGS, (90, 70, 60)], np.uint8)
    alpha = (labels > 0).astype(np.float32)
    pixels = palette[labels]
    pose = Pose(points, np.zeros(33, np.float32), np.full(33, 0.99, np.float32), alpha, 1.0)
    body = body_of(pose)
    assert body is not None
    return Person(
        pixels,
        alpha,
        pixels.astype(np.float32),
        pose,
        body,
        oval,
        Parse(labels, shorts, 0.0),
        (0, 0, 384, 512),
    )


def drawn_garment(category: Category = "tops", *, sleeves: bool = True) -> Garment:
    """A flat red garment drawn without noise; its photo needs no network to be cut out."""
    mask = np.zeros((512, 512), np.uint8)
    if category == "bottoms":
        shape = [[170, 40], [342, 40], [370, 480], [280, 480], [256, 190], [232, 480], [142, 480]]
    elif category == "skirts":
        shape = [[180, 60], [332, 60], [400, 440], [112, 440]]
    elif category == "dresses":
        shape = [
            [186, 40],
            [216, 40],
            [256, 90],
            [296, 40],
            [326, 40],
            [322, 130],
            [400, 480],
            [112, 480],
            [190, 130],
        ]
    elif sleeves:
        shape = [
            [206, 50], [256, 72], [306, 50], [372, 74], [452, 170], [408, 204], [366, 160],
            [366, 440], [146, 440], [146, 160], [104, 204], [60, 170], [140, 74],
        ]  # fmt: skip
    else:
        shape = [
            [186, 50],
            [216, 50],
            [256, 110],
            [296, 50],
            [326, 50],
            [350, 170],
            [356, 440],
            [156, 440],
            [162, 170],
        ]
    cv2.fillPoly(mask, [np.array(shape, np.int32)], 1)
    inside = mask > 0
    pixels = np.where(inside[..., None], np.array(RED, np.uint8), np.array((240, 240, 240), np.uint8))
    alpha = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.0)
    clean = np.full_like(pixels, RED)
    photo = GarmentPhoto(pixels, inside, alpha, clean, clean, 1.0, np.zeros(2), 0.0, np.array([512.0, 512.0]))
    return garments.understand(photo, category, {})
