"""The coarse cut-out: U2-Net (small), which finds the main thing of a photo, person or garment.

X. Qin et al., "U2-Net: Going Deeper with Nested U-Structure for Salient Object Detection", 2020.
"""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines import weights

SIZE = 320
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32)


def saliency(pixels: np.ndarray) -> np.ndarray:
    """HxW float32, 0..1: how surely each pixel of an RGB photo belongs to its main thing."""
    small = cv2.resize(pixels, (SIZE, SIZE), interpolation=cv2.INTER_AREA).astype(np.float32)
    small = (small / max(float(small.max()), 1.0) - _MEAN) / _SPREAD
    session = weights.session("u2netp.onnx")
    name = session.get_inputs()[0].name
    raw = session.run([session.get_outputs()[0].name], {name: small.transpose(2, 0, 1)[None]})[0][0, 0]
    low, high = float(raw.min()), float(raw.max())
    # stretched to 0..1 as the network was trained, unless it saw nothing at all
    stretched = (raw - low) / (high - low) if high - low > 0.05 else np.zeros_like(raw)
    return np.clip(
        cv2.resize(stretched, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR), 0, 1
    )
