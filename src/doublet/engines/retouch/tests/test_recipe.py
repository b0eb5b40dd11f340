"""Recipes as data: order, round trip, ranges, and what is refused by name."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.engines.retouch import PRESETS, STEPS, Context, Recipe, Step, apply
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
from doublet.kernel.refusals import Refused


def ranged(step: type[Step]) -> st.SearchStrategy[Step]:
    numbers = {
        name: st.integers(int(low), int(high)) if name == "seed" else st.floats(low, high)
        for name, (low, high) in step.RANGES.items()
    }
    return st.builds(step, **numbers)


SHARE = st.floats(0, 1)
CURVES = st.lists(st.floats(-20, 20), min_size=3, max_size=3).map(
    lambda bends: Curve(tuple((at, at + bend) for at, bend in zip((30.0, 120.0, 210.0), bends, strict=True)))
)
SPOTS = st.lists(st.tuples(SHARE, SHARE, st.floats(0.001, 0.015)), min_size=1, max_size=4)
ANY_STEP = st.one_of(
    *(ranged(s) for s in (Exposure, WhiteBalance, Contrast, Saturation, Grain, Vignette, Crop, Liquify)),
    CURVES,
    SPOTS.map(lambda spots: Blemish(tuple(spots))),
)
RECIPES = (
    st.lists(ANY_STEP, min_size=1, max_size=5)
    .filter(lambda steps: sum(isinstance(step, Crop) for step in steps) < 2)
    .map(lambda steps: Recipe(tuple(steps)))
)


def painted(height: int = 90, width: int = 70) -> np.ndarray:
    y, x = np.mgrid[:height, :width]
    return np.dstack([40 + 2 * y, 90 + x, 200 - y - x]).clip(0, 255).astype(np.uint8)


@given(recipe=RECIPES)
def test_a_recipe_survives_json_and_its_hash_too(recipe: Recipe) -> None:
    back = Recipe.from_dict(json.loads(json.dumps(recipe.as_dict())))
    assert back == recipe
    assert back.sha256 == recipe.sha256


@given(recipe=RECIPES)
def test_replaying_gives_the_same_bytes_and_a_whole_picture(recipe: Recipe) -> None:
    first, again = (apply(recipe, painted(), Context()) for _ in range(2))
    assert first.dtype == np.uint8
    assert first.tobytes() == again.tobytes()
    assert first.shape[0] >= 30
    if not any(isinstance(step, Crop) for step in recipe.steps):
        assert first.shape == painted().shape


def test_the_order_of_steps_counts() -> None:
    one, other = Exposure(0.4), Curve(((0, 20), (128, 120), (255, 250)))
    there, back = Recipe((one, other)), Recipe((other, one))
    assert there.sha256 != back.sha256
    assert (apply(there, painted(), Context()) != apply(back, painted(), Context())).any()


def test_a_recipe_cuts_once() -> None:
    with pytest.raises(Refused, match="one_cut_only"):
        Recipe((Crop(top=0.3, bottom=0.3), Crop(top=0.3)))


def test_whole_numbers_and_fractions_of_the_same_size_are_one_recipe() -> None:
    assert Recipe((WhiteBalance(1),)).sha256 == Recipe((WhiteBalance(1.0, 0.0),)).sha256


@pytest.mark.parametrize(
    "step", [Exposure(0.0), Contrast(0.0), Saturation(0.0), WhiteBalance(0.0), Vignette(0.0)]
)
def test_a_step_of_nothing_changes_nothing(step: Step) -> None:
    made = apply(Recipe((step,)), painted(), Context()).astype(int)
    assert np.abs(made - painted()).max() <= 1


def test_exposure_contrast_and_warmth_go_the_way_they_say() -> None:
    grey = np.full((20, 20, 3), 120, np.uint8)

    def made(step: Step) -> np.ndarray:
        return apply(Recipe((step,)), grey, Context()).astype(float).mean((0, 1))

    assert made(Exposure(0.3)).mean() > 125
    assert made(Exposure(-0.3)).mean() < 115
    warm = made(WhiteBalance(1.0))
    assert warm[0] > warm[2] + 10
    assert abs(float(warm @ [0.2126, 0.7152, 0.0722]) - 120) < 1.5


def test_a_blemish_goes_and_the_grain_of_the_skin_stays() -> None:
    skin = np.random.default_rng(4).normal((205, 160, 135), 5, (200, 160, 3))
    spotted = skin.copy()
    y, x = np.mgrid[:200, :160]
    spotted[np.hypot(y - 100, x - 80) < 2.5] -= 70
    spot = Blemish(((80 / 159, 100 / 199, 0.015),))
    healed = apply(Recipe((spot,)), spotted.clip(0, 255).astype(np.uint8), Context()).astype(float)
    inside = np.hypot(y - 100, x - 80) < 2.5
    assert abs(healed[inside].mean() - skin.mean()) < 6
    assert healed[inside].std(0).mean() > 0.5 * skin[inside].std(0).mean()
    assert np.abs(healed - spotted.clip(0, 255))[np.hypot(y - 100, x - 80) > 12].max() <= 1


@pytest.mark.parametrize("name", ["skin_tone", "smooth_skin", "age", "face_shape"])
def test_what_is_never_altered_is_refused_by_name(name: str) -> None:
    with pytest.raises(Refused, match="never_altered"):
        Recipe.from_dict({"version": 1, "steps": [{"step": name, "amount": 1}]})


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"step": "exposure", "ev": 3}, "step_out_of_range"),
        ({"step": "exposure", "ev": float("nan")}, "step_out_of_range"),
        ({"step": "exposure", "ev": True}, "step_out_of_range"),
        ({"step": "exposure", "ev": "0.1"}, "step_out_of_range"),
        ({"step": "exposure"}, "step_incomplete"),
        ({"step": "exposure", "ev": 0.1, "more": 1}, "unknown_number"),
        ({"step": "glow"}, "unknown_step"),
        ({"ev": 0.1}, "not_a_step"),
        ({"step": "grain", "amount": 1, "seed": 1.5}, "step_out_of_range"),
        ({"step": "curve", "points": [[0, 20], [100, 10]]}, "step_out_of_range"),
        ({"step": "curve", "points": [[0, 20], [30, 10]]}, "curve_falls"),
        ({"step": "curve", "points": 7}, "step_incomplete"),
        ({"step": "background", "background": "moon"}, "unknown_background"),
        ({"step": "blemish", "spots": []}, "too_many_spots"),
    ],
)
def test_broken_steps_are_named(step: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        Recipe.from_dict({"version": 1, "steps": [step]})
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "data", [None, [], {"steps": 3}, {"steps": []}, {"version": 2, "steps": [{"step": "age"}]}]
)
def test_what_is_no_recipe_is_refused(data: object) -> None:
    with pytest.raises(Refused):
        Recipe.from_dict(data)


def test_every_step_has_a_kind_and_words_and_presets_are_routine() -> None:
    assert {step.kind for step in STEPS.values()} == {"routine", "body_shape"}
    assert Recipe((Exposure(0.1), Liquify(0.5, 0.5, 0.1, 0.0, 0.0))).kinds == ("routine", "body_shape")
    for preset in PRESETS.values():
        assert preset.recipe.kinds == ("routine",)
        assert all(step.words().startswith(step.title) for step in preset.recipe.steps)
    assert Background("charcoal").words() == "Background: studio, charcoal"
