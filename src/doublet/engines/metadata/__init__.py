"""XMP and IPTC in picture files: the machine-readable label of a picture, and no personal data."""

from doublet.engines.metadata.embedding import write
from doublet.engines.metadata.encoding import Format, encode
from doublet.engines.metadata.fields import Fields, Found
from doublet.engines.metadata.finding import read

__all__ = ["Fields", "Format", "Found", "encode", "read", "write"]
