"""The whole engine on photos: the project's own fictional people, and a few test photos where they lie."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from doublet.engines import weights
from doublet.engines.tryon.drape import garment_report, person_report
from doublet.engines.tryon.lab import lab_drape
from doublet.kernel.refusals import Unavailable
from doublet.testing import shared_photos

DEMO = Path(__file__).resolve().parents[5] / "demo"


@pytest.fixture(autouse=True)
def _models() -> None:
    try:
        for name in ("u2netp.onnx", "pose_detection.tflite", "pose_landmark_full.tflite"):
            weights.path(name)
    except Unavailable as missing:
        pytest.skip(missing.reason)


def read(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path))
    assert picture is not None, path.name
    return picture[..., ::-1].copy()


def demo_photo(pattern: str) -> Path:
    found = sorted(DEMO.glob(pattern))
    if not found:
        pytest.skip(f"no demo photo {pattern}")
    return found[0]


def test_every_fictional_person_can_wear_a_top() -> None:
    photos = sorted(DEMO.glob("people/*/*body_three_quarter*.jpg"))
    if not photos:
        pytest.skip("no demo people here")
    for photo in photos:
        report = person_report(read(photo))
        assert "tops" in report.wearable, (photo.parent.name, [f.code for f in report.findings])
        assert report.framing == "three_quarter"


def test_a_full_length_photo_wears_more_than_a_three_quarter_one() -> None:
    report = person_report(read(demo_photo("people/*/*body_full.jpg")))
    assert report.framing == "full"
    assert set(report.wearable) == {"tops", "bottoms"}


def test_the_lab_dresses_and_always_stamps() -> None:
    person, tee = demo_photo("people/*/*body_three_quarter*.jpg"), demo_photo("garments/tee*.jpg")
    made = lab_drape(read(person), read(tee), "tops")
    assert made.shape == (1024, 768, 3)
    red, green = made[..., 0].astype(int), made[..., 1].astype(int)
    stamp = (red > 150) & (red - green > 60)
    ys, xs = np.nonzero(stamp)
    assert np.ptp(ys) > 800, "across the whole height"
    assert np.ptp(xs) > 600, "across the whole width"


def test_garment_landmarks_lie_on_the_garment_in_its_own_photo() -> None:
    photo = read(demo_photo("garments/tee*.jpg"))
    report = garment_report(photo, "tops")
    assert report.ok, report.findings
    assert report.symmetry > 0.9
    names = {f"{part}_{side}" for part in ("neck", "shoulder", "armpit", "hem") for side in ("left", "right")}
    assert names <= set(report.landmarks)
    for x, y in report.landmarks.values():
        assert 0 <= x < photo.shape[1]
        assert 0 <= y < photo.shape[0]


def test_marked_landmarks_replace_found_ones() -> None:
    from doublet.engines.tryon.drape.garment import prepare_garment
    from doublet.kernel.refusals import BadInput

    photo = read(demo_photo("garments/tee*.jpg"))
    x, y = prepare_garment(photo, "tops").shown_points()["hem_left"]
    moved = prepare_garment(photo, "tops", {"hem_left": (x, y - 40)})
    assert moved.shown_points()["hem_left"] == pytest.approx((x, y - 40), abs=1)
    with pytest.raises(BadInput, match="unknown_landmark"):
        prepare_garment(photo, "tops", {"pocket": (1, 1)})
    with pytest.raises(BadInput, match="landmark_outside"):
        prepare_garment(photo, "tops", {"hem_left": (-5, 10**6)})


@pytest.mark.parametrize(
    ("name", "framing"),
    [("capture/synth_a/02_front_head.jpg", ("face", "half")), ("negative/no_face_noise.jpg", ("none",))],
)
def test_photos_that_cannot_wear_anything_say_why(name: str, framing: tuple[str, ...]) -> None:
    report = person_report(read(shared_photos() / name))
    assert report.wearable == ()
    assert report.framing in framing
    assert report.findings
    assert all(f.hint for f in report.findings if f.severity == "blocks")


@pytest.mark.parametrize("name", ["dress_07.jpg", "longsleeve_06.jpg"])
def test_garments_on_busy_carpets_are_refused(name: str) -> None:
    report = garment_report(
        read(shared_photos() / "garments" / name), "dresses" if "dress" in name else "tops"
    )
    assert not report.ok
    assert any(f.severity == "blocks" for f in report.findings)


def test_broken_pictures_are_refused_not_crashed_on() -> None:
    rng = np.random.default_rng(0)
    for picture in (
        np.zeros((400, 400, 3), np.uint8),
        np.full((400, 300, 3), 255, np.uint8),
        rng.integers(0, 256, (400, 400, 3), dtype=np.uint8),
        np.zeros((8, 8, 3), np.uint8),
    ):
        assert person_report(picture).wearable == ()
        assert not garment_report(picture, "tops").ok
        assert not garment_report(picture, "bottoms").ok
