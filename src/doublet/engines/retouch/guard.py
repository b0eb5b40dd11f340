"""The guard's limits: whatever a recipe says, her skin's tone, her age, her face and her outline stay hers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from doublet.kernel.refusals import Refused


@dataclass(frozen=True)
class Limit:
    """How far one measure may go, and why."""

    name: str
    title: str
    low: float
    high: float
    reason: str
    hint: str

    def holds(self, value: float) -> bool:
        """Is the value within?"""
        return self.low <= value <= self.high


LIMITS = (
    Limit(
        "skin_depth",
        "How light her skin is against the rest of the picture, in stops",
        0.0,
        0.10,
        "her skin became lighter or darker by itself, which changes her skin tone",
        "Change the light of the whole picture instead.",
    ),
    Limit(
        "skin_hue",
        "Colour of her skin against the rest of the picture",
        0.0,
        1.5,
        "her skin changed its colour by itself, which changes her skin tone",
        "Change the white balance of the whole picture instead.",
    ),
    Limit(
        "skin_total",
        "Her skin, all steps together",
        0.0,
        10.0,
        "all steps together make her skin visibly lighter, darker or of another hue",
        "Use less exposure, curve, white balance or saturation.",
    ),
    Limit(
        "skin_texture",
        "Texture of her face",
        0.93,
        1.12,
        "lines and pores of her skin were smoothed or deepened, which changes her age",
        "Heal single spots; leave the rest of the skin as it is.",
    ),
    Limit(
        "face_shape",
        "Shape of the face, in distances between her eyes",
        0.0,
        0.03,
        "points of her face moved against each other",
        "Leave the face as it is.",
    ),
    Limit(
        "outline",
        "Outline of her body, in percent of the height",
        0.0,
        0.22,
        "the picture was pushed or pulled where she stands, which changes the shape of her body",
        "Leave her shape as it is, or ask for a consent that opens it.",
    ),
)


def refuse(numbers: dict[str, float], *, opened: Iterable[str] = ()) -> None:
    """Refuse a retouch that went too far, with the number and the limit.

    Args:
        opened: alterations that her consent opens; only ``body_shape`` opens anything here.
    """
    for limit in LIMITS:
        if limit.name == "outline" and "body_shape" in opened:
            continue
        value = numbers[limit.name]
        if not limit.holds(value):
            allowed = f"at most {limit.high:g}" if limit.low == 0 else f"{limit.low:g} to {limit.high:g}"
            raise Refused(
                f"retouch_{limit.name}",
                f"The retouch goes too far: {limit.reason} ({limit.title.lower()}: {value:.2f}, allowed {allowed}).",
                rule="HOUSE-NEVER" if limit.name != "outline" else "HOUSE-BODY",
                hint=limit.hint,
            )
