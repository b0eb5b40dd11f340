"""The demo wardrobe: which garments there are, their colours and centimetres. A fictional brand's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from garments import Pattern
from patterns import DRESS, KNIT, POLO, SKIRT, TEE, TROUSERS
from prints import MILK, POLO_FRONT, SKIRT_FRONT, TROUSER_FRONT, Colour, Details, graphic, stripes


@dataclass(frozen=True)
class Garment:
    """Sizes are of the garment laid flat: chest and waist across, length from the top of the shoulder."""

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
    details: Details | None = None
    paper: Colour = (246, 246, 245)
    wall: bool = False


def _sizes(**rows: tuple[float, ...]) -> dict[str, dict[str, float]]:
    return {
        size: {name: values[i] for name, values in rows.items()}
        for i, size in enumerate(("S", "M", "L", "XL"))
    }


_FITTED = _sizes(chest=(41, 44, 47, 51), length=(61, 64, 67, 71))
_STRAIGHT = _sizes(chest=(42, 45, 48, 51), length=(64, 68, 71, 74))
_KNIT = _sizes(chest=(41, 44, 47.5, 51.5), length=(59, 62, 66, 71))

WARDROBE: tuple[Garment, ...] = (
    Garment("tee-brick", "Crew-neck tee", "tops", "short", "brick red", (144, 54, 43), TEE, _FITTED),
    Garment(
        "dress-emerald",
        "Sleeveless A-line dress",
        "dresses",
        "sleeveless",
        "emerald",
        (20, 80, 68),
        DRESS,
        _sizes(chest=(35.5, 37.5, 41.5, 44.5), length=(88, 92, 101, 108)),
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
        _FITTED,
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
        _KNIT,
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
        _sizes(waist=(33.5, 34.5, 36, 39), length=(91, 93.5, 97, 104), inseam=(65, 67, 69.5, 74)),
        weave="twill",
        details=TROUSER_FRONT,
    ),
    Garment(
        "skirt-plum",
        "A-line skirt",
        "skirts",
        "none",
        "plum",
        (92, 44, 74),
        SKIRT,
        _sizes(waist=(31, 32.5, 36, 39), length=(39.5, 41, 45, 48)),
        weave="twill",
        details=SKIRT_FRONT,
    ),
    Garment(
        "polo-sky",
        "Polo shirt",
        "tops",
        "short",
        "sky blue",
        (134, 164, 188),
        POLO,
        _STRAIGHT,
        weave="pique",
        details=POLO_FRONT,
    ),
    Garment(
        "longsleeve-breton",
        "Striped long-sleeve tee",
        "tops",
        "long",
        "milk and ink stripes",
        MILK,
        KNIT,
        _KNIT,
        print_design=stripes,
        paper=(190, 191, 190),
    ),
    Garment("tee-white", "White tee", "tops", "short", "white", (217, 216, 213), TEE, _FITTED, wall=True),
)
