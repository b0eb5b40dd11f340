"""What a look at a file's outer structure gives, before any decoder sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

from doublet.engines.image.photo import Format
from doublet.kernel.refusals import BadInput


@dataclass(frozen=True)
class Container:
    """A file whose parts were walked to its end.

    Attributes:
        clean: the file again with only what decoding needs: no comment, thumbnail, text or tail.
        size: width and height by header; None where only the decoder can tell without decoding.
        exif: the EXIF block (TIFF structure), or nothing.
        dropped: names of what was left out of ``clean``.
    """

    format: Format
    clean: bytes = field(repr=False)
    size: tuple[int, int] | None
    exif: bytes = field(repr=False, default=b"")
    dropped: frozenset[str] = frozenset()


def truncated(what: str = "The file stops before the picture is complete.") -> BadInput:
    """The refusal for half a file."""
    return BadInput("truncated", what, hint="Upload the original file again; the copy was cut off.")


def broken(what: str) -> BadInput:
    """The refusal for a file of the right kind that does not follow its own format."""
    return BadInput("broken_picture", what, hint="Open the photo on your device, save it anew, try again.")


def animated() -> BadInput:
    """The refusal for anything with more than one frame."""
    return BadInput(
        "animated",
        "The file is an animation or holds several pictures.",
        hint="Upload one still photo per file.",
    )


def polyglot(what: str) -> BadInput:
    """The refusal for a picture with another file hidden behind or before it."""
    return BadInput("polyglot", what, hint="Export the photo anew as a plain JPEG and upload that.")
