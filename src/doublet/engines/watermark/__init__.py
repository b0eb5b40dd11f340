"""The invisible watermark: 32 bits that survive recompression, resizing, small rotations and crops."""

from doublet.engines.watermark.marking import Mark, embed, new_payload, read, read_among
from doublet.engines.watermark.payload import is_valid

__all__ = ["Mark", "embed", "is_valid", "new_payload", "read", "read_among"]
