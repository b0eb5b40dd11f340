"""What the kinds of consent that are not about pictures may hold. Pure."""

from __future__ import annotations

SHOWS = (
    "public_name",
    "portrait",
    "height",
    "wearable",
    "boundaries",
    "floor",
    "popularity",
    "busy",
)
SEEN_BY = ("brands", "agencies", "house")
AFTER_DEATH = ("licences_run_out",)
ADVISERS = ("counsel", "union", "none")

# Whether licences rest on a kind: withdrawing one of these ends them.
CARRIES_LICENCES = frozenset({"twin_creation", "twin_use"})
# Nobody needs to have looked at a document of hers to say what shall happen after her death.
NEEDS_IDENTITY = frozenset({"twin_creation", "twin_use", "biometric_matching", "roster_display"})
