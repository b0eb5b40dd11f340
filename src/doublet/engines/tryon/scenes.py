"""The scenes that the embedded engine can build, as data for pages, API and checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from doublet.engines.tryon.contract import Crop

Colour = tuple[float, float, float]
Build = Literal["sweep", "gradient", "canvas", "paper", "window", "street", "plate"]
PLATE = "plate"


@dataclass(frozen=True)
class Background:
    """A backdrop.

    Attributes:
        tone: RGB, what the wall shows on average before a light is put on it: the promise that
            `measure_scene` holds a picture to.
        floor: RGB of the ground where it is seen.
        build: how it is drawn.
        falloff: how much darker its corners are than its middle, as a share.
        glow: RGB of the lit middle of a gradient.
        level: how bright the figure stands in it, next to the photo of her.
        tolerance: CIEDE2000 by which the mean may miss the tone; patterns and lights need more.
    """

    id: str
    title: str
    tone: Colour
    floor: Colour
    build: Build = "sweep"
    falloff: float = 0.10
    glow: Colour | None = None
    level: float = 1.0
    tolerance: float = 4.0


@dataclass(frozen=True)
class Light:
    """A light on the figure and, more weakly, on the wall.

    Attributes:
        towards: unit-like vector to the lamp: x right, y down, z to the camera.
        key: how much of the light comes from there, 0..1; the rest comes from all around.
        shadow: how dark the figure's shadow on the wall is, 0..1.
        rim: how strongly two lamps behind her draw her edge, 0..1.
        level: exposure of figure and wall.
        tint: RGB factors.
    """

    id: str
    title: str
    towards: tuple[float, float, float]
    key: float
    shadow: float
    rim: float = 0.0
    level: float = 1.0
    tint: Colour = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Framing:
    """How much of the person is shown."""

    id: Crop
    title: str


BACKGROUNDS: dict[str, Background] = {
    b.id: b
    for b in (
        Background("studio_white", "Studio, white", (243, 243, 242), (236, 236, 235), falloff=0.05),
        Background("studio_warm_grey", "Studio, warm grey", (200, 193, 185), (184, 177, 169), falloff=0.20),
        Background(
            "charcoal", "Studio, charcoal", (76, 76, 80), (64, 64, 67), falloff=0.34, level=0.97, tolerance=5
        ),
        Background("blush", "Studio, blush", (231, 207, 199), (222, 195, 187), falloff=0.12),
        Background("sage", "Studio, sage", (178, 189, 170), (165, 176, 157), falloff=0.16),
        Background(
            "teal_gradient",
            "Teal gradient",
            (106, 148, 150),
            (60, 103, 108),
            "gradient",
            falloff=0.28,
            glow=(158, 194, 192),
            tolerance=5,
        ),
        Background(
            "canvas", "Painted canvas, stone", (171, 162, 148), (140, 132, 120), "canvas", 0.30, tolerance=6
        ),
        Background("linen_paper", "Linen wall, paper floor", (226, 219, 207), (238, 234, 226), "paper", 0.10),
        Background(
            "sunlit_wall",
            "Sunlit wall with a window's shadow",
            (228, 212, 190),
            (199, 181, 158),
            "window",
            0.10,
            tolerance=7,
        ),
        Background(
            "evening_street",
            "Evening street",
            (46, 47, 70),
            (46, 45, 56),
            "street",
            0.20,
            level=0.90,
            tolerance=7,
        ),
    )
}

LIGHTS: dict[str, Light] = {
    light.id: light
    for light in (
        Light("soft", "Soft, from the front", (-0.10, -0.45, 0.89), 0.40, 0.07),
        Light("key_left", "Key light from the left", (-0.80, -0.35, 0.48), 0.56, 0.15),
        Light("key_right", "Key light from the right", (0.80, -0.35, 0.48), 0.56, 0.15),
        Light("rim", "Rim light, from behind", (0.0, -0.35, 0.94), 0.30, 0.03, rim=0.85, level=0.96),
        Light("warm", "Warm, low sun", (0.62, -0.30, 0.72), 0.50, 0.13, rim=0.15, tint=(1.05, 1.0, 0.89)),
    )
}

CROPS: dict[str, Framing] = {
    c.id: c
    for c in (
        Framing("full", "Full length"),
        Framing("three_quarter", "Three quarters, to the thigh"),
        Framing("half", "Half, to the waist"),
    )
}


def plate_background(tone: Colour) -> Background:
    """The background that a brand's own plate of this mean colour makes."""
    bright = sum(tone) / 3
    level = 1.0 if bright > 110 else 0.94
    return Background(PLATE, "Your own background", tone, tone, "plate", 0.0, level=level, tolerance=6)
