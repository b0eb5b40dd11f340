"""Outlines and folds of the demo garments, in centimetres."""

from __future__ import annotations

from garments import Edge, Fold, Pattern, curve


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


def _skirt_half(rise: float) -> tuple[Edge, ...]:
    return (
        Edge(curve((0, 50.0 + rise), (10, 49.8 + rise), (18.4, 51.0)), open=True, name="waist"),
        Edge(((18.4, 51.0), (18.7, 47.5), *curve((18.7, 47.5), (22.6, 40), (24.4, 31)), (29.6, 1.4))),
        Edge(curve((29.6, 1.4), (15, -1.4), (0, -1.6)), open=True, name="hem"),
    )


SKIRT = Pattern(
    _skirt_half(0.0),
    _skirt_half(2.2),
    0.46,
    _both((18.0, 44, 10, 38, 1.2, -0.35), (9, 45, 9.6, 33, 0.7, -0.35)),
    flare=2.6,
    flare_from=42.0,
    flare_waves=7,
)


def _polo_half(neck: tuple[Edge, ...]) -> tuple[Edge, ...]:
    return (*neck, *TEE_FRONT[1:])


POLO = Pattern(
    _polo_half(
        (
            Edge(((0, 60.4), (3.6, 64.6), (6.6, 68.8)), open=True, name="stand"),
            Edge(curve((6.6, 68.8), (8.2, 69.4), (9.2, 67.5))),
        )
    ),
    _polo_half(
        (
            Edge(curve((0, 68.0), (4.0, 68.0), (6.6, 68.8)), open=True, name="stand"),
            Edge(curve((6.6, 68.8), (8.2, 69.4), (9.2, 67.5))),
        )
    ),
    0.46,
    TEE_FOLDS,
)
COLLAR = ((0.15, 60.2), (3.7, 64.8), (6.4, 68.9), (8.4, 68.9), (10.9, 65.6), (8.4, 55.8), (0.15, 60.2))
"""The right leaf of the polo's collar, as it lies on the shirt."""
