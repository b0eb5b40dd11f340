"""What the gates look at: the frame, the capture photo, the garment photo, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np

from doublet.engines import face, pose
from doublet.engines.face import Face
from doublet.engines.matte import cut_out
from doublet.engines.pose import Joint, Pose
from doublet.engines.tryon.contract import Category
from doublet.engines.tryon.gates.cloth import Cloth, look_at
from doublet.engines.tryon.gates.faces import FacePair, pair
from doublet.engines.tryon.gates.finding_cloth import find_cloth

_LONG_SIDE = 1024


@dataclass(eq=False)
class Evidence:
    """One frame and what it was made from; everything else is worked out once, when it is asked for.

    Attributes:
        picture, person, garment: HxWx3 uint8 RGB: the frame, the capture photo, the garment photo.
        masks: the engine's own, in pixels of the picture: "garment" and "person", HxW uint8; may be empty.
        measures: what the engine says of its own fit; "sleeve_cover" (share of the arm from shoulder to wrist)
            and "hem_drop" (shoulder widths below the shoulder joints, or hip joints) are used where they are given.
        compare_faces: whether her consent lets face templates be compared (in memory only).
    """

    picture: np.ndarray
    person: np.ndarray
    garment: np.ndarray
    category: Category
    masks: Mapping[str, np.ndarray] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    compare_faces: bool = False

    @cached_property
    def frame(self) -> np.ndarray:
        """The picture at working size."""
        return _small(self.picture)

    @cached_property
    def photo(self) -> np.ndarray:
        """The capture photo at working size."""
        return _small(self.person)

    @cached_property
    def unit(self) -> float:
        """Working pixels per 1024 of the frame's long side."""
        return max(self.frame.shape[:2]) / 1024

    @cached_property
    def photo_face(self) -> Face | None:
        """Her face in the capture photo."""
        return _hers(face.find(self.photo), self.photo_pose)

    @cached_property
    def frame_face(self) -> Face | None:
        """Her face in the frame: not one that is printed on what she wears."""
        return _hers(face.find(self.frame), self.frame_pose)

    @cached_property
    def pair(self) -> FacePair | None:
        """Both faces cut out alike."""
        if self.photo_face is None or self.frame_face is None:
            return None
        return pair(self.photo, self.photo_face, self.frame, self.frame_face)

    @cached_property
    def light(self) -> np.ndarray:
        """(3,) factors of the scene's light on her, by her own face; ones where no face tells."""
        return np.ones(3) if self.pair is None else self.pair.light

    @cached_property
    def cloth(self) -> Cloth | None:
        """The garment photo's garment."""
        return look_at(self.garment)

    @cached_property
    def photo_pose(self) -> Pose | None:
        """Her stance in the capture photo."""
        return pose.find(self.photo)

    @cached_property
    def frame_pose(self) -> Pose | None:
        """Her stance in the frame."""
        return pose.find(self.frame)

    @cached_property
    def figure(self) -> np.ndarray:
        """HxW bool: the person in the frame, clothes included."""
        if "person" in self.masks:
            return self._given("person")
        return cut_out(self.frame, self.frame_pose) > 0.5

    @cached_property
    def worn(self) -> np.ndarray:
        """HxW bool: the garment in the frame, as the engine says or as its colours tell."""
        if "garment" in self.masks:
            return self._given("garment") & self.figure
        if self.cloth is None or self.frame_pose is None:
            return np.zeros(self.frame.shape[:2], bool)
        skin = None if self.pair is None else np.median(self.pair.frame[self.pair.oval], axis=0)
        neutral = np.clip(self.frame / self.light, 0, 255)
        return find_cloth(neutral, self.figure, self.frame_pose, self.cloth.palette, self.category, skin)

    def _given(self, name: str) -> np.ndarray:
        size = (self.frame.shape[1], self.frame.shape[0])
        return cv2.resize(self.masks[name], size, interpolation=cv2.INTER_AREA) > 127


def _hers(faces: Sequence[Face], stance: Pose | None) -> Face | None:
    """The face at the head of the stance; the largest where no stance was found."""
    if stance is None or not faces:
        return next(iter(faces), None)
    nose = stance.points[Joint.NOSE]
    return min(
        faces, key=lambda each: float(np.hypot(*(np.array(each.box[:2]) + np.array(each.box[2:]) / 2 - nose)))
    )


def _small(pixels: np.ndarray) -> np.ndarray:
    scale = min(1.0, _LONG_SIDE / max(pixels.shape[:2]))
    return cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
