"""The scenes that the embedded engine can build, as data for pages, API and checks."""

from __future__ import annotations

from dataclasses import dataclass

from doublet.engines.tryon.contract import Crop

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Background:
    """A backdrop: wall and floor colours (RGB), how it falls off, and whether a window lights it."""

    id: str
    title: str
    wall: Colour
    floor: Colour
    falloff: float
    gradient: Colour | None = None
    window: bool = False


@dataclass(frozen=True)
class Light:
    """A light: where it stands (x right, y down, towards the light), how hard, and its colour.

    Attributes:
        relief: how strongly it models the figure, 0..1.
        shadow: how dark the figure's shadow on the wall is, 0..1.
        tint: RGB factors.
    """

    id: str
    title: str
    direction: tuple[float, float]
    relief: float
    shadow: float
    tint: Colour = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Framing:
    """How much of the person is shown."""

    id: Crop
    title: str


BACKGROUNDS: dict[str, Background] = {
    b.id: b
    for b in (
        Background("studio_white", "Studio, white", (244, 244, 243), (236, 236, 235), 0.10),
        Background("studio_warm_grey", "Studio, warm grey", (205, 198, 190), (188, 181, 173), 0.26),
        Background("teal_gradient", "Teal gradient", (78, 128, 134), (58, 102, 108), 0.40, (134, 172, 170)),
        Background(
            "sunlit_wall",
            "Sunlit wall with a window's shadow",
            (238, 224, 203),
            (214, 197, 174),
            0.14,
            window=True,
        ),
        Background("charcoal", "Studio, charcoal", (74, 74, 78), (60, 60, 63), 0.45),
    )
}

LIGHTS: dict[str, Light] = {
    light.id: light
    for light in (
        Light("soft", "Soft, from the front", (-0.25, -0.8), 0.04, 0.10),
        Light("key_left", "Key light from the left", (-0.85, -0.45), 0.13, 0.22),
        Light("key_right", "Key light from the right", (0.85, -0.45), 0.13, 0.22),
        Light("warm", "Warm, low sun", (0.7, -0.5), 0.10, 0.20, (1.06, 1.0, 0.90)),
    )
}

CROPS: dict[str, Framing] = {
    c.id: c
    for c in (Framing("full", "Full length"), Framing("three_quarter", "Three quarters, to the thigh"))
}
