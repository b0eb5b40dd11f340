"""The guard on fictional people: routine steps pass at their full ranges, what changes her is caught."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from doublet.engines.image import decode
from doublet.engines.retouch import LIMITS, PRESETS, Context, Recipe, Step, guarded, measure, refuse
from doublet.engines.retouch.measuring import _face_oval, _face_points, _skin
from doublet.engines.retouch.steps import (
    Background,
    Blemish,
    Contrast,
    Crop,
    Curve,
    Exposure,
    Grain,
    Liquify,
    Saturation,
    Vignette,
    WhiteBalance,
)
from doublet.kernel.refusals import NotAllowed, Refused

PEOPLE = ("ines-fiktiv", "ade-fiktiv")


@cache
def photo(who: str) -> np.ndarray:
    folder = Path(__file__).resolve().parents[5] / "demo" / "people" / who
    file = next(folder.glob("*body_three_quarter_length.jpg"))
    pixels = decode(file.read_bytes()).pixels
    return cv2.resize(
        pixels, (600, round(600 * pixels.shape[0] / pixels.shape[1])), interpolation=cv2.INTER_AREA
    )


@cache
def skin(who: str) -> np.ndarray:
    points = _face_points(photo(who))
    return _skin(photo(who), points, _face_oval(photo(who), points))


def caught(before: np.ndarray, after: np.ndarray) -> str:
    with pytest.raises(Refused) as refusal:
        refuse(measure(before, after, after))
    assert refusal.value.hint
    return refusal.value.code


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(
    "step",
    [
        Exposure(0.5),
        Exposure(-0.5),
        WhiteBalance(1, 1),
        WhiteBalance(-1, -1),
        Contrast(0.3),
        Contrast(-0.3),
        Saturation(0.25),
        Saturation(-0.25),
        Vignette(0.4),
        Grain(6),
        Curve(((0, 20), (128, 140), (255, 250))),
        Crop(0.05, 0.02, 0.05, 0.1, 3.0),
    ],
    ids=lambda step: step.words(),
)
def test_routine_steps_pass_at_their_full_ranges(who: str, step: Step) -> None:
    made = guarded(Recipe((step,)), photo(who), Context())
    assert made.picture.dtype == np.uint8


@pytest.mark.parametrize("who", PEOPLE)
def test_presets_pass(who: str) -> None:
    for preset in PRESETS.values():
        numbers = guarded(preset.recipe, photo(who), Context()).numbers
        assert all(limit.holds(numbers[limit.name]) for limit in LIMITS)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("factor", [0.93, 1.07], ids=["darker", "lighter"])
def test_skin_made_lighter_or_darker_is_caught_for_every_tone(who: str, factor: float) -> None:
    tampered = np.where(skin(who)[..., None], photo(who) * factor, photo(who)).clip(0, 255).astype(np.uint8)
    assert caught(photo(who), tampered) == "retouch_skin_depth"


def test_skin_of_another_colour_is_caught() -> None:
    shift = np.where(
        skin(PEOPLE[0])[..., None], photo(PEOPLE[0]) + np.array([0, -2.0, -14]), photo(PEOPLE[0])
    )
    assert caught(photo(PEOPLE[0]), shift.clip(0, 255).astype(np.uint8)) == "retouch_skin_hue"


@pytest.mark.parametrize("who", PEOPLE)
def test_smoothed_skin_is_caught_and_so_is_deepened(who: str) -> None:
    soft = cv2.GaussianBlur(photo(who), (0, 0), 1.0)
    assert caught(photo(who), np.where(skin(who)[..., None], soft, photo(who))) == "retouch_skin_texture"
    sharp = cv2.addWeighted(photo(who), 1.8, soft, -0.8, 0)
    assert caught(photo(who), np.where(skin(who)[..., None], sharp, photo(who))) == "retouch_skin_texture"


def test_grain_does_not_hide_smoothing() -> None:
    soft = np.where(
        skin(PEOPLE[0])[..., None], cv2.GaussianBlur(photo(PEOPLE[0]), (0, 0), 1.0), photo(PEOPLE[0])
    )
    numbers = measure(photo(PEOPLE[0]), soft, soft)
    assert numbers["skin_texture"] < 0.9


def test_many_small_routine_steps_add_up_to_too_much() -> None:
    bright = Recipe((Exposure(-0.5), Exposure(-0.5), Exposure(-0.5)))
    with pytest.raises(Refused, match="retouch_skin_total"):
        guarded(bright, photo(PEOPLE[0]), Context())


def test_a_body_needs_a_consent_that_opens_it_and_a_face_has_none() -> None:
    picture = photo(PEOPLE[0])
    x, y = _face_points(picture).mean(0) / (picture.shape[1], picture.shape[0])
    waist = Recipe((Liquify(0.36, 0.62, 0.12, 0.012, 0.0), Liquify(0.64, 0.62, 0.12, -0.012, 0.0)))
    with pytest.raises(NotAllowed, match="body_shape_closed"):
        guarded(waist, picture, Context(), opened=("hair",))
    numbers = guarded(waist, picture, Context(), opened=("body_shape",)).numbers
    assert numbers["outline"] > 0.22, "the guard saw the change, and the consent opened it"
    jaw = Recipe((Liquify(float(x) + 0.03, float(y) + 0.02, 0.05, -0.008, 0.0),))
    with pytest.raises(Refused, match="retouch_face_shape"):
        guarded(jaw, picture, Context(), opened=("body_shape",))


def test_a_healed_spot_passes() -> None:
    picture = photo(PEOPLE[0])
    cheek = _face_points(picture)[[50, 280]] / (picture.shape[1], picture.shape[0])
    spots = tuple((float(x), float(y), 0.004) for x, y in cheek)
    assert guarded(Recipe((Blemish(spots),)), picture, Context()).numbers["skin_total"] < 1


def test_another_backdrop_leaves_her_alone() -> None:
    picture = photo(PEOPLE[0])
    made = guarded(Recipe((Background("sage"),)), picture, Context())
    inside = cv2.erode(skin(PEOPLE[0]).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert np.abs(made.picture[inside].astype(int) - picture[inside]).mean() < 2
    assert np.abs(made.picture[:40, :40].astype(int).mean((0, 1)) - (178, 189, 170)).max() < 12


def test_without_a_face_nothing_passes() -> None:
    wall = np.full((300, 240, 3), 180, np.uint8)
    with pytest.raises(Refused, match="no_face_to_guard"):
        guarded(Recipe((Exposure(0.1),)), wall, Context())
