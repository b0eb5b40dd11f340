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
    for mark in report.get("gates", []):
        if mark["value"] is not None:
            lines.append((mark["title"], f"{mark['value']:g} ({mark['limit']})"))
    lines += _scene(report.get("scene", {}))
    return lines


def _scene(seen: Mapping[str, float]) -> list[tuple[str, str]]:
    """Whether the scene shows what was asked for, and what its light did to her skin."""
    lines = []
    if "backdrop_off" in seen:
        off, limit = seen["backdrop_off"], seen["backdrop_limit"]
        words = f"{off:.1f} from the colour asked for (CIEDE2000, expected at most {limit:g})"
        lines.append(("Background", words))
    if "skin_hue" in seen:
        hue, depth = abs(seen["skin_hue"]), abs(seen["skin_depth"])
        words = f"its hue moved by {hue:.1f} degrees and its depth by {depth:.1f} of 100, the light's own colour and brightness taken off"
        lines.append(("Your skin in the scene's light", words))
    return lines


def remarks(report: Mapping[str, Any]) -> list[str]:
    """What the engine noticed and let pass."""
    return [finding["reason"] for finding in report.get("findings", []) if finding.get("reason")]
