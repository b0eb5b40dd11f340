"""An engine's report in the words of the person who decides. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# measure -> (what it says, the limit that the engine held it against)
_SHARES = {
    "residue": ("Old clothes still showing", "at most 5 %"),
    "skin_fill": ("Skin that had to be painted in", "at most 2 %"),
    "symmetry": ("Garment photo, left half against right half", "at least 85 %"),
}


def plain(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name and value of everything that an engine measured and that concerns a picture's looks."""
    lines = []
    if report.get("face") == "by construction":
        change = float(report.get("face_change", 0.0))
        moved = (
            f"on average {change:.1f} of 255 steps away from it" if change >= 0.05 else "not a pixel changed"
        )
        lines.append(("Your face", f"copied from your own photo, {moved} before the scene's light"))
    measures = report.get("measures", {})
    for name, (words, limit) in _SHARES.items():
        if name in measures:
            lines.append((words, f"{100 * measures[name]:.1f} % ({limit})"))
    return lines


def remarks(report: Mapping[str, Any]) -> list[str]:
    """What the engine noticed and let pass."""
    return [finding["reason"] for finding in report.get("findings", []) if finding.get("reason")]
