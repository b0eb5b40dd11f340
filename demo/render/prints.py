"""What is printed or drawn on the demo garments: own designs, plackets, pockets, collars."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from patterns import COLLAR

Colour = tuple[int, int, int]
Point = tuple[float, float]
INK, MILK = (30, 38, 62), (214, 210, 200)


@dataclass(frozen=True)
class Details:
    """Sewn details of a front, in centimetres: seams as lines, buttons, and leaves of cloth on top.

    `lines` and `leaves` are given for the right half and mirrored; `single` lines and `buttons` are not.
    """

    lines: tuple[tuple[Point, ...], ...] = ()
    single: tuple[tuple[Point, ...], ...] = ()
    buttons: tuple[Point, ...] = ()
    leaves: tuple[tuple[Point, ...], ...] = ()


TROUSER_FRONT = Details(
    lines=(
        ((12.0, 95.0), (16.0, 88.0), (22.6, 83.5)),
        ((8.6, 98.8), (8.6, 94.6)),
        ((9.8, 98.8), (9.8, 94.6)),
    ),
    single=(
        ((0.0, 95.0), (0.0, 73.0)),
        ((3.2, 95.0), (3.2, 82.0), (2.0, 78.6), (0.0, 77.4)),
    ),
    buttons=((0.9, 96.8),),
)
POLO_FRONT = Details(
    lines=(((1.6, 59.2), (1.6, 45.6), (0.0, 45.6)), ((1.6, 46.6), (0.0, 46.6)), ((0.0, 60.2), (0.0, 46.6))),
    buttons=((0.0, 57.6), (0.0, 52.8), (0.0, 48.6)),
    leaves=(COLLAR,),
)
SKIRT_FRONT = Details(
    lines=(((9.0, 46.6), (9.6, 34.0)), ((7.0, 50.2), (7.0, 46.4)), ((8.0, 50.2), (8.0, 46.4)))
)


def stripes(draw, place) -> None:
    """Breton stripes: level on the body, across the sleeves on the sleeves; none on shoulders, hem and cuffs."""

    def bar(corners: list[Point], colour: Colour) -> None:
        for sign in (-1, 1):
            draw.polygon([place((sign * x, y)) for x, y in corners], fill=colour)

    for y in np.arange(5.4, 53.5, 2.7):
        bar([(0, y), (25, y), (25, y + 1.15), (0, y + 1.15)], INK)
    shoulder, cuff = np.array([25.5, 58.5]), np.array([43.7, 9.0])
    along = (cuff - shoulder) / np.linalg.norm(cuff - shoulder)
    across = np.array([-along[1], along[0]])
    bar([(24.6, 64), (24.6, 51), (23.6, 42.5), (23.6, 0), (60, 0), (60, 64)], MILK)
    for down in np.arange(2.0, 47.5, 2.7):
        middle = shoulder + along * down
        # the arm hole cuts the first stripes short
        inner = min(14.0, max(0.5, float((middle[0] - 24.4) / max(across[0], 1e-6))))
        ends = (middle - across * inner, middle + across * 9.0)
        bar(
            [
                tuple(end + along * t)
                for end, t in ((ends[0], 0), (ends[1], 0), (ends[1], 1.15), (ends[0], 1.15))
            ],
            INK,
        )


def graphic(draw, place) -> None:
    """Own design for the printed tee: a sun, its path and its double, in four flat colours."""
    cream, coral, gold, sky = (240, 229, 208), (222, 98, 78), (232, 178, 84), (126, 172, 186)

    def disc(x: float, y: float, radius: float, colour: Colour) -> None:
        a, b = place((x - radius, y + radius)), place((x + radius, y - radius))
        draw.ellipse([*a, *b], fill=colour)

    def bar(left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        draw.rectangle([*place((left, top)), *place((right, bottom))], fill=colour)

    disc(-3.2, 43.0, 6.0, coral)
    disc(3.2, 43.0, 6.0, gold)
    half_height = (6.0**2 - 3.2**2) ** 0.5
    right = [(-3.2 + (36 - y * y) ** 0.5, 43.0 + y) for y in np.linspace(-half_height, half_height, 60)]
    left = [(-x, y) for x, y in reversed(right)]
    draw.polygon([place(point) for point in (*right, *left)], fill=cream)
    for row, (half, colour) in enumerate(
        ((9.2, cream), (7.4, sky), (5.6, cream), (3.8, coral), (2.0, cream))
    ):
        y = 34.6 - row * 1.7
        bar(-half, y, half, y - 0.85, colour)
