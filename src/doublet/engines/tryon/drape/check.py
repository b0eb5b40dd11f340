"""The check stage: what was measured, against which limit, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from doublet.engines.tryon.contract import (
    CaptureUnsuitable,
    Finding,
    TryOnRefused,
)
from doublet.engines.tryon.drape.body import SIDES
from doublet.engines.tryon.drape.check_garment import finding
from doublet.engines.tryon.drape.colour import lab_of
from doublet.engines.tryon.drape.fit import Fit
from doublet.engines.tryon.drape.garment import Garment
from doublet.engines.tryon.drape.geometry import mix
from doublet.engines.tryon.drape.layer import Dressed
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.person import Person
from doublet.engines.tryon.drape.torso import measure_torso

# calibrated on a small set of photos; each is reported with the value it was held against
FRONTAL = (0.56, 0.90)
ROLL = 14.0
LEAN = 10.0
BARE_ARMS = 0.75
CHEST = (0.70, 1.40)
PLAIN = 28.0
FOLDED = 0.16
RESIDUE = 0.06
SKIN_FILL = 0.04
LEG_RESIDUE = 0.06
LONG_HAIR = 0.35
BARE_SHOULDERS = 0.004  # shoulder widths squared
LEGGINGS = 0.15  # of the leggings, below a hem: ankles and no more
DRESS_HEM = 1.3  # heights of the trunk: a dress ends below the hips

_POSE_HINT = "Stand straight, facing the camera, arms hanging about 20 degrees away from the body."


def outside(value: float, limits: tuple[float, float]) -> bool:
    """Whether a value lies outside of a closed range."""
    return not limits[0] <= value <= limits[1]


def stance_findings(person: Person) -> list[Finding]:
    """How the person stands: frontal, upright, level, hands off the body."""
    body = person.body
    ratio = body.width / max(body.trunk, 1.0)
    found = []
    if outside(ratio, FRONTAL):
        found.append(
            finding(
                "not_frontal",
                "The body is turned sideways.",
                _POSE_HINT,
                ratio,
                f"{FRONTAL[0]} to {FRONTAL[1]}",
            )
        )
    if abs(body.roll) > ROLL:
        found.append(
            finding(
                "shoulders_tilted", "The shoulders are not level.", _POSE_HINT, body.roll, f"within {ROLL}"
            )
        )
    if body.lean > LEAN:
        found.append(finding("leaning", "The upper body leans.", _POSE_HINT, body.lean, f"at most {LEAN}"))
    for side, _ in SIDES:
        if body.arms[side].elbow_seen < 0.5:
            found.append(
                finding(
                    "elbow_hidden",
                    "One elbow is not visible.",
                    _POSE_HINT,
                    body.arms[side].elbow_seen,
                    "at least 0.5",
                )
            )
        if _over_trunk(person, body.arms[side].wrist):
            found.append(
                finding("hand_on_body", "One hand lies in front of the body.", _POSE_HINT, 1, "none")
            )
    return found


def base_layer_findings(person: Person) -> list[Finding]:
    """What the person wears: sleeveless, close to the body, plain, with the arms clear of it."""
    found = []
    bare = bare_arms(person)
    if bare < BARE_ARMS:
        found.append(
            finding(
                "base_has_sleeves",
                "The top in the photo has sleeves.",
                "Wear a plain, fitted, sleeveless top.",
                bare,
                f"at least {BARE_ARMS}",
            )
        )
    chest = measure_torso(person).chest(raw=True) / person.body.width
    if outside(chest, CHEST):
        found.append(
            finding(
                "arms_touch_body",
                "The arms touch the upper body, or the top in the photo is loose.",
                "Photograph with the arms about 20 degrees away from the body, in a fitted top.",
                chest,
                f"{CHEST[0]} to {CHEST[1]}",
            )
        )
    spread = colour_spread(person)
    if spread > PLAIN:
        found.append(
            finding(
                "base_not_plain",
                "The top in the photo is patterned, or does not cover the upper body.",
                "Wear a plain top of one colour that ends at the hips.",
                spread,
                f"at most {PLAIN}",
            )
        )
    if person.parse.hair_below_chin > LONG_HAIR:
        found.append(
            finding(
                "hair_in_front",
                "Long hair hangs in front of the shoulders.",
                "Put all hair behind the shoulders.",
                person.parse.hair_below_chin,
                f"at most {LONG_HAIR}",
                "warns",
            )
        )
    return found


def dressed_findings(dressed: Dressed, garment: Garment) -> list[Finding]:
    """Whether the new garment covers what was worn before."""
    limit = LEG_RESIDUE if garment.category in ("bottoms", "skirts") else RESIDUE
    found = []
    residue, fill = dressed.measures["residue"], dressed.measures["skin_fill"]
    if residue > limit:
        found.append(
            finding(
                "base_layer_shows",
                "The garment does not cover what the person wears in the photo.",
                "Use a photo in a smaller base layer, or a longer or wider garment.",
                residue,
                f"at most {limit}",
            )
        )
    if garment.category in ("dresses", "skirts") and dressed.measures["leggings"] > LEGGINGS:
        found.append(
            finding(
                "leggings_would_show",
                "The leggings of the photo would show below the hem.",
                "Add a full-length photo with bare legs, in short shorts or a plain slip.",
                dressed.measures["leggings"],
                f"at most {LEGGINGS}",
            )
        )
    if dressed.measures["folded"] > FOLDED:
        found.append(
            finding(
                "garment_would_tear",
                "The garment's shape cannot be laid on this pose without folding over itself.",
                "Check the garment's landmarks, or photograph it laid flat with the sleeves clear of the sides.",
                dressed.measures["folded"],
                f"at most {FOLDED}",
            )
        )
    if fill > SKIN_FILL:
        found.append(
            finding(
                "too_much_skin_to_paint",
                "Old clothes stick out where skin should be.",
                "Use a photo with thinner straps or a lower neckline.",
                fill,
                f"at most {SKIN_FILL}",
            )
        )
    return found


def bare_arms(person: Person) -> float:
    """Share of points on the upper arms that show skin (0..1)."""
    points = [mix(a.shoulder, a.elbow, share) for a in person.body.arms.values() for share in (0.45, 0.6)]
    height, width = person.labels.shape
    rows = [int(np.clip(p[1], 0, height - 1)) for p in points]
    columns = [int(np.clip(p[0], 0, width - 1)) for p in points]
    return float((person.labels[rows, columns] == Part.SKIN).mean())


def bare_shoulders(person: Person, fit: Fit, dressed: Dressed) -> float:
    """Skin that sleeves leave bare on top of the shoulders, in shoulder widths squared: the worse side's."""
    s, worst = person.body.width, 0.0
    bare = (person.labels == Part.SKIN) & (dressed.cover < 0.5)
    y, x = np.mgrid[: bare.shape[0], : bare.shape[1]]
    for side in fit.arms:
        tip = fit.tips[side]
        up = -((x - tip[0]) * person.body.down[0] + (y - tip[1]) * person.body.down[1])
        near = np.hypot(x - tip[0], y - tip[1]) < 0.16 * s
        worst = max(worst, float((bare & near & (up > -0.03 * s)).sum()) / s**2)
    return worst


def colour_spread(person: Person) -> float:
    """How far the base top's hues spread (90th percentile, Lab units); a plain top has little."""
    mask = person.labels == Part.TOP
    if mask.sum() < 500:
        return 0.0
    hues = lab_of(person.pixels)[mask][:, 1:]
    return float(np.percentile(np.linalg.norm(hues - np.median(hues, 0), axis=1), 90))


def _over_trunk(person: Person, wrist: np.ndarray) -> bool:
    body = person.body
    corners = np.array(
        [
            body.arms["left"].shoulder,
            body.arms["right"].shoulder,
            body.legs["right"].hip,
            body.legs["left"].hip,
        ]
    )
    corners = corners.mean(0) + (corners - corners.mean(0)) * 0.85
    edges = np.roll(corners, -1, axis=0) - corners
    offsets = wrist - corners
    cross = edges[:, 0] * offsets[:, 1] - edges[:, 1] * offsets[:, 0]
    return bool((cross > 0).all() or (cross < 0).all())


def refuse(findings: Iterable[Finding], kind: type[TryOnRefused]) -> None:
    """Raise the first finding that blocks as a refusal.

    Raises:
        TryOnRefused: of the given kind, with the finding's code, reason and hint.
    """
    for found in findings:
        if found.severity == "blocks":
            raise kind(found.code, found.reason, hint=found.hint)


def refuse_dressed(person: Person, garment: Garment, fit: Fit, dressed: Dressed) -> list[Finding]:
    """What is found once the garment lies on her, or a refusal; stance and garment were checked before.

    Raises:
        CaptureUnsuitable: the photo cannot wear this garment.
    """
    base = base_layer_findings(person) if garment.category in ("tops", "dresses") else []
    result = dressed_findings(dressed, garment)
    if garment.category == "bottoms" and person.parse.bare_legs:
        base.append(
            Finding(
                "bare_legs",
                "blocks",
                "The legs in the photo are bare.",
                "Trousers need a full-length photo in plain leggings.",
            )
        )
    bare = bare_shoulders(person, fit, dressed)
    if bare > BARE_SHOULDERS:
        result.append(
            finding(
                "shoulder_not_covered",
                "A sleeve would leave part of the shoulder bare.",
                "Use a photo with level shoulders and the hair behind them.",
                bare,
                f"at most {BARE_SHOULDERS}",
            )
        )
    if garment.category == "dresses" and fit.measures["hem_height"] < DRESS_HEM:
        result.append(
            finding(
                "dress_ends_too_high",
                "The dress would end above the thighs, so its points were probably not found.",
                "Check the garment's points, or file it as a top.",
                fit.measures["hem_height"],
                f"at least {DRESS_HEM}",
            )
        )
    if garment.category == "dresses" and min(leg.ankle_seen for leg in person.body.legs.values()) < 0.5:
        base.append(
            Finding(
                "not_full_length",
                "blocks",
                "The photo ends above the feet.",
                "Dresses need a photo from head to feet.",
            )
        )
    refuse(base + result, CaptureUnsuitable)
    return base + result
