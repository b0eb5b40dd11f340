"""The body as the fitting stages see it: limbs by their side of the picture, and the trunk's own axes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from doublet.engines.pose import Joint, Pose
from doublet.engines.tryon.drape.geometry import unit

Side = Literal["left", "right"]
SIDES: tuple[tuple[Side, int], ...] = (("left", -1), ("right", 1))


@dataclass(frozen=True, eq=False)
class Arm:
    """One arm's points (pixels) and how surely elbow and wrist are seen (0..1)."""

    shoulder: np.ndarray
    elbow: np.ndarray
    wrist: np.ndarray
    knuckle: np.ndarray
    elbow_seen: float
    wrist_seen: float

    @property
    def fingertip(self) -> np.ndarray:
        """About where the hand ends."""
        return self.wrist + (self.knuckle - self.wrist) * 1.9


@dataclass(frozen=True, eq=False)
class Leg:
    """One leg's points (pixels) and how surely the ankle is seen (0..1)."""

    hip: np.ndarray
    knee: np.ndarray
    ankle: np.ndarray
    toe: np.ndarray
    ankle_seen: float


@dataclass(frozen=True, eq=False)
class Body:
    """Limbs by their side of the picture ("left" is the picture's left), head points and axes.

    Attributes:
        across: unit vector from the left to the right shoulder joint.
        down: unit vector from the shoulders' to the hips' middle.
    """

    arms: dict[Side, Arm]
    legs: dict[Side, Leg]
    nose: np.ndarray
    eyes: np.ndarray
    mouth: np.ndarray
    ears: np.ndarray
    across: np.ndarray
    down: np.ndarray

    @property
    def shoulders(self) -> np.ndarray:
        """The middle between the shoulder joints."""
        return (self.arms["left"].shoulder + self.arms["right"].shoulder) / 2

    @property
    def hips(self) -> np.ndarray:
        """The middle between the hip joints."""
        return (self.legs["left"].hip + self.legs["right"].hip) / 2

    @property
    def width(self) -> float:
        """Distance of the shoulder joints, the unit of most measures here."""
        return float(np.linalg.norm(self.arms["right"].shoulder - self.arms["left"].shoulder))

    @property
    def trunk(self) -> float:
        """Distance from the shoulders' to the hips' middle."""
        return float(np.linalg.norm(self.hips - self.shoulders))

    @property
    def roll(self) -> float:
        """How far the shoulder line is from level, degrees."""
        return float(np.degrees(np.arctan2(self.across[1], self.across[0])))

    @property
    def lean(self) -> float:
        """How far the trunk is from upright, degrees."""
        return float(np.degrees(np.arccos(np.clip(self.down[1], -1, 1))))

    def times(self, scale: float) -> Body:
        """The body in a picture that is `scale` times as big."""
        arms = {
            side: replace(
                arm,
                shoulder=arm.shoulder * scale,
                elbow=arm.elbow * scale,
                wrist=arm.wrist * scale,
                knuckle=arm.knuckle * scale,
            )
            for side, arm in self.arms.items()
        }
        legs = {
            side: replace(
                leg, hip=leg.hip * scale, knee=leg.knee * scale, ankle=leg.ankle * scale, toe=leg.toe * scale
            )
            for side, leg in self.legs.items()
        }
        points = {name: getattr(self, name) * scale for name in ("nose", "eyes", "mouth", "ears")}
        return replace(self, arms=arms, legs=legs, **points)

    def centre(self, share: float | np.ndarray) -> np.ndarray:
        """The point of the trunk's middle line at `share` from shoulders (0) to hips (1) and beyond."""
        return self.shoulders + (self.hips - self.shoulders) * share


def body_of(pose: Pose) -> Body | None:
    """The body of a pose, or None where it is seen from behind (its left is on the picture's left)."""
    p, seen = pose.points.astype(float), pose.visibility
    if p[Joint.LEFT_SHOULDER, 0] <= p[Joint.RIGHT_SHOULDER, 0]:
        return None

    def arm(shoulder: Joint, elbow: Joint, wrist: Joint, index: Joint, pinky: Joint) -> Arm:
        return Arm(
            p[shoulder], p[elbow], p[wrist], (p[index] + p[pinky]) / 2, float(seen[elbow]), float(seen[wrist])
        )

    def leg(hip: Joint, knee: Joint, ankle: Joint, toe: Joint) -> Leg:
        return Leg(p[hip], p[knee], p[ankle], p[toe], float(seen[ankle]))

    j = Joint
    arms: dict[Side, Arm] = {
        "left": arm(j.RIGHT_SHOULDER, j.RIGHT_ELBOW, j.RIGHT_WRIST, j.RIGHT_INDEX, j.RIGHT_PINKY),
        "right": arm(j.LEFT_SHOULDER, j.LEFT_ELBOW, j.LEFT_WRIST, j.LEFT_INDEX, j.LEFT_PINKY),
    }
    legs: dict[Side, Leg] = {
        "left": leg(j.RIGHT_HIP, j.RIGHT_KNEE, j.RIGHT_ANKLE, j.RIGHT_TOE),
        "right": leg(j.LEFT_HIP, j.LEFT_KNEE, j.LEFT_ANKLE, j.LEFT_TOE),
    }
    shoulders = (p[j.LEFT_SHOULDER] + p[j.RIGHT_SHOULDER]) / 2
    hips = (p[j.LEFT_HIP] + p[j.RIGHT_HIP]) / 2
    return Body(
        arms=arms,
        legs=legs,
        nose=p[j.NOSE],
        eyes=(p[j.LEFT_EYE] + p[j.RIGHT_EYE]) / 2,
        mouth=(p[j.MOUTH_LEFT] + p[j.MOUTH_RIGHT]) / 2,
        ears=np.stack([p[j.RIGHT_EAR], p[j.LEFT_EAR]]),
        across=unit(p[j.LEFT_SHOULDER] - p[j.RIGHT_SHOULDER]),
        down=unit(hips - shoulders),
    )
