"""The words on a picture that say what kind of picture it is (law table: roster, preview, composite)."""

from __future__ import annotations

PICTURE_BADGES: dict[str, str] = {
    "twin": "Digital twin",
    "composite": "Digital twin, composite",
    "generated": "Digital twin, generated with AI",
    "synthetic": "Synthetic",
    "fictional": "Fictional, rendered",
    "fictional_composite": "Fictional person, composite",
    "fictional_generated": "Fictional person, generated with AI",
    "preview": "AI preview; fit and look may differ",
    "real": "Real photo",
    "lab": "Lab, not licensed",
}


def badge_words(kind: str) -> str:
    """The badge's words. An unknown kind is a mistake in a template, never an unlabelled picture."""
    return PICTURE_BADGES[kind]
