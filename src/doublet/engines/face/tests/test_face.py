"""Faces of real and of rendered adults: found, measured, compared. Nothing here is kept."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from doublet.engines import face
from doublet.engines.face.measure import PhotoMeasures, measure
from doublet.engines.face.samephoto import likeness
from doublet.engines.image import Photo, decode
from doublet.testing import shared_photos


@cache
def _photo(file: Path) -> Photo:
    return decode(file.read_bytes())


def photo(name: str) -> Photo:
    return _photo(shared_photos() / name)


@cache
def _measured(file: Path) -> PhotoMeasures:
    return measure(_photo(file))


def measured(name: str) -> PhotoMeasures:
    return _measured(shared_photos() / name)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("capture/lisa/zoom_15cm.jpg", 1),
        ("capture/intel_w1/20_walk.jpg", 1),
        ("capture/synth_b/19_full_front.jpg", 1),
        ("capture/synth_a/20_full_back.jpg", 0),
        ("negative/two_people_side_by_side.jpg", 2),
        ("negative/three_people.jpg", 3),
        ("negative/no_face_garment.jpg", 0),
        ("garments/shoes_07.jpg", 0),
        ("background/skimage_chelsea.jpg", 0),
    ],
)
def test_people_are_counted_near_and_far(name, count):
    assert len(face.find(photo(name).pixels)) == count


def test_a_bystander_cut_by_the_edge_is_noticed():
    measures = measured("negative/bystander_at_edge.jpg")
    assert (measures.faces, measures.faces_at_edge) == (1, 1)
    assert measured("capture/lisa/lisa_lisa1.jpg").faces_at_edge == 0


@pytest.mark.parametrize(
    ("name", "yaw"),
    [
        ("lps/01_front_softbox", 0),
        ("lps/02_left25_softbox", 25),
        ("lps/03_right25_softbox", -25),
        ("lps/04_left50_softbox", 50),
        ("lps/05_right50_softbox", -50),
        ("synth_a/03_left30_softbox", 30),
        ("synth_a/06_right60_softbox", -60),
        ("synth_b/04_right30_softbox", -30),
    ],
)
def test_her_left_is_positive_and_degrees_are_near_the_truth(name, yaw):
    angles = measured(f"capture/{name}.jpg").angles
    assert angles is not None
    assert abs(angles.yaw - yaw) <= 8
    assert abs(angles.pitch) <= 8


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_profile_is_found_and_its_side_known(mirrored):
    pixels = photo("capture/synth_a/07_profile_left.jpg").pixels
    pixels = np.ascontiguousarray(pixels[:, ::-1]) if mirrored else pixels
    (found,) = face.find(pixels)
    angles = face.angles(found, face.look(pixels, found.box_xyxy))
    assert angles.profile
    assert (angles.yaw < 0) is mirrored


def test_the_camera_above_and_below_shows_as_pitch():
    above, below = (measured(f"capture/lps/{n}_softbox.jpg").angles for n in ("13_above", "14_below"))
    assert above is not None
    assert below is not None
    assert above.pitch < -12
    assert below.pitch > 10


def test_a_tilted_head_is_measured_and_still_found():
    angles = measured("capture/lisa/lisa_lisa3.jpg").angles
    assert angles is not None
    assert -25 < angles.roll < -15


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("lps/07_front_window", "left"),
        ("lps/09_right15_sun", "right"),
        ("synth_a/08_front_window", "left"),
        ("synth_a/13_flash_front", "front"),
        ("synth_b/08_front_window", "left"),
        ("synth_b/02_front_head", "front"),
    ],
)
def test_the_light_is_told_on_light_and_dark_skin(name, direction):
    found = measured(f"capture/{name}.jpg").light
    assert found is not None
    assert found.direction == direction


def test_lamp_light_is_warm():
    warm, neutral = (
        measured(f"capture/lps/{n}.jpg").light for n in ("08_left20_tungsten", "01_front_softbox")
    )
    assert warm is not None
    assert neutral is not None
    assert warm.warmth > 2 > 0.3 > neutral.warmth


def test_mesh_points_lie_on_the_face():
    pixels = photo("capture/lisa/zoom_30cm.jpg").pixels
    (found,) = face.find(pixels)
    points = face.mesh(pixels, found.box_xyxy)
    assert points.shape == (468, 2)
    left, top, right, bottom = found.box_xyxy
    room = found.size * 0.35
    assert ((points > (left - room, top - room)) & (points < (right + room, bottom + room))).all()
    her_right_eye, her_left_eye = points[33], points[263]
    assert np.linalg.norm(her_right_eye - found.points[0]) < found.size * 0.25
    assert her_right_eye[0] < her_left_eye[0]


def test_one_person_is_like_herself_and_unlike_others():
    names = ["capture/lisa/lisa_lisa1.jpg", "capture/lisa/zoom_60cm.jpg", "capture/lisa/lisa_lisa3.jpg"]
    names += ["capture/intel_m2/01_milk.jpg", "capture/synth_b/02_front_head.jpg"]
    table = face.similarities([measured(name).embedding for name in names] + [None])
    assert min(table[i][j] or 0 for i in range(3) for j in range(3)) > 0.50
    assert max(table[i][j] or 0 for i in range(3) for j in (3, 4)) < 0.36
    assert table[0][5] is None
    assert table[0][0] == pytest.approx(1, abs=1e-3)


def test_the_template_never_enters_what_is_written_down():
    measures = measured("capture/lisa/lisa_lisa1.jpg")
    assert measures.embedding is not None
    assert measures.embedding.shape == (128,)
    assert abs(float(np.linalg.norm(measures.embedding)) - 1) < 1e-5
    written = json.dumps(measures.as_dict())
    assert "embedding" not in written
    assert len(written) < 1500
    assert "embedding" not in repr(measures)


def test_without_her_tick_no_template_is_computed(monkeypatch):
    monkeypatch.setattr("doublet.engines.face.measure.embed", lambda *a: pytest.fail("computed"))
    assert measure(photo("capture/intel_m2/01_milk.jpg"), compare_faces=False).embedding is None


@pytest.mark.parametrize(
    ("name", "turn"),
    [
        ("negative/rot90_no_exif.jpg", 90),
        ("negative/upside_down.jpg", 180),
        ("negative/people_far_store.jpg", 0),
        ("capture/lisa/lisa_lisa1.jpg", 0),
    ],
)
def test_a_photo_on_its_side_is_recognised_as_one(name, turn):
    assert measured(name).turn == turn


@pytest.mark.parametrize(
    ("name", "framing"),
    [
        ("capture/lisa/zoom_15cm.jpg", "face"),
        ("capture/lisa/zoom_60cm.jpg", "bust"),
        ("capture/intel_m2/01_milk.jpg", "half"),
        ("capture/synth_a/19_full_front.jpg", "full"),
        ("capture/synth_a/20_full_back.jpg", "back"),
        ("negative/no_face_noise.jpg", "none"),
    ],
)
def test_framing_goes_from_face_to_whole_body(name, framing):
    assert measured(name).framing == framing


def test_copies_hash_alike_and_other_photos_do_not():
    original = measured("capture/lisa/lisa_lisa1.jpg")
    assert (original.hash ^ measured("negative/recompressed.jpg").hash).bit_count() <= 3
    assert (original.hash_mirrored ^ measured("negative/mirrored.jpg").hash).bit_count() <= 3
    assert (original.hash ^ measured("capture/lisa/lisa_lisa2.jpg").hash).bit_count() > 10


def test_blur_of_both_kinds_is_far_below_sharp_photos():
    blurred = [measured(f"negative/blur_{kind}.jpg").quality.sharpness for kind in ("gauss", "motion")]
    sharp = [measured("capture/lisa/zoom_60cm.jpg"), measured("capture/lps/07_front_window.jpg")]
    assert max(blurred) * 1.5 < min(m.quality.sharpness for m in sharp)


def test_covered_eyes_and_mouth_are_named():
    assert measured("negative/eyes_bar.jpg").quality.covered == ("eyes",)
    assert measured("negative/mask.jpg").quality.covered == ("mouth",)
    assert measured("capture/lps/01_front_softbox.jpg").quality.covered == ()


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("negative/recompressed.jpg", 0.98, 1.01),
        ("negative/cropped_dup.jpg", 0.98, 1.01),
        ("negative/mirrored.jpg", 0.90, 1.01),
        ("capture/lisa/lisa_lisa2.jpg", -1.0, 0.80),
        ("capture/lisa/zoom_60cm.jpg", -1.0, 0.80),
        ("capture/synth_b/02_front_head.jpg", -1.0, 0.80),
    ],
)
def test_a_copy_of_a_photograph_is_told_from_another_photo_of_her(name, least, most):
    original, other = measured("capture/lisa/lisa_lisa1.jpg").plate, measured(name).plate
    assert original is not None
    assert other is not None
    assert least <= likeness(original, other) <= most
