"""The steps of a retouch: what each one does, how far it may go, and what kind of change it is.

Lengths are shares of the picture (x and left/right of its width, y, radii and moves of its height), so
that a recipe fits a picture at any size.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Literal

from doublet.engines.tryon.scenes import BACKGROUNDS
from doublet.kernel.refusals import BadInput

Kind = Literal["routine", "body_shape", "replica"]
Point = tuple[float, float]
MAX_SPOTS = 40


@dataclass(frozen=True)
class Step:
    """One step. `RANGES` names the lowest and highest value of each of its numbers."""

    name: ClassVar[str]
    title: ClassVar[str]
    kind: ClassVar[Kind] = "routine"
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {}

    def __post_init__(self) -> None:
        for number, (low, high) in self.RANGES.items():
            _within(self.title, number, getattr(self, number), low, high)

    def as_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {"step": self.name, **asdict(self)}

    def words(self) -> str:
        """The step as people read it."""
        told = ", ".join(f"{field.name} {getattr(self, field.name):g}" for field in fields(self))
        return f"{self.title}: {told}"


@dataclass(frozen=True)
class Exposure(Step):
    """Brighter or darker, in stops."""

    ev: float
    name: ClassVar[str] = "exposure"
    title: ClassVar[str] = "Exposure"
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {"ev": (-0.5, 0.5)}


@dataclass(frozen=True)
class WhiteBalance(Step):
    """Warmer (+) or cooler (-), and towards magenta (+) or green (-)."""

    warmth: float
    tint: float = 0.0
    name: ClassVar[str] = "white_balance"
    title: ClassVar[str] = "White balance"
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {"warmth": (-1, 1), "tint": (-1, 1)}


@dataclass(frozen=True)
class Curve(Step):
    """A tone curve through (before, after) points, 0..255; it must rise and stay near the diagonal."""

    points: tuple[Point, ...]
    name: ClassVar[str] = "curve"
    title: ClassVar[str] = "Curve"

    def __post_init__(self) -> None:
        if not 2 <= len(self.points) <= 9:
            raise BadInput("curve_points", "A curve has 2 to 9 points.")
        for before, after in self.points:
            _within(self.title, "point", before, 0, 255)
            _within(self.title, "point", after, before - 28, before + 28)
        rising = zip(self.points, self.points[1:], strict=False)
        if any(b[0] - a[0] < 4 or b[1] < a[1] for a, b in rising):
            raise BadInput("curve_falls", "A curve must rise from point to point.")

    def words(self) -> str:
        """The step as people read it."""
        return "Curve: " + ", ".join(f"{before:g} to {after:g}" for before, after in self.points)


@dataclass(frozen=True)
class Contrast(Step):
    """Steeper or flatter middle tones."""

    amount: float
    name: ClassVar[str] = "contrast"
    title: ClassVar[str] = "Contrast"
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {"amount": (-0.3, 0.3)}


@dataclass(frozen=True)
class Saturation(Step):
    """Stronger or paler colours."""

    amount: float
    name: ClassVar[str] = "saturation"
    title: ClassVar[str] = "Saturation"
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {"amount": (-0.25, 0.25)}


@dataclass(frozen=True)
class Grain(Step):
    """Film grain, the same for the same seed."""

    amount: float
    seed: int = 1
    name: ClassVar[str] = "grain"
    title: ClassVar[str] = "Grain"
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {"amount": (0, 6), "seed": (0, 2**31 - 1)}

    def words(self) -> str:
        """The step as people read it."""
        return f"Grain: amount {self.amount:g}"


@dataclass(frozen=True)
class Vignette(Step):
    """Darker corners."""

    amount: float
    name: ClassVar[str] = "vignette"
    title: ClassVar[str] = "Vignette"
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {"amount": (0, 0.4)}


@dataclass(frozen=True)
class Background(Step):
    """Another backdrop behind her; the licence must name it."""

    background: str
    name: ClassVar[str] = "background"
    title: ClassVar[str] = "Background"

    def __post_init__(self) -> None:
        if self.background not in BACKGROUNDS:
            raise BadInput(
                "unknown_background",
                f"There is no background “{str(self.background)[:40]}”.",
                hint=f"Choose from: {', '.join(BACKGROUNDS)}.",
            )

    def words(self) -> str:
        """The step as people read it."""
        return f"Background: {BACKGROUNDS[self.background].title.lower()}"


@dataclass(frozen=True)
class Blemish(Step):
    """Spots (x, y, radius) that are healed; the skin's own texture is put back over them."""

    spots: tuple[tuple[float, float, float], ...]
    name: ClassVar[str] = "blemish"
    title: ClassVar[str] = "Spots healed"

    def __post_init__(self) -> None:
        if not 1 <= len(self.spots) <= MAX_SPOTS:
            raise BadInput("too_many_spots", f"Between 1 and {MAX_SPOTS} spots can be healed in one step.")
        for x, y, radius in self.spots:
            _within(self.title, "x", x, 0, 1)
            _within(self.title, "y", y, 0, 1)
            _within(self.title, "radius", radius, 0.001, 0.015)

    def words(self) -> str:
        """The step as people read it."""
        return f"Spots healed: {len(self.spots)}"


@dataclass(frozen=True)
class Crop(Step):
    """Turned by so many degrees, then cut: the shares that are taken off each side."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    degrees: float = 0.0
    name: ClassVar[str] = "crop"
    title: ClassVar[str] = "Cut and straightened"
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {
        **dict.fromkeys(("left", "top", "right", "bottom"), (0.0, 0.3)),
        "degrees": (-4.0, 4.0),
    }


@dataclass(frozen=True)
class Liquify(Step):
    """Pushes the picture round (x, y) within a radius by (dx, dy): it changes her shape."""

    x: float
    y: float
    radius: float
    dx: float
    dy: float
    name: ClassVar[str] = "liquify"
    title: ClassVar[str] = "Shape of the body"
    kind: ClassVar[Kind] = "body_shape"
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {
        "x": (0, 1),
        "y": (0, 1),
        "radius": (0.02, 0.25),
        "dx": (-0.02, 0.02),
        "dy": (-0.02, 0.02),
    }


STEPS: dict[str, type[Step]] = {
    step.name: step
    for step in (
        Exposure, WhiteBalance, Curve, Contrast, Saturation, Grain, Vignette, Background, Blemish, Crop, Liquify,
    )
}  # fmt: skip

# asked for by name, these are refused by name: they would make another person of her
NEVER = {
    "skin_tone": "her skin tone",
    "smooth_skin": "the lines and the texture of her skin, and so her age",
    "age": "her age",
    "face_shape": "the shape of her face",
}


def _within(title: str, name: str, value: object, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadInput(
            "step_out_of_range",
            f"{title}: {name} cannot be {str(value)[:20]}.",
            hint=f"Between {low:g} and {high:g}.",
        )
