"""Finding a picture again: a perceptual hash, local features, and what was changed in a copy."""

from doublet.engines.fingerprint.changes import ChangeReport, changed
from doublet.engines.fingerprint.features import LONG_SIDE
from doublet.engines.fingerprint.matching import (
    Fingerprint,
    Match,
    Query,
    compare,
    make,
    queries,
    straightened,
)
from doublet.engines.fingerprint.register import Found, Register

__all__ = [
    "LONG_SIDE",
    "ChangeReport",
    "Fingerprint",
    "Found",
    "Match",
    "Query",
    "Register",
    "changed",
    "compare",
    "make",
    "queries",
    "straightened",
]
