from __future__ import annotations

import io
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from doublet.engines import label
from doublet.engines.label.visible import Corner
from doublet.kernel.refusals import BadInput

TWIN = "AI-generated image of a real model, used with consent"


def plain(value: int, height: int = 480, width: int = 360) -> np.ndarray:
    return np.full((height, width, 3), value, np.uint8)


@pytest.fixture(autouse=True)
def _no_own_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUBLET_HOME", str(tmp_path))


@settings(max_examples=25, deadline=None)
@given(
    height=st.integers(240, 900),
    width=st.integers(240, 900),
    seed=st.integers(0, 99),
    share=st.floats(0.001, 0.05),
)
def test_the_label_is_legible_on_any_picture(height: int, width: int, seed: int, share: float) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    drawn = label.compose(noise, "AI image, used with consent", size_share=share)
    assert drawn.contrast >= label.LEAST_CONTRAST
    assert drawn.height_share >= label.LEAST_HEIGHT_SHARE
    left, top, right, bottom = drawn.box
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    outside = drawn.pixels != noise
    outside[top:bottom, left:right] = False
    assert not outside.any(), "nothing beside the plate is touched"


@pytest.mark.parametrize("background", [0, 128, 255])
def test_measured_contrast_is_what_the_pixels_show(background: int) -> None:
    drawn = label.compose(plain(background), "AI", icon="none")
    left, top, right, bottom = drawn.box
    inside = drawn.pixels[top:bottom, left:right]
    assert inside.max() > 240, "white letters"
    assert inside.min() < 60, "dark plate"


def test_the_original_is_left_alone() -> None:
    picture = plain(200)
    label.draw(picture, TWIN)
    assert (picture == 200).all()


@pytest.mark.parametrize(
    ("corner", "low", "right"),
    [
        ("bottom_left", True, False),
        ("bottom_right", True, True),
        ("top_left", False, False),
        ("top_right", False, True),
    ],
)
def test_the_label_stands_in_its_corner(corner: Corner, low: bool, right: bool) -> None:
    changed = (label.draw(plain(200), "AI image", corner=corner) != 200).any(axis=2)
    down, across = np.nonzero(changed)
    assert bool(down.mean() > 240) == low
    assert bool(across.mean() > 180) == right


def test_a_long_text_breaks_into_lines() -> None:
    one, many = (
        label.compose(plain(90), "AI image"),
        label.compose(plain(90), f"{TWIN}, by the model herself"),
    )
    assert many.box[3] - many.box[1] > one.box[3] - one.box[1]


@pytest.mark.parametrize(
    "text",
    [
        "Image générée par IA",
        "KI-generiert",
        "Zdjęcie wygenerowane",
        "Yapay zekâ görüntüsü",
        "AI生成图像 真实模特",
    ],
)
def test_latin_scripts_and_chinese_are_shipped(text: str) -> None:
    assert (label.draw(plain(90), text) != 90).any()


@pytest.mark.parametrize("text", ["Изображение", "صورة", "Ảnh tạo bởi AI", "\U0001f916 AI"])
def test_a_script_without_a_font_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        label.draw(plain(90), text)
    assert refusal.value.code == "label_glyphs_missing"
    assert "fonts folder" in refusal.value.hint


def test_an_operators_font_is_tried(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    shipped = Path(label.__file__).parent / "fonts" / "InstrumentSans.ttf"
    (tmp_path / "fonts" / "own.ttf").write_bytes(shipped.read_bytes())
    with pytest.raises(BadInput, match="Изо"):
        label.draw(plain(90), "Изображение")


@pytest.mark.parametrize(
    ("text", "size", "code"),
    [
        ("", 400, "label_empty"),
        ("   ", 400, "label_empty"),
        ("two\nlines", 400, "label_empty"),
        ("AI", 120, "picture_too_small"),
        ("AI " * 400, 400, "label_too_long"),
        ("A" * 300, 400, "label_too_long"),
    ],
)
def test_what_cannot_be_labelled_is_refused(text: str, size: int, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        label.draw(plain(90, size, size), text)
    assert refusal.value.code == code


@pytest.mark.parametrize("background", [0, 128, 255])
def test_preview_and_stamp_show_on_every_background(background: int) -> None:
    picture = plain(background)
    for marked in (label.preview(picture), label.stamp(picture, "LAB, NOT LICENSED")):
        assert marked.shape == picture.shape
        difference = np.abs(marked.astype(int) - background).max(axis=2)
        assert difference.max() > 60
        assert 0.01 < (difference > 30).mean() < 0.5


def test_the_preview_covers_every_part() -> None:
    difference = (label.preview(plain(128, 900, 600)) != 128).any(axis=2)
    for row in range(0, 900, 300):
        for column in range(0, 600, 300):
            assert difference[row : row + 300, column : column + 300].mean() > 0.03


@pytest.mark.parametrize("corner", get_args(Corner))
def test_a_label_leaves_a_face_alone_where_another_corner_is_free(corner: Corner) -> None:
    taken = label.compose(plain(200), "AI image", corner=corner).box
    moved = label.compose(plain(200), "AI image", corner=corner, avoid=[taken])
    assert moved.over == label.covered(taken, moved.box) == 0.0


def test_a_label_that_finds_no_free_corner_says_how_much_it_covers() -> None:
    everywhere = label.compose(plain(200), "AI image", avoid=[(0, 0, 360, 480)])
    assert 0 < everywhere.over < 1


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 99),
    quality=st.integers(70, 95),
    text=st.sampled_from([TWIN, "KI-Bild", "AI生成图像"]),
)
def test_what_is_measured_on_the_saved_file_is_what_was_drawn(seed: int, quality: int, text: str) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (12, 9, 3), dtype=np.uint8)
    picture = np.asarray(Image.fromarray(noise).resize((768, 1024), Image.Resampling.BICUBIC))
    drawn = label.compose(picture, text)
    file = io.BytesIO()
    Image.fromarray(drawn.pixels).save(file, "JPEG", quality=quality)
    seen = label.measure(np.asarray(Image.open(file)), drawn.words)
    assert seen.height_share == pytest.approx(drawn.height_share, abs=2.1 / 768)
    assert seen.contrast >= label.LEAST_CONTRAST


@pytest.mark.parametrize("value", [0, 128, 255])
def test_where_no_letters_stand_none_are_measured(value: int) -> None:
    assert label.measure(plain(value), (20, 20, 200, 60)) == label.Legibility(0.0, 1.0)


def test_faint_letters_are_measured_as_faint() -> None:
    drawn = label.compose(plain(120), "AI image")
    faint = (120 + (drawn.pixels.astype(float) - 120) * 0.25).astype(np.uint8)
    assert label.measure(faint, drawn.words).contrast < label.LEAST_CONTRAST


def test_the_round_mark_covers_seven_per_cent_and_keeps_clear_of_a_face() -> None:
    picture = plain(200, 1024, 768)
    drawn = label.roundel(picture, ("Retusjert", "person"))
    assert (drawn.pixels != 200).any(axis=2).mean() == pytest.approx(0.07, abs=0.004)
    assert label.measure(drawn.pixels, drawn.words).height_share >= label.LEAST_HEIGHT_SHARE
    moved = label.roundel(picture, ("Retusjert", "person"), avoid=[drawn.box])
    assert moved.over == 0.0
