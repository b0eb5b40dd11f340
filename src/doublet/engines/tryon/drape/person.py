"""The person stage: one capture photo, prepared once for every garment that it will wear."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from doublet.engines import pose as poses
from doublet.engines.matte import cut_out, foreground
from doublet.engines.pose import Pose
from doublet.engines.tryon.contract import CaptureUnsuitable
from doublet.engines.tryon.drape.body import Body, body_of
from doublet.engines.tryon.drape.face_oval import face_oval
from doublet.engines.tryon.drape.parse import Parse, parse

Window = tuple[int, int, int, int]
WIDTH, HEIGHT = 768, 1024
_FINEST = 2.0  # how many times bigger the person's own pixels are kept for big pictures
_WORTH = 1.25
_SMALLEST = 320


@dataclass(frozen=True, eq=False)
class Person:
    """A prepared capture photo.

    Attributes:
        pixels: HxWx3 uint8, the person with a margin, at most 768x1024.
        alpha: HxW float32 cut-out. colours: HxWx3 float32, her own colours without the old backdrop's.
        pose, body, oval: in pixels of `pixels`.
        parse: which part each pixel is.
        window: left, top, right, bottom of `pixels` in the photo.
        fine: the same as `pixels` with up to twice the detail, where the photo has it; else None.
    """

    pixels: np.ndarray
    alpha: np.ndarray
    colours: np.ndarray
    pose: Pose
    body: Body
    oval: np.ndarray
    parse: Parse
    window: Window
    fine: np.ndarray | None = None

    @property
    def labels(self) -> np.ndarray:
        """The part map."""
        return self.parse.labels


def prepare(pixels: np.ndarray) -> Person:
    """Prepare one HxWx3 uint8 RGB photo.

    Raises:
        CaptureUnsuitable: nobody is found, or she is seen from behind, or the photo is too small.
        Unavailable: a model file is missing.
    """
    if min(pixels.shape[:2]) < _SMALLEST:
        raise CaptureUnsuitable(
            "photo_too_small",
            f"The photo is {pixels.shape[1]} x {pixels.shape[0]} pixels.",
            hint="Use the photo as the camera made it, at least 768 pixels wide.",
        )
    window = _window(pixels)
    framed, fine = framed_by(pixels, window)
    pose = poses.find(framed)
    if pose is None:
        raise _nobody()
    body = body_of(pose)
    if body is None:
        raise CaptureUnsuitable(
            "seen_from_behind",
            "The person is turned away from the camera.",
            hint="Stand facing the camera.",
        )
    alpha = cut_out(framed, pose)
    oval = face_oval(framed, body)
    return Person(
        pixels=framed,
        alpha=alpha,
        colours=foreground(framed, alpha),
        pose=pose,
        body=body,
        oval=oval,
        parse=parse(framed, alpha, body, oval),
        window=window,
        fine=fine,
    )


def framed_by(pixels: np.ndarray, window: Window) -> tuple[np.ndarray, np.ndarray | None]:
    """The window of a photo: at working size, and finer where the photo is bigger."""
    x0, y0, x1, y1 = window
    cut = pixels[y0:y1, x0:x1]
    fit = min(WIDTH / cut.shape[1], HEIGHT / cut.shape[0])
    finest = min(_FINEST, 1 / fit)
    return _resized(cut, fit), _resized(cut, fit * finest) if finest > _WORTH else None


def _window(pixels: np.ndarray) -> Window:
    """Where the person is in the photo, with a margin."""
    height, width = pixels.shape[:2]
    scale = min(1.0, 1024 / max(height, width))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    pose = poses.find(small)
    if pose is None:
        raise _nobody()
    ys, xs = np.nonzero(pose.mask > 0.5)
    if len(xs) < 500:
        raise _nobody()
    tall = (ys.max() - ys.min()) / scale
    left, right = xs.min() / scale - 0.08 * tall, xs.max() / scale + 0.08 * tall
    top, bottom = ys.min() / scale - 0.10 * tall, ys.max() / scale + 0.06 * tall
    return int(max(0, left)), int(max(0, top)), int(min(width, right)), int(min(height, bottom))


def _resized(pixels: np.ndarray, scale: float) -> np.ndarray:
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def _nobody() -> CaptureUnsuitable:
    return CaptureUnsuitable(
        "no_person",
        "No person was found in the photo.",
        hint="Photograph one person, from head to at least the hips.",
    )
