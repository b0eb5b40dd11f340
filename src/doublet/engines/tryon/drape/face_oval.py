"""The outline of the face: from the face mesh where there is one, else an ellipse from the pose."""

from __future__ import annotations

import numpy as np

from doublet.engines.face import look
from doublet.engines.tryon.drape.body import Body

PRESENT = 0.6
# the mesh points round the face, in order
_OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip


def face_oval(pixels: np.ndarray, body: Body) -> np.ndarray:
    """(36, 2) points round the face, hairline to chin, pixels of the photo."""
    rough = _ellipse(body)
    low, high = rough.min(0), rough.max(0)
    found = look(pixels, (float(low[0]), float(low[1]), float(high[0]), float(high[1])))
    oval = found.points[list(_OVAL), :2].astype(float)
    # a mesh that slipped off the head would paint skin where there is none
    slip = np.linalg.norm(oval.mean(0) - rough.mean(0)) / max(float((high - low).max()), 1.0)
    return oval if found.presence >= PRESENT and slip < 0.35 else rough


def _ellipse(body: Body) -> np.ndarray:
    fall = body.mouth - body.eyes
    chin, brow = body.mouth + 0.85 * fall, body.eyes - 1.05 * fall
    tall = np.linalg.norm(chin - brow) / 2
    ears = np.linalg.norm(body.ears[1] - body.ears[0]) / 2
    wide = float(np.clip(ears * 0.92, 0.62 * tall, 0.86 * tall))
    down = fall / (np.linalg.norm(fall) + 1e-6)
    across = np.array([down[1], -down[0]])
    angle = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    return (chin + brow) / 2 + np.outer(np.sin(angle) * wide, across) - np.outer(np.cos(angle) * tall, down)
