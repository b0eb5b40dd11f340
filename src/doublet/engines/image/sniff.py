"""Which kind of file this is, by its first bytes: names and extensions are not believed."""

from __future__ import annotations

from doublet.engines.image.container import polyglot
from doublet.engines.image.photo import Format
from doublet.kernel.refusals import BadInput

ACCEPTED = "JPEG, PNG, WebP, HEIC and AVIF"
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
JPEG_START = b"\xff\xd8\xff"
_REFUSED_STARTS = (
    (b"GIF8", "a GIF"),
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"II+\0", "a TIFF"),
    (b"MM\0+", "a TIFF"),
    (b"BM", "a BMP"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000"),
    (b"\xff\x0a", "a JPEG XL"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL"),
    (b"\0\0\1\0", "an icon"),
    (b"8BPS", "a Photoshop file"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"P3", "a PPM"),
    (b"P6", "a PPM"),
)


def sniff(data: bytes) -> Format:
    """The format by content.

    Raises:
        BadInput: ``unsupported_format`` (a known other kind, named), ``polyglot`` (a photo behind
            something else), ``not_a_picture``.
    """
    if data.startswith(JPEG_START):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return _by_brand(data)
    raise _refusal(data)


def _by_brand(data: bytes) -> Format:
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12]} | {data[i : i + 4] for i in range(16, length, 4)}
    if data[8:12] in AVIF_BRANDS or (brands & AVIF_BRANDS and data[8:12] not in HEIC_BRANDS - {b"mif1"}):
        return "avif"
    if brands & HEIC_BRANDS:
        return "heic"
    raise BadInput("unsupported_format", "The file is a video.", hint=f"Upload {ACCEPTED} photos.")


def _refusal(data: bytes) -> BadInput:
    head = data[:1024]
    if head.startswith(b"%PDF") and JPEG_START in data:
        return polyglot("The file is a PDF with a photo hidden in it.")
    for start, words in _REFUSED_STARTS:
        if head.startswith(start):
            return BadInput("unsupported_format", f"The file is {words}.", hint=f"Upload {ACCEPTED} photos.")
    lowered = head.lstrip().lower()
    if lowered.startswith((b"<svg", b"<?xml")) or b"<svg" in lowered:
        return BadInput(
            "unsupported_format", "The file is an SVG drawing.", hint=f"Upload {ACCEPTED} photos."
        )
    if JPEG_START in head:
        return polyglot("Something else stands before the photo in this file.")
    return BadInput(
        "not_a_picture",
        "The file is not a picture that can be read here.",
        hint=f"Upload {ACCEPTED} photos.",
    )
