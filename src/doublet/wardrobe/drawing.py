"""The points that the engine found on a garment photo, as a drawing that lies over the photo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def points_svg(points: Mapping[str, Sequence[float]], width: int, height: int) -> bytes:
    """Ringed dots at `points` (name to x, y in pixels of a width x height photo)."""
    size = max(width, height) / 90
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="#c8371f" stroke="#fff" stroke-width="{size / 2.5:.1f}"/>'
        for x, y in points.values()
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{dots}</svg>'.encode()
