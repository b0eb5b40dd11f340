"""Pictures of engines that build no scene: her own face back, then the scene, or a refusal."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from doublet.engines.image import decode
from doublet.engines.tryon.contract import EngineFailed, Output, Result, Scene
from doublet.engines.tryon.staging import placed

PEOPLE = Path(__file__).resolve().parents[5] / "demo" / "people"
HER, ANOTHER = "ines-fiktiv/21_body_three_quarter_length.jpg", "ade-fiktiv/06_body_three_quarter_length.jpg"
OUTPUT = Output(384, 512)


@cache
def photo(name: str) -> np.ndarray:
    return decode((PEOPLE / name).read_bytes()).pixels


def generated(name: str) -> Result:
    """As a model would hand it over: smaller, softer, in another light."""
    small = cv2.resize(photo(name), (576, 768), interpolation=cv2.INTER_AREA)
    soft = np.clip(cv2.GaussianBlur(small, (0, 0), 0.8) * 0.92 + 6, 0, 255).astype(np.uint8)
    return Result((soft,), 3, "double", "1", {}, {}, {}, {"kind": "generated"})


def test_she_stands_in_the_scene_that_was_asked_for_with_her_own_face() -> None:
    made = placed(generated(HER), photo(HER), Scene("studio_warm_grey", "key_left"), OUTPUT)
    (picture,) = made.pictures
    assert picture.shape == (512, 384, 3)
    measures = made.report["measures"]
    assert isinstance(measures, dict)
    assert measures["likeness"] >= 0.8
    assert made.report["face"] == "checked"
    assert made.parameters["background"] == "studio_warm_grey"
    corner = picture[4:40, 4:40].reshape(-1, 3).mean(0)
    assert np.ptp(corner) < 40, "the corner is the backdrop, a grey"


def test_somebody_else_is_refused() -> None:
    with pytest.raises(EngineFailed, match="face_changed") as refused:
        placed(generated(ANOTHER), photo(HER), Scene(), OUTPUT)
    assert "likeness" in refused.value.reason


def test_a_picture_without_anybody_is_refused() -> None:
    nobody = Result((np.full((512, 384, 3), 200, np.uint8),), 3, "double", "1", {}, {}, {}, {})
    with pytest.raises(EngineFailed, match="face_lost"):
        placed(nobody, photo(HER), Scene(), OUTPUT)
