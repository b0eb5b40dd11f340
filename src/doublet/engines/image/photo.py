"""What a decoded photo is, and how big one may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Format = Literal["jpeg", "png", "webp", "heic", "avif"]


@dataclass(frozen=True)
class Limits:
    """What is refused before any decoder runs.

    ``max_pixels`` bounds the memory that decoding takes: measured at the peak, 10 to 11 bytes a pixel
    for JPEG and PNG and 16 for WebP, so that 60 million pixels need 0.6 to 1 GB for 2 to 7 seconds.
    """

    max_bytes: int = 40_000_000
    max_pixels: int = 60_000_000
    min_side: int = 64


@dataclass(frozen=True)
class Photo:
    """One still picture, upright, in sRGB, with nothing but its pixels left.

    Attributes:
        pixels: uint8, height x width x 3, RGB in sRGB.
        sha256: of the file as it was handed in.
        taken_at: what the camera's clock said, read before the metadata were dropped. A camera
            without a time zone is read as UTC. It is a claim of the file, not a proof.
        dropped: what the file carried besides its picture and is gone now, e.g. ``("exif", "gps")``.
    """

    pixels: NDArray[np.uint8] = field(repr=False)
    width: int
    height: int
    format: Format
    sha256: str
    taken_at: datetime | None
    dropped: tuple[str, ...]
