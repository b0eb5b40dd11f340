"""The requested light and colour can be measured in the picture, and the measure tells lights apart."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from doublet.engines.tryon.contract import Output, Plate, Scene
from doublet.engines.tryon.drape.layer import Dressed
from doublet.engines.tryon.drape.pipeline import dress
from doublet.engines.tryon.drape.relight import bulge
from doublet.engines.tryon.drape.scene_measure import measure_scene
from doublet.engines.tryon.drape.stage import place, stage
from doublet.engines.tryon.drape.tests.figures import drawn_garment, drawn_person
from doublet.engines.tryon.scenes import BACKGROUNDS, LIGHTS

SMALL = Output(288, 384)
SKINS = {"pale": (240, 205, 186), "olive": (198, 152, 118), "dark": (92, 60, 44)}


@pytest.fixture(scope="module")
def dressed() -> Dressed:
    return dress(drawn_person(), drawn_garment()).dressed


def measured(dressed: Dressed, background: str, light: str, crop: str = "three_quarter") -> dict[str, float]:
    made = stage(drawn_person(), dressed, Scene(background, light, crop), SMALL, 3)  # type: ignore[arg-type]
    return measure_scene(made, LIGHTS[light])


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_every_light_on_every_background_shows_in_the_numbers(dressed: Dressed, background: str) -> None:
    found = {light: measured(dressed, background, light) for light in LIGHTS}
    for light, numbers in found.items():
        assert numbers["backdrop_off"] <= numbers["backdrop_limit"], (light, numbers)
    assert found["key_left"]["left_right"] > 1.25
    assert found["key_right"]["left_right"] < 1 / 1.25
    for even in ("soft", "rim"):
        assert abs(np.log(found[even]["left_right"])) < 0.08
    assert found["rim"]["rim"] > max(found[other]["rim"] for other in LIGHTS if other != "rim") + 0.04
    cooler = max(found[other]["warmth"] for other in LIGHTS if other != "warm")
    assert found["warm"]["warmth"] > cooler + 3


@pytest.mark.parametrize("tone", SKINS)
@pytest.mark.parametrize("background", ["studio_white", "teal_gradient", "evening_street"])
def test_no_light_changes_the_hue_or_the_depth_of_skin(tone: str, background: str) -> None:
    person = drawn_person(skin=SKINS[tone])
    look = dress(person, drawn_garment())
    for light in LIGHTS:
        made = stage(person, look.dressed, Scene(background, light, "three_quarter"), SMALL, 3)
        found = measure_scene(made, LIGHTS[light])
        assert abs(found["skin_hue"]) < 4, (light, found)
        assert 0.85 < found["skin_chroma"] < 1.15, (light, found)
        assert abs(found["skin_depth"]) < 6, (light, found)


def test_a_plate_is_shown_and_tints_no_more_than_a_wall_does(dressed: Dressed) -> None:
    rows = np.linspace(0, 1, 300)[:, None, None]
    drawn = (np.array([120, 150, 190]) * (1 - rows) + np.array([150, 140, 120]) * rows).astype(np.uint8)
    plate = Plate("0" * 64, np.broadcast_to(drawn, (300, 500, 3)).copy())
    made = stage(drawn_person(), dressed, Scene("plate", "soft", "full", plate), SMALL, 0)
    assert np.abs(made.picture[4, 4].astype(int) - plate.pixels[4, 4]).max() < 8
    numbers = measure_scene(made, LIGHTS["soft"])
    assert abs(numbers["skin_hue"]) < 4


@pytest.mark.parametrize("background", ["studio_white", "charcoal", "linen_paper"])
def test_feet_touch_the_ground_in_a_full_picture(dressed: Dressed, background: str) -> None:
    made = stage(drawn_person(), dressed, Scene(background, "soft", "full"), Output(384, 512), 0)
    floor = made.placement.floor
    assert floor is not None
    grey = made.picture.astype(float).mean(2)
    row = round(floor) + 1
    under = np.nonzero(made.alpha[round(floor) - 3] > 0.5)[0]
    assert len(under)
    beside = grey[row, :40].mean()
    assert grey[row, under].mean() < 0.86 * beside, "a shadow lies right under the soles"
    assert abs(grey[row + 25, under].mean() / beside - 1) < 0.12, "and is gone a little in front of them"


def test_the_wall_shadow_falls_away_from_the_lamp(dressed: Dressed) -> None:
    left = stage(drawn_person(), dressed, Scene("studio_warm_grey", "key_left", "three_quarter"), SMALL, 0)
    right = stage(drawn_person(), dressed, Scene("studio_warm_grey", "key_right", "three_quarter"), SMALL, 0)
    head = slice(40, 90)

    def sides(picture: np.ndarray, alpha: np.ndarray) -> float:
        columns = np.nonzero(alpha[head].max(0) > 0.5)[0]
        wide = 30
        before = picture[head, columns.min() - wide : columns.min() - 4].mean()
        after = picture[head, columns.max() + 4 : columns.max() + wide].mean()
        return float(before / after)

    assert sides(left.picture, left.alpha) > 1.03
    assert sides(right.picture, right.alpha) < 1 / 1.03


@pytest.mark.parametrize("background", ["studio_white", "charcoal"])
def test_no_halo_round_the_figure(dressed: Dressed, background: str) -> None:
    made = stage(drawn_person(), dressed, Scene(background, "soft", "three_quarter"), Output(384, 512), 0)
    grey = made.picture.astype(float).mean(2)
    inside = (made.alpha > 0.5).astype(np.uint8)
    out = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
    ring, beyond = (out > 1) & (out <= 4), (out > 8) & (out <= 14)
    upper = np.arange(512)[:, None] < 300
    lighter = grey[ring & upper].mean() - grey[beyond & upper].mean()
    assert abs(lighter) < 9


def test_the_crops_show_less_and_less(dressed: Dressed) -> None:
    person = drawn_person()
    scales = [
        place(person, dressed.alpha, Scene(crop=crop), SMALL).scale  # type: ignore[arg-type]
        for crop in ("full", "three_quarter", "half")
    ]
    assert scales[0] < scales[1] < scales[2]
    half = stage(person, dressed, Scene(crop="half"), SMALL, 0)
    waist = person.body.centre(0.6) * half.placement.scale + half.placement.shift
    assert waist[1] < SMALL.height, "the waist is in the picture"
    assert half.placement.floor is None


def test_hair_that_the_photo_cut_off_is_cut_off_by_the_picture(dressed: Dressed) -> None:
    person, top = drawn_person(), int(np.nonzero(dressed.alpha.max(1) > 0.5)[0].min())
    alpha = np.roll(dressed.alpha, -top - 6, axis=0)
    alpha[-top - 6 :] = 0
    placement = place(person, alpha, Scene(crop="three_quarter"), SMALL)
    assert placement.shift[1] < 0


def test_a_disc_bulges_like_a_ball() -> None:
    y, x = np.mgrid[:128, :128] - 64.0
    out = bulge(np.hypot(x, y) < 40)
    assert out[64, 64] == pytest.approx(40 / np.sqrt(2), rel=0.2)
    assert out[64, 64] > out[64, 84] > out[64, 100] > 0
    assert out[0, 0] == 0
