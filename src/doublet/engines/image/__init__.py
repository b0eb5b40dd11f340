"""Pictures in and out: defensive decoding to plain sRGB pixels, encoding without luggage."""

from __future__ import annotations

from doublet.engines.image.decode import decode
from doublet.engines.image.encode import encode_jpeg, encode_png
from doublet.engines.image.photo import Limits, Photo
from doublet.engines.image.resize import shrink

__all__ = ["Limits", "Photo", "decode", "encode_jpeg", "encode_png", "shrink"]
