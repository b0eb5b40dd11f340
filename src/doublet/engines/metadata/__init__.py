"""XMP and IPTC in JPEG files: the machine-readable label of a picture, and no personal data."""

from doublet.engines.metadata.embedding import read, write
from doublet.engines.metadata.fields import Fields, Found

__all__ = ["Fields", "Found", "read", "write"]
