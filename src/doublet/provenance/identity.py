"""The identity that this instance signs pictures with. A development one until the operator brings a better."""

from __future__ import annotations

from functools import cache

from doublet.engines import signer
from doublet.kernel import keys


@cache
def identity() -> signer.Identity:
    """Made on first use, kept in the keys folder. It says of itself that it is for development."""
    return signer.development_identity(keys.folder() / "c2pa")
