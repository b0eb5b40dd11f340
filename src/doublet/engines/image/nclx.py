"""Colour by code points: what HEIC and AVIF files without an ICC profile say of their colours (ITU-T H.273)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from doublet.kernel.refusals import BadInput

_BT2020, _DISPLAY_P3 = 9, 12
_HDR = {16: "PQ", 18: "HLG"}
# To linear sRGB from linear light in each set of primaries, all with the D65 white point.
_TO_SRGB = {
    _DISPLAY_P3: np.array(
        [[1.22494, -0.22494, 0.0], [-0.04206, 1.04206, 0.0], [-0.01964, -0.07864, 1.09828]], np.float32
    ),
    _BT2020: np.array(
        [[1.66049, -0.58764, -0.07285], [-0.12455, 1.13290, -0.00835], [-0.01815, -0.10058, 1.11873]],
        np.float32,
    ),
}
_ROWS_AT_ONCE = 256
_BOX = b"colrnclx"
_LINEAR = np.array(
    [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in np.arange(256) / 255], np.float32
)
_STEPS = np.linspace(0, 1, 4097, dtype=np.float32)
_CODED = np.where(_STEPS <= 0.0031308, _STEPS * 12.92, 1.055 * np.maximum(_STEPS, 1e-6) ** (1 / 2.4) - 0.055)
_CODES = np.rint(_CODED * 255).astype(np.uint8)


def code_points(data: bytes) -> tuple[int, int]:
    """Primaries and transfer of the file's first picture; (1, 13), which is sRGB, where it says nothing."""
    place = data.find(_BOX)
    if place < 0 or place + 12 > len(data):
        return 1, 13
    return int.from_bytes(data[place + 8 : place + 10], "big"), int.from_bytes(
        data[place + 10 : place + 12], "big"
    )


def refuse_hdr(transfer: int) -> None:
    """An HDR coding curve has no agreed look on a plain screen; skin would come out grey.

    Raises:
        BadInput: ``hdr_photo``.
    """
    if transfer in _HDR:
        raise BadInput(
            "hdr_photo",
            f"The photo is stored in an HDR format ({_HDR[transfer]}), whose colours cannot be kept true here.",
            hint="Turn HDR off in the camera, or export the photo as JPEG.",
        )


def to_srgb(pixels: NDArray[np.uint8], primaries: int) -> NDArray[np.uint8]:
    """HxWx3 RGB in these primaries as sRGB; colours beyond sRGB are clipped. Others than P3 and BT.2020 stay."""
    matrix = _TO_SRGB.get(primaries)
    if matrix is None:
        return pixels
    out = np.empty_like(pixels)
    for top in range(
        0, len(pixels), _ROWS_AT_ONCE
    ):  # in strips: floats of a whole photo take 12 bytes a pixel
        linear = _LINEAR[pixels[top : top + _ROWS_AT_ONCE]] @ matrix.T
        out[top : top + _ROWS_AT_ONCE] = _CODES[np.rint(linear.clip(0, 1) * 4096).astype(np.int32)]
    return out
