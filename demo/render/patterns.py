"""The garments of the demo wardrobe: outlines, folds, colours, prints and sizes. A fictional brand's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from garments import Edge, Fold, Pattern, curve

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Garment:
    slug: str
    name: str
    category: str
    sleeve: str
    colour_name: str
    colour: Colour
    pattern: Pattern
    sizes_cm: dict[str, dict[str, float]]
    weave: str = "jersey"
    print_design: Callable | None = None


def _both(*folds: tuple) -> tuple[Fold, ...]:
    """Mirror every fold (ax, ay, bx, by, width, depth), a little weaker and lower on the second side."""
    made = []
    for ax, ay, bx, by, width, depth in folds:
        made.append(Fold((ax, ay), (bx, by), width, depth))
        made.append(Fold((-ax, ay - 0.6), (-bx, by - 1.1), width * 1.1, depth * 0.85))
    return tuple(made)


TEE_FOLDS = _both(
    (20, 44, 6, 26, 1.3, -0.55),
    (21, 41, 11, 16, 1.6, 0.55),
    (20, 37, 15, 8, 1.5, -0.40),
    (18, 5, 12, 22, 1.6, 0.45),
    (9, 1, 5, 14, 1.5, -0.45),
    (22, 50, 31, 43, 1.1, 0.45),
    (23, 46, 30, 40, 1.0, -0.35),
    (14, 55, 8, 42, 1.6, -0.3),
)


def _tee(front_drop: float, back_drop: float) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
    def half(drop: float) -> tuple[Edge, ...]:
        return (
            Edge(curve((0, 66 - drop), (8.4, 66 - drop), (9.2, 67.5)), open=True, name="neck"),
            Edge(((9.2, 67.5), (15, 65.6), *curve((15, 65.6), (21.5, 63.6), (25, 59))), name="shoulder"),
            Edge(((25, 59), (36.8, 43.2))),
            Edge(((36.8, 43.2), (28.4, 36.6)), open=True, name="cuff"),
            Edge(((28.4, 36.6), *curve((23.8, 42.0), (22.2, 44.4), (22.3, 41.5)))),
            Edge(curve((22.3, 41.5), (21.4, 22), (22.6, 0.5))),
            Edge(curve((22.6, 0.5), (12, -0.4), (0, -0.4)), open=True, name="hem"),
        )

    return half(front_drop), half(back_drop)


TEE_FRONT, TEE_BACK = _tee(9.0, 2.2)
TEE = Pattern(TEE_FRONT, TEE_BACK, 0.46, TEE_FOLDS)


def _knit_half(drop: float) -> tuple[Edge, ...]:
    return (
        Edge(curve((0, 66 - drop), (7.8, 66 - drop), (8.6, 67.8)), open=True, name="neck"),
        Edge(((8.6, 67.8), (15, 65.6), *curve((15, 65.6), (22, 63.6), (25.5, 58.5)))),
        Edge(((25.5, 58.5), *curve((34, 42), (41.5, 27), (47.6, 10.5)))),
        Edge(((47.6, 10.5), (39.8, 7.4)), open=True, name="cuff"),
        Edge(((39.8, 7.4), *curve((34.5, 20), (28.0, 34.5), (23.6, 42.5)))),
        Edge(((23.6, 42.5), *curve((23.3, 40), (22.6, 20), (22.8, 6)), (20.6, 0))),
        Edge(curve((20.6, 0), (10, -0.5), (0, -0.5)), open=True, name="hem"),
    )


KNIT = Pattern(
    _knit_half(7.2),
    _knit_half(2.4),
    0.50,
    _both(
        (22, 45, 8, 30, 1.6, -0.6),
        (22.5, 40, 13, 18, 1.8, 0.6),
        (21, 34, 14, 9, 1.6, -0.4),
        (20, 8, 11, 20, 1.8, 0.5),
        (28, 45, 33, 36, 1.2, 0.5),
        (31, 36, 38, 30, 1.3, -0.45),
        (35, 30, 40, 26, 1.2, 0.45),
        (38, 22, 44, 19, 1.2, -0.4),
        (24, 53, 29, 46, 1.3, -0.4),
    ),
)


def _dress_half(drop: float) -> tuple[Edge, ...]:
    return (
        Edge(curve((0, 100 - drop), (9.4, 99.5 - drop), (10.4, 101.4)), open=True, name="neck"),
        Edge(((10.4, 101.4), (16.6, 99.6))),
        Edge(curve((16.6, 99.6), (13.6, 84.5), (20.6, 79.2)), open=True, name="armhole"),
        Edge(
            (
                *curve((20.6, 79.2), (18.6, 69), (18.0, 63)),
                *curve((18.0, 63), (17.6, 57), (20.2, 47)),
                (32.0, 1.6),
            )
        ),
        Edge(curve((32.0, 1.6), (16, -2.4), (0, -2.6)), open=True, name="hem"),
    )


DRESS = Pattern(
    _dress_half(12.0),
    _dress_half(4.5),
    0.50,
    _both((19, 78, 9, 72, 1.1, -0.4), (17.5, 66, 8, 62, 1.2, 0.35), (17, 60, 9, 57, 1.2, -0.35)),
    flare=1.9,
    flare_from=58.0,
    flare_waves=9,
)

TROUSERS_HALF = (
    Edge(curve((0, 99.0), (9, 98.6), (18.6, 100.0)), open=True, name="waist"),
    Edge(
        ((18.6, 100.0), (18.9, 96.5), *curve((18.9, 96.5), (23.7, 87), (24.9, 76)), (26.2, 52), (27.0, 1.2))
    ),
    Edge(curve((27.0, 1.2), (19.4, -0.2), (11.4, 0.2)), open=True, name="hem"),
    Edge(((11.4, 0.2), (7.4, 40), (3.3, 64), *curve((3.3, 64), (1.7, 71.2), (0, 71.8)))),
)
TROUSERS_BACK = (
    Edge(curve((0, 101.6), (9, 101.4), (18.6, 100.0)), open=True, name="waist"),
    *TROUSERS_HALF[1:],
)
TROUSERS = Pattern(
    TROUSERS_HALF,
    TROUSERS_BACK,
    0.42,
    _both(
        (1.5, 73, 14, 78, 1.0, -0.5),
        (2, 70, 13, 70, 1.1, 0.45),
        (3, 66, 14, 60, 1.2, -0.4),
        (15.6, 92, 19.2, 6, 0.6, 0.35),
        (8, 44, 20, 47, 1.4, 0.35),
        (9, 40, 21, 38, 1.5, -0.35),
        (12, 8, 20, 12, 1.3, 0.3),
    ),
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


def _sizes(**rows: tuple[float, ...]) -> dict[str, dict[str, float]]:
    return {
        size: {name: values[i] for name, values in rows.items()}
        for i, size in enumerate(("S", "M", "L", "XL"))
    }


WARDROBE: tuple[Garment, ...] = (
    Garment(
        "tee-brick",
        "Crew-neck tee",
        "tops",
        "short",
        "brick red",
        (144, 54, 43),
        TEE,
        _sizes(
            chest=(92, 98, 104, 112),
            length=(64, 66, 68, 70),
            waist=(88, 94, 100, 108),
            sleeve=(18, 19, 20, 21),
        ),
    ),
    Garment(
        "dress-emerald",
        "Sleeveless A-line dress",
        "dresses",
        "sleeveless",
        "emerald",
        (20, 80, 68),
        DRESS,
        _sizes(
            chest=(86, 92, 98, 106), length=(98, 100, 102, 104), waist=(70, 76, 82, 90), sleeve=(0, 0, 0, 0)
        ),
        weave="crepe",
    ),
    Garment(
        "tee-double-sun",
        "Tee with double-sun print",
        "tops",
        "short",
        "ink blue",
        (38, 50, 76),
        TEE,
        _sizes(
            chest=(94, 100, 106, 114),
            length=(64, 66, 68, 70),
            waist=(90, 96, 102, 110),
            sleeve=(18, 19, 20, 21),
        ),
        print_design=graphic,
    ),
    Garment(
        "knit-sage",
        "Long-sleeve knit",
        "tops",
        "long",
        "sage green",
        (118, 134, 104),
        KNIT,
        _sizes(
            chest=(94, 100, 106, 114),
            length=(64, 66, 68, 70),
            waist=(88, 94, 100, 108),
            sleeve=(58, 60, 61, 62),
        ),
        weave="knit",
    ),
    Garment(
        "trousers-camel",
        "Straight trousers",
        "bottoms",
        "none",
        "camel",
        (158, 118, 76),
        TROUSERS,
        _sizes(chest=(0, 0, 0, 0), length=(100, 102, 104, 105), waist=(70, 76, 82, 90), sleeve=(0, 0, 0, 0)),
        weave="twill",
    ),
)
