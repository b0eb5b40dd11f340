"""Faces in a photo: a detector at three scales, each find confirmed by a second network.

Detector: YuNet (Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", 2023). It scores large
faces low at full scale and small ones low at a reduced one, so both are asked. A shoe or a cat that
it takes for a face does not survive the face mesh, which says how sure it is of what it sees.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from doublet.engines import weights
from doublet.engines.face.mesh import PRESENT, look

LONG_SIDES = (1024, 512, 320)
CANDIDATE = 0.6
EDGE_CANDIDATE, EDGE_ROOM = 0.45, 0.15
SURE_WITHOUT_MESH = 0.68  # profiles: the mesh knows only faces that show both eyes
MIN_SIDE_PX = 24
SAME_FACE_OVERLAP = 0.35


@dataclass(frozen=True, eq=False)
class Face:
    """A face found in a photo, in the photo's pixels.

    Attributes:
        box: left, top, width, height.
        points: (5, 2) her right eye, left eye, nose tip, right and left corner of the mouth.
        score: 0..1, how sure the detector is.
        presence: 0..1, how sure the face mesh is; near 0 for true profiles.
    """

    box: tuple[float, float, float, float]
    points: NDArray[np.float32] = field(repr=False)
    score: float
    presence: float

    @property
    def box_xyxy(self) -> tuple[float, float, float, float]:
        left, top, width, height = self.box
        return left, top, left + width, top + height

    @property
    def size(self) -> float:
        """The shorter side of the box, in pixels."""
        return min(self.box[2:])

    @property
    def sideways(self) -> bool:
        """Whether nose and eyes lie at one edge of the box, as they do in a profile."""
        left, top, width, height = self.box
        x, y = (self.points[:, 0] - left) / width, (self.points[:, 1] - top) / height
        ordered = y[:2].max() < y[2] < y[3:].min()
        return bool(ordered and abs(x[[0, 1, 3, 4]].mean() - 0.5) > 0.15 and abs(x[2] - 0.5) > 0.28)


def find(pixels: NDArray[np.uint8]) -> tuple[Face, ...]:
    """Faces of an HxWx3 RGB photo, the largest first; half-body and full-length photos included.

    Raises:
        Unavailable: a model file is missing.
    """
    candidates = [face for side in LONG_SIDES for face in _detect(pixels, side, CANDIDATE)]
    candidates.sort(key=lambda face: -face.score)
    kept: list[Face] = []
    doubted: list[Face] = []
    for face in candidates:
        if face.size < MIN_SIDE_PX or _among(face, kept):
            continue
        # Where the surest box was no face, another one there may still be a profile, nothing else.
        sure = None if _among(face, doubted) and not face.sideways else _confirm(pixels, face)
        if sure:
            kept.append(sure)
        else:
            doubted.append(face)
    return tuple(sorted(kept, key=lambda face: -face.size))


def at_edge(pixels: NDArray[np.uint8], faces: tuple[Face, ...]) -> int:
    """How many further people are cut by the photo's edge: half a face scores too low for `find`.

    The photo is continued beyond its edges, which gives the detector room for the missing half.
    Only faces at least half as large as the largest known one count.
    """
    height, width = pixels.shape[:2]
    room = int(EDGE_ROOM * max(height, width))
    wider = np.pad(pixels, ((room, room), (room, room), (0, 0)), mode="edge")
    cut = 0
    for face in _detect(wider, LONG_SIDES[0], EDGE_CANDIDATE):
        left, top, right, bottom = (v - room for v in face.box_xyxy)
        there = Face((left, top, right - left, bottom - top), face.points - room, face.score, 0.0)
        outside = left < 0 or top < 0 or right > width
        new = not any(_overlap(there, known) > SAME_FACE_OVERLAP / 2 for known in faces)
        cut += bool(outside and new and faces and there.size > faces[0].size / 2)
    return cut


def _among(face: Face, others: list[Face]) -> bool:
    return any(_overlap(face, other) > SAME_FACE_OVERLAP for other in others)


def _confirm(pixels: NDArray[np.uint8], face: Face) -> Face | None:
    if face.points[:2, 1].mean() >= face.points[3:, 1].mean():
        return None  # upside down; the mesh would see an upright face in it
    presence = look(pixels, face.box_xyxy).presence
    if presence < PRESENT and not (face.score >= SURE_WITHOUT_MESH and face.sideways):
        return None
    return Face(face.box, face.points, face.score, presence)


def _detect(pixels: NDArray[np.uint8], long_side: int, least: float) -> list[Face]:
    height, width = pixels.shape[:2]
    scale = long_side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    picture = cv2.cvtColor(cv2.resize(pixels, size, interpolation=way), cv2.COLOR_RGB2BGR)
    detector, lock = _detector()
    with lock:
        detector.setInputSize(size)
        detector.setScoreThreshold(least)
        rows = detector.detect(picture)[1]
    faces = []
    for row in [] if rows is None else rows:
        left, top, box_width, box_height = (float(v) / scale for v in row[:4])
        points = (row[4:14].reshape(5, 2) / scale).astype(np.float32)
        faces.append(Face((left, top, box_width, box_height), points, float(row[14]), 0.0))
    return faces


def _overlap(a: Face, b: Face) -> float:
    """Shared area over the smaller box: a face inside a face is the same one."""
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = a.box_xyxy, b.box_xyxy
    shared = max(0.0, min(ax1, bx1) - max(ax0, bx0)) * max(0.0, min(ay1, by1) - max(ay0, by0))
    return shared / max(min(a.box[2] * a.box[3], b.box[2] * b.box[3]), 1.0)


@cache
def _detector() -> tuple[cv2.FaceDetectorYN, threading.Lock]:
    file = weights.path("face_detection_yunet_2023mar_int8bq.onnx")
    return cv2.FaceDetectorYN.create(str(file), "", (320, 320), CANDIDATE, 0.3, 50), threading.Lock()
