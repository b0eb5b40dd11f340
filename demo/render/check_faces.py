"""Do the faces hold together? `PYTHONPATH=src python demo/render/check_faces.py FOLDER...` (product environment).

Prints, for folders named after people, how alike the frontal and three-quarter faces of one person are and how
alike different people are. Wanted: above 0.45 within a person, below 0.36 between people.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import cv2
import numpy as np

from doublet.engines import weights

FRONTAL = ("front", "smile", "three_quarter_left", "three_quarter_right", "up", "down")


def embed(path: Path) -> np.ndarray | None:
    detector = cv2.FaceDetectorYN.create(
        str(weights.path("face_detection_yunet_2023mar_int8bq.onnx")), "", (320, 320), 0.6
    )
    recognizer = cv2.FaceRecognizerSF.create(
        str(weights.path("face_recognition_sface_2021dec_int8bq.onnx")), ""
    )
    picture = cv2.imread(str(path))
    picture = cv2.resize(picture, None, fx=1024 / max(picture.shape), fy=1024 / max(picture.shape))
    detector.setInputSize(picture.shape[1::-1])
    _, faces = detector.detect(picture)
    if faces is None:
        print(f"no face: {path.parent.name}/{path.stem}")
        return None
    best = max(faces, key=lambda f: f[-1])
    if best[-1] < 0.88:
        print(f"weak face {best[-1]:.2f}: {path.parent.name}/{path.stem}")
    vector = recognizer.feature(recognizer.alignCrop(picture, best)).ravel()
    return vector / np.linalg.norm(vector)


def is_frontal(path: Path) -> bool:
    return path.stem[:2].isdigit() and path.stem[3:].startswith(FRONTAL)


def main(folders: list[Path]) -> None:
    everyone: dict[str, dict[str, np.ndarray]] = {}
    for folder in folders:
        photos = sorted(p for p in folder.iterdir() if p.suffix in (".jpg", ".png") and "_back" not in p.stem)
        found = {p.stem: embed(p) for p in photos if is_frontal(p) or "--all" in sys.argv}
        everyone[folder.name] = {k: v for k, v in found.items() if v is not None}
    for who, photos in everyone.items():
        pairs = [(float(a @ b), m, n) for (m, a), (n, b) in itertools.combinations(photos.items(), 2)]
        if pairs:
            print(
                f"{who}: {len(photos)} faces, within: lowest {min(pairs)}, mean {np.mean([p[0] for p in pairs]):.2f}"
            )
    for (who, mine), (other, theirs) in itertools.combinations(everyone.items(), 2):
        pairs = [(float(a @ b), m, n) for m, a in mine.items() for n, b in theirs.items()]
        if pairs:
            print(f"{who} / {other}: highest {max(pairs)}")


if __name__ == "__main__":
    main([Path(a) for a in sys.argv[1:] if not a.startswith("--")])
