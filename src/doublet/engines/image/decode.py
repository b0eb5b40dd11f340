"""The one way in for pictures: refuse early, decode the pixels, leave everything else behind."""

from __future__ import annotations

import hashlib
import warnings
from io import BytesIO

import numpy as np
import pi_heif
from PIL import Image

from doublet.engines.image import boxes, jpeg, nclx, png, webp
from doublet.engines.image.colour import to_srgb
from doublet.engines.image.container import Container, animated, broken, truncated
from doublet.engines.image.exif import Exif
from doublet.engines.image.exif import read as read_exif
from doublet.engines.image.photo import Limits, Photo
from doublet.engines.image.sniff import sniff
from doublet.kernel.refusals import BadInput

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def decode(data: bytes, limits: Limits | None = None, *, enough: int = 0) -> Photo:
    """Read one still photo of unknown origin: JPEG, PNG, WebP, HEIC or AVIF, known by content.

    The file's structure is walked to its end and its size read from the header before any decoder
    starts; JPEG, PNG and WebP decoders then see a copy without metadata. Orientation is applied,
    colours are converted to sRGB, transparency is flattened on white, metadata are dropped.
    Nothing is written to disk.

    With `enough`, a JPEG may come out at a half, a quarter or an eighth of its size, no side under so many
    pixels, in a fraction of the time: all that a fingerprint needs.

    Raises:
        BadInput: ``empty_file``, ``file_too_big``, ``not_a_picture``, ``unsupported_format``,
            ``polyglot``, ``animated``, ``truncated``, ``broken_picture``, ``too_many_pixels``,
            ``too_small``, ``hdr_photo``.
    """
    limits = limits or Limits()
    _check_bytes(data, limits)
    container = _walk(data)
    if container.size:
        _check_size(container.size, limits)
    boxed = container.format in ("heic", "avif")
    primaries, transfer = nclx.code_points(container.clean) if boxed else (1, 13)
    nclx.refuse_hdr(transfer)
    picture, exif_block = _open(container, limits, enough)
    exif = read_exif(exif_block)
    had_profile = "icc_profile" in picture.info
    picture = to_srgb(picture)
    if container.format != "heic" and exif.orientation in _TURNS:
        picture = picture.transpose(_TURNS[exif.orientation])
    pixels = np.ascontiguousarray(np.asarray(picture, dtype=np.uint8))
    if not had_profile:
        pixels = nclx.to_srgb(pixels, primaries)
    return Photo(
        pixels=pixels,
        width=picture.width,
        height=picture.height,
        format=container.format,
        sha256=hashlib.sha256(data).hexdigest(),
        taken_at=exif.taken_at,
        dropped=_dropped(container, exif, exif_block, had_profile=had_profile),
    )


def _check_bytes(data: bytes, limits: Limits) -> None:
    if not data:
        raise BadInput("empty_file", "The file is empty.", hint="Choose the photo again.")
    if len(data) > limits.max_bytes:
        raise BadInput(
            "file_too_big",
            f"The file has {len(data) / 1e6:.0f} MB; {limits.max_bytes / 1e6:.0f} MB is the most.",
            hint="Export the photo as JPEG at quality 90.",
        )


def _check_size(size: tuple[int, int], limits: Limits) -> None:
    width, height = size
    if width * height > limits.max_pixels:
        raise BadInput(
            "too_many_pixels",
            f"The picture has {width} x {height} pixels; {limits.max_pixels / 1e6:.0f} million is the most.",
            hint="Scale the photo down before uploading.",
        )
    if min(size) < limits.min_side:
        raise BadInput(
            "too_small",
            f"The picture has {width} x {height} pixels; each side needs at least {limits.min_side}.",
            hint="Upload the original photo, not a thumbnail.",
        )


def _walk(data: bytes) -> Container:
    kind = sniff(data)
    if kind == "jpeg":
        return jpeg.walk(data)
    if kind == "png":
        return png.walk(data)
    return webp.walk(data) if kind == "webp" else boxes.walk(data, kind)


def _open(container: Container, limits: Limits, enough: int) -> tuple[Image.Image, bytes]:
    """Decode with the one decoder that the walk chose; answers the picture and its EXIF block."""
    try:
        if container.format == "heic":
            return _open_heic(container.clean, limits)
        with warnings.catch_warnings():
            # Pillow warns about odd metadata inside AVIF; the photo is fine and they are dropped anyway.
            warnings.simplefilter("ignore")
            picture = Image.open(BytesIO(container.clean), formats=[container.format.upper()])
            _check_size(picture.size, limits)
            if getattr(picture, "n_frames", 1) > 1:
                raise animated()
            if enough:
                picture.draft(None, (enough, enough))  # type: ignore[arg-type]
            picture.load()
        return picture, container.exif or _bare(picture.info.get("exif"))
    except BadInput:
        raise
    except Exception as problem:
        # Decoders raise whatever they like on hostile bytes; a person needs one clear sentence.
        if "truncated" in str(problem).lower() or "end of" in str(problem).lower():
            raise truncated() from None
        raise broken(f"The {container.format.upper()} picture cannot be decoded.") from None


def _open_heic(data: bytes, limits: Limits) -> tuple[Image.Image, bytes]:
    heif = pi_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=True)
    if len(heif) > 1:
        raise animated()
    _check_size(heif.size, limits)
    return heif.to_pillow(), _bare(heif.info.get("exif"))


def _bare(exif: bytes | None) -> bytes:
    return (exif or b"").removeprefix(b"Exif\0\0")


def _dropped(container: Container, exif: Exif, exif_block: bytes, *, had_profile: bool) -> tuple[str, ...]:
    found = set(container.dropped) | exif.carries
    if exif_block:
        found.add("exif")
    if had_profile:
        found.add("colour_profile")
    return tuple(sorted(found))
