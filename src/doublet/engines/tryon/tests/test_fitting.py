"""The fitting figure: nobody's photo can be dressed by it, and it shows what points and centimetres do."""

from __future__ import annotations

import inspect
from dataclasses import replace

import numpy as np
import pytest

from doublet.engines import weights
from doublet.engines.image import decode
from doublet.engines.tryon import fitting
from doublet.engines.tryon.contract import Category
from doublet.engines.tryon.drape.person import prepare
from doublet.engines.tryon.tests.drawn import drawn_asset
from doublet.kernel.refusals import Unavailable


def test_no_function_takes_a_person() -> None:
    for name in ("fit", "examine"):
        assert list(inspect.signature(getattr(fitting, name)).parameters) == ["asset"]
    assert {photo.name for photo in fitting.FIGURE.glob("*.jpg")} == {"leggings.jpg", "shorts.jpg"}


def test_the_picture_has_no_face_and_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def draw(pixels: np.ndarray, text: str, **_: object) -> np.ndarray:
        said.append(text)
        return pixels

    monkeypatch.setattr(fitting, "draw", draw)
    picture = fitting.fit(drawn_asset()).picture
    assert picture is not None
    assert picture.shape[0] < 700, "what lies above the chin is cut off"
    assert said == [fitting.STAMP]


@pytest.mark.parametrize("category", ["tops", "bottoms", "skirts"])
def test_every_kind_of_garment_is_worn_by_the_figure(category: Category) -> None:
    fitted = fitting.fit(drawn_asset(category))
    assert fitted.picture is not None, [found.code for found in fitted.findings]
    assert fitted.examined.report.ok


def test_what_the_figure_cannot_wear_is_told_instead_of_shown() -> None:
    fitted = fitting.fit(drawn_asset("dresses"))  # its shoulders are drawn narrower than the figure's top
    assert fitted.picture is None
    assert [found.code for found in fitted.findings] == ["base_layer_shows"]


def test_a_moved_hem_changes_the_picture_and_the_report() -> None:
    asset = drawn_asset()
    first = fitting.fit(asset)
    hems = {side: first.examined.report.landmarks[f"hem_{side}"] for side in ("left", "right")}
    longer = {f"hem_{side}": (x, y - 60) for side, (x, y) in hems.items()}
    second = fitting.fit(replace(asset, landmarks=longer))
    assert second.examined.report.landmarks["hem_left"] == pytest.approx(longer["hem_left"])
    assert first.picture is not None
    assert second.picture is not None
    assert not np.array_equal(first.picture, second.picture)


def test_centimetres_that_disagree_with_the_photo_are_told() -> None:
    asset = replace(drawn_asset(), size_cm={"chest": 50, "length": 30})
    assert [found.code for found in fitting.examine(asset).report.findings] == ["sizes_disagree"]
    fitted = fitting.fit(asset)
    assert fitted.picture is None
    assert [found.code for found in fitted.findings] == ["sizes_disagree"]


def test_a_child_size_is_too_small_for_the_figure_but_a_usable_garment() -> None:
    asset = replace(drawn_asset(), size_cm={"chest": 22})
    fitted = fitting.fit(asset)
    assert [found.code for found in fitted.findings] == ["garment_too_small"]
    assert fitted.examined.report.ok


def test_the_packaged_artefact_is_what_todays_stages_find_in_its_photo() -> None:
    try:
        for name in ("u2netp.onnx", "pose_detection.tflite", "pose_landmark_full.tflite"):
            weights.path(name)
    except Unavailable as missing:
        pytest.skip(missing.reason)
    for legs in ("leggings", "shorts"):
        packed = fitting.figure(legs)
        today = prepare(decode((fitting.FIGURE / f"{legs}.jpg").read_bytes()).pixels)
        remake = "python -m doublet.engines.tryon.figure"
        assert packed.window == today.window, remake
        assert (packed.labels == today.labels).mean() > 0.995, remake
        assert packed.parse.bare_legs == today.parse.bare_legs == (legs == "shorts")
