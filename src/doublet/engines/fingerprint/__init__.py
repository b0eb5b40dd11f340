"""Finding a picture again: a perceptual hash, local features, and what was changed in a copy."""

from doublet.engines.fingerprint.changes import ChangeReport, changed
from doublet.engines.fingerprint.matching import Fingerprint, Match, compare, make, queries

__all__ = ["ChangeReport", "Fingerprint", "Match", "changed", "compare", "make", "queries"]
