"""The nudity gate: no photo goes in and no frame comes out that it does not pass.

Network: Open NSFW (Yahoo, BSD-2-Clause). It answers one number for "not suitable for work"; it knows
nothing of context, so the gate is strict and a person can look at what it stopped.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from doublet.engines import weights
from doublet.kernel.refusals import Refused

MODEL = "open-nsfw.onnx"
THRESHOLD = 0.5
SIDE, FRAME = 224, 256
LONG = 1.2
_MEAN_BGR = np.array([104, 117, 123], dtype=np.float32)


def score(pixels: NDArray[np.uint8]) -> float:
    """0..1 for an HxWx3 RGB picture: the network's certainty that it shows nudity or sex.

    The whole picture is squeezed to a square, as in training. A tall or wide one loses its shapes
    that way, so its two end squares are read too and the highest answer counts.

    Raises:
        Unavailable: the model file is missing. There is no answer without it: callers fail closed.
    """
    height, width = pixels.shape[:2]
    side = min(height, width)
    views = [pixels]
    if max(height, width) > LONG * side:
        views += [pixels[:side, :side], pixels[height - side :, width - side :]]
    return max(_look(view) for view in views)


def check(pixels: NDArray[np.uint8]) -> float:
    """The score of a picture that may pass.

    Raises:
        Refused: ``nudity``, rule EU-5-NUD.
        Unavailable: the model file is missing, so nothing may pass.
    """
    found = score(pixels)
    if found >= THRESHOLD:
        raise Refused(
            "nudity",
            "The picture looks like nudity; no twin may be shown or made from such a picture.",
            rule="EU-5-NUD",
            hint="Use a photo in a base layer. If this is a mistake, ask the operator to look at it.",
        )
    return found


def _look(pixels: NDArray[np.uint8]) -> float:
    session = weights.session(MODEL)
    square = cv2.resize(pixels, (FRAME, FRAME), interpolation=cv2.INTER_AREA)
    edge = (FRAME - SIDE) // 2
    middle = square[edge : edge + SIDE, edge : edge + SIDE, ::-1].astype(np.float32) - _MEAN_BGR
    (answer,) = session.run(None, {session.get_inputs()[0].name: middle[None]})
    return float(np.asarray(answer)[0, 1])
