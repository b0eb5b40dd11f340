"""Small drawings of the engine's backgrounds: a wall, a floor, and the window's shadow."""

from __future__ import annotations

from doublet.engines.tryon.scenes import Background, Colour

_WINDOW = "M34 14l22-5v22l-22 5zM60 8l22-5v22l-22 5zM34 40l22-5v22l-22 5zM60 34l22-5v22l-22 5z"


def background_svg(background: Background) -> bytes:
    """A wall over a floor, 100 by 120 units, shaded as the background falls off."""
    top = _hex(background.gradient or background.wall)
    window = f'<path d="{_WINDOW}" fill="#fff" opacity=".55"/>' if background.window else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 120" preserveAspectRatio="xMidYMid slice">'
        f'<defs><radialGradient id="fall" cy=".4" r=".9"><stop stop-color="#000" stop-opacity="0" offset=".3"/>'
        f'<stop stop-color="#000" stop-opacity="{background.falloff:.2f}" offset="1"/></radialGradient>'
        f'<linearGradient id="wall" x2="0" y2="1"><stop stop-color="{top}"/>'
        f'<stop stop-color="{_hex(background.wall)}" offset="1"/></linearGradient></defs>'
        f'<rect width="100" height="96" fill="url(#wall)"/>'
        f'<rect y="94" width="100" height="26" fill="{_hex(background.floor)}"/>'
        f'{window}<rect width="100" height="120" fill="url(#fall)"/></svg>'
    ).encode()


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in colour)
