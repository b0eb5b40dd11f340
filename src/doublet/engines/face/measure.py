"""Everything that is measured on one photo of a capture set, in one pass."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doublet.engines import pose
from doublet.engines.face.angles import Angles, angles
from doublet.engines.face.detect import Face, at_edge, find
from doublet.engines.face.framing import Framing, body_turn, framing
from doublet.engines.face.identity import embed
from doublet.engines.face.light import Light, light
from doublet.engines.face.lookalike import picture_hash
from doublet.engines.face.mesh import PRESENT, look
from doublet.engines.face.quality import Quality, quality
from doublet.engines.face.samephoto import face_plate
from doublet.engines.image import Photo, shrink

WORKING_SIDE = 2048
EDGE_ROOM = 0.02  # of the face
TURNED_FACE_PX = 40
MEMORY_ONLY = ("embedding", "plate")
HASHES = ("hash", "hash_mirrored")


@dataclass(frozen=True, eq=False)
class PhotoMeasures:
    """What one photo shows, in numbers; the rules make a verdict of them.

    Attributes:
        sha256: of the original file.
        faces: number of faces wholly in the picture; ``faces_at_edge`` those cut by its edge.
        face_px: shorter side of the largest face, in the photo's pixels; ``face_score`` 0..1; ``face_cut``
            whether it touches the edge of the photo.
        angles, light: of the largest face; None without a face.
        turn: degrees clockwise by which the photo must be turned to stand upright (0, 90, 180, 270).
        hash: 64-bit look-alike hash; ``hash_mirrored`` that of the mirror image.
        body_turn: degrees the shoulders are turned to her left.
        embedding: the face template, for comparing the photos of one upload in memory. It is not in
            `as_dict` and must not be stored without a biometric consent.
        plate: the face at a fixed place, to find copies of one photograph; no more for keeping than that.
    """

    sha256: str
    width: int
    height: int
    faces: int
    faces_at_edge: int
    face_px: int
    face_score: float
    face_cut: bool
    angles: Angles | None
    light: Light | None
    quality: Quality
    framing: Framing
    body_turn: float
    turn: int
    hash: int
    hash_mirrored: int
    embedding: NDArray[np.float32] | None = field(repr=False)
    plate: NDArray[np.float32] | None = field(repr=False, default=None)

    def as_dict(self) -> dict[str, Any]:
        """The measures as JSON; hashes as 16 hex digits, without the embedding."""
        kept = {k: v for k, v in self.__dict__.items() if k not in MEMORY_ONLY + HASHES}
        kept |= {k: asdict(v) if v else None for k, v in kept.items() if k in ("angles", "light", "quality")}
        kept["quality"]["covered"] = list(self.quality.covered)
        return kept | {"hash": f"{self.hash:016x}", "hash_mirrored": f"{self.hash_mirrored:016x}"}


def measure(photo: Photo, *, compare_faces: bool = True) -> PhotoMeasures:
    """Measure a decoded photo; about half a second on one core.

    Args:
        compare_faces: False where she did not allow it: then no face template is ever computed.

    Raises:
        Unavailable: a model file is missing.
    """
    pixels = shrink(photo.pixels, WORKING_SIDE)
    scale = photo.width / pixels.shape[1]
    faces = find(pixels)
    main = faces[0] if faces else None
    mesh = look(pixels, main.box_xyxy) if main else None
    body = pose.find(pixels)
    return PhotoMeasures(
        sha256=photo.sha256,
        width=photo.width,
        height=photo.height,
        faces=len(faces),
        faces_at_edge=at_edge(pixels, faces),
        face_px=round(main.size * scale) if main else 0,
        face_score=round(main.score, 3) if main else 0.0,
        face_cut=_cut(main, pixels) if main else False,
        angles=angles(main, mesh) if main and mesh else None,
        light=light(pixels, main, mesh) if main and mesh else None,
        quality=quality(pixels, main, mesh),
        framing=framing(main, body, *pixels.shape[:2]),
        body_turn=body_turn(body),
        turn=0 if main else _turn(pixels),
        hash=picture_hash(pixels),
        hash_mirrored=picture_hash(pixels[:, ::-1]),
        embedding=embed(pixels, main) if main and compare_faces else None,
        plate=face_plate(pixels, main) if main and compare_faces else None,
    )


def _cut(face: Face, pixels: NDArray[np.uint8]) -> bool:
    left, top, right, bottom = face.box_xyxy
    height, width = pixels.shape[:2]
    room = min(left, top, width - right, height - bottom)
    return room < EDGE_ROOM * face.size


def _turn(pixels: NDArray[np.uint8]) -> int:
    """Whether a face appears when the photo is turned: a phone that dropped the orientation."""
    for quarter in (1, 2, 3):
        faces = find(np.ascontiguousarray(np.rot90(pixels, -quarter)))
        if any(face.presence >= PRESENT and face.size >= TURNED_FACE_PX for face in faces):
            return quarter * 90
    return 0
