"""The pure stages on drawn figures: no network, everything known."""

from __future__ import annotations

import numpy as np
import pytest

from doublet.engines.pose import Joint
from doublet.engines.tryon.contract import CaptureUnsuitable, Category, GarmentUnsuitable, Output, Scene
from doublet.engines.tryon.drape.check import stance_findings
from doublet.engines.tryon.drape.check_garment import garment_findings
from doublet.engines.tryon.drape.fit_upper import fit_upper
from doublet.engines.tryon.drape.layer_upper import layer_upper
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.pipeline import dress, picture
from doublet.engines.tryon.drape.shade import shading
from doublet.engines.tryon.drape.size import true_scale
from doublet.engines.tryon.drape.tests.figures import RED, drawn_garment, drawn_person
from doublet.engines.tryon.scenes import BACKGROUNDS, CROPS, LIGHTS

SMALL = Output(384, 512)


def test_a_tee_covers_the_base_layer_and_both_upper_arms() -> None:
    person, garment = drawn_person(), drawn_garment()
    look = dress(person, garment)
    assert look.dressed.measures["residue"] < 0.02
    for side in ("left", "right"):
        arm = person.body.arms[side]
        x, y = (arm.shoulder * 0.7 + arm.elbow * 0.3).astype(int)
        assert look.dressed.cover[y, x] > 0.9, f"the {side} sleeve misses its arm"
    x, y = person.body.centre(0.5).astype(int)
    assert np.abs(look.dressed.pixels[y, x] - RED).max() < 25, "the tee keeps the garment's own colour"


def test_hem_is_level_and_the_two_sides_alike_on_a_symmetric_person() -> None:
    cover = dress(drawn_person(), drawn_garment()).dressed.cover > 0.5
    lowest = [np.nonzero(cover[:, x])[0].max() for x in (175, 192, 209)]
    assert max(lowest) - min(lowest) <= 8
    mirrored = cover[:, ::-1]
    mirrored = np.roll(mirrored, 1, axis=1)
    assert (cover & mirrored).sum() / (cover | mirrored).sum() > 0.93


def test_face_pixels_are_the_photo_itself() -> None:
    person = drawn_person()
    look = dress(person, drawn_garment())
    kept = look.dressed.face > 0.99
    assert kept.sum() > 800
    assert np.abs(look.dressed.pixels[kept] - person.pixels[kept]).max() < 0.01


def test_hair_lies_in_front_of_a_high_collar() -> None:
    person = drawn_person()
    person.labels[100:170, 168:176] = Part.HAIR
    person.alpha[100:170, 168:176] = 1
    person.colours[100:170, 168:176] = (1, 2, 3)
    garment = drawn_garment()
    dressed = layer_upper(person, garment, fit_upper(person, garment), shading(person, Part.TOP))
    assert dressed.pixels[150, 172].max() < 60


def test_shading_of_the_base_layer_stays_in_the_new_cloth() -> None:
    person = drawn_person()
    fall = 1 - 0.35 * np.exp(-(((np.arange(512) - 202) / 14.0) ** 2))  # one soft fold across the top
    person.pixels[:] = (person.pixels * fall[:, None, None]).astype(np.uint8)
    pixels = dress(person, drawn_garment()).dressed.pixels
    assert pixels[202, 192].mean() < 0.92 * pixels[242, 192].mean()


def test_a_dress_hangs_free_and_trousers_follow_both_legs() -> None:
    gown = dress(drawn_person(shorts=True), drawn_garment("dresses")).dressed.cover > 0.5
    assert np.ptp(np.nonzero(gown[330])[0]) > np.ptp(np.nonzero(gown[200])[0])
    trousers = dress(drawn_person(), drawn_garment("bottoms")).dressed
    assert trousers.measures["residue"] < 0.03
    assert trousers.cover[400, 158] > 0.9
    assert trousers.cover[400, 226] > 0.9
    assert trousers.cover[400, 192] < 0.1, "no cloth between the legs"


@pytest.mark.parametrize("category", ["skirts", "dresses"])
def test_leggings_under_a_hem_are_refused_with_what_to_photograph(category: Category) -> None:
    with pytest.raises(CaptureUnsuitable, match="leggings_would_show") as refusal:
        dress(drawn_person(), drawn_garment(category))
    assert "bare legs" in refusal.value.hint


def test_a_skirt_covers_the_shorts_and_leaves_the_top() -> None:
    person = drawn_person(shorts=True)
    skirt = dress(person, drawn_garment("skirts")).dressed
    assert skirt.measures["residue"] < 0.03
    assert skirt.cover[300, 192] > 0.9, "one piece, also between the legs"
    assert skirt.cover[180, 192] == 0
    assert np.ptp(np.nonzero(skirt.cover[340] > 0.5)[0]) > np.ptp(np.nonzero(skirt.cover[240] > 0.5)[0])


def test_centimetres_and_her_height_decide_the_length() -> None:
    person, garment = drawn_person(), drawn_garment()
    usual = dress(person, garment)
    measured = true_scale(person, garment, 175, {"chest": 52})
    assert measured is not None
    fitting = 52 * usual.fit.measures["scale"] / measured
    hems = [
        dress(person, garment, height_cm=175, size_cm={"chest": fitting * share}).fit.measures["hem_height"]
        for share in (1.0, 1.1, 1.2)
    ]
    assert hems[0] < hems[1] < hems[2], "the bigger size hangs lower"
    taller = dress(person, garment, height_cm=190, size_cm={"chest": fitting}).fit.measures["hem_height"]
    assert taller < hems[0], "the same size is shorter on a taller person"
    with pytest.raises(GarmentUnsuitable, match="garment_too_small"):
        dress(person, garment, height_cm=175, size_cm={"chest": fitting * 0.6})
    with pytest.raises(GarmentUnsuitable, match="garment_too_big"):
        dress(person, garment, height_cm=175, size_cm={"chest": fitting * 2.1})
    with pytest.raises(GarmentUnsuitable, match="sizes_disagree"):
        dress(person, garment, height_cm=175, size_cm={"chest": fitting, "length": fitting * 3})


@pytest.mark.parametrize(
    ("moved", "code"),
    [
        ({Joint.LEFT_SHOULDER: (232, 150)}, "shoulders_tilted"),
        ({Joint.LEFT_SHOULDER: (205, 128), Joint.RIGHT_SHOULDER: (180, 128)}, "not_frontal"),
        ({Joint.LEFT_WRIST: (195, 190)}, "hand_on_body"),
        ({Joint.LEFT_HIP: (270, 246), Joint.RIGHT_HIP: (230, 246)}, "leaning"),
    ],
)
def test_unsuitable_stances_are_named(moved: dict[Joint, tuple[int, int]], code: str) -> None:
    person = drawn_person(moved)
    assert code in {finding.code for finding in stance_findings(person)}
    with pytest.raises(CaptureUnsuitable) as refusal:
        dress(person, drawn_garment())
    assert refusal.value.hint


def test_sleeves_on_the_base_layer_are_refused() -> None:
    person = drawn_person()
    arms = (person.labels == Part.SKIN) & (np.arange(512)[:, None] > 130)
    person.labels[arms] = Part.TOP
    with pytest.raises(CaptureUnsuitable, match="base_has_sleeves"):
        dress(person, drawn_garment())


def test_a_patterned_base_layer_is_refused() -> None:
    person = drawn_person()
    stripes = (person.labels == Part.TOP) & (np.arange(512)[:, None] // 8 % 2 == 0)
    person.pixels[stripes] = (220, 40, 40)
    with pytest.raises(CaptureUnsuitable, match="base_not_plain"):
        dress(person, drawn_garment())


def test_legs_that_cross_cannot_wear_trousers() -> None:
    crossed = {Joint.LEFT_ANKLE: (180, 450), Joint.RIGHT_ANKLE: (204, 450)}
    with pytest.raises(CaptureUnsuitable, match="legs_cross"):
        dress(drawn_person(crossed), drawn_garment("bottoms"))


def test_a_skirt_is_no_pair_of_trousers() -> None:
    garment = drawn_garment("bottoms")
    del garment.points["crotch"]
    with pytest.raises(GarmentUnsuitable, match="no_leg_split"):
        dress(drawn_person(), garment)


def test_garment_landmarks_come_in_mirrored_pairs() -> None:
    garment = drawn_garment()
    assert set(garment.sleeves) == {"left", "right"}
    for part in ("neck", "shoulder", "armpit", "hem", "cuff_outer", "cuff_inner"):
        left, right = garment.points[f"{part}_left"], garment.points[f"{part}_right"]
        assert abs((left[0] + right[0]) / 2 - 256) < 6, part
        assert abs(left[1] - right[1]) < 8, part
    assert np.allclose(garment.points["armpit_left"], (146, 160), atol=8)
    assert garment_findings(garment) == []
    assert not drawn_garment(sleeves=False).sleeves


def test_every_scene_light_and_crop_gives_a_full_picture() -> None:
    look = dress(drawn_person(), drawn_garment())
    seen = set()
    for background in BACKGROUNDS:
        for light in LIGHTS:
            made = picture(look, Scene(background, light, "three_quarter"), SMALL, 0)
            assert made.shape == (512, 384, 3)
            assert made.dtype == np.uint8
            seen.add(made.tobytes())
    assert len(seen) == len(BACKGROUNDS) * len(LIGHTS)
    full = picture(look, Scene("studio_white", "soft", "full"), SMALL, 0)
    assert np.abs(full[500:, 150:230].astype(int) - full[500:, :80].mean((0, 1))).mean() < 40, (
        "floor under the feet"
    )
    assert set(CROPS) == {"full", "three_quarter", "half"}


def test_same_seed_same_picture_other_seed_other_grain() -> None:
    person, garment, scene = drawn_person(), drawn_garment(), Scene()
    first, again = (picture(dress(person, garment), scene, SMALL, 7) for _ in range(2))
    assert (first == again).all()
    other = picture(dress(person, garment), scene, SMALL, 8)
    assert (first != other).any()
    assert np.abs(first.astype(int) - other).mean() < 3
