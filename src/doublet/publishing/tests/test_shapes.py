"""The shapes that places demand: what is cut, that her face stays whole, and that every mark stays in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from conftest import picture
from hypothesis import given
from hypothesis import strategies as st

from doublet.engines import label, metadata, signer
from doublet.engines.image import decode
from doublet.engines.tryon.contract import Result
from doublet.kernel import clock
from doublet.kernel.leases import claim
from doublet.kernel.refusals import Refused
from doublet.provenance.actions import register_master
from doublet.provenance.identity import identity
from doublet.provenance.marking import mark_master
from doublet.provenance.models import Credential
from doublet.provenance.queries import file_of, review_copy
from doublet.publishing import inking, making
from doublet.publishing.actions import approve, deliver
from doublet.publishing.inking import Inking
from doublet.publishing.making import make
from doublet.publishing.models import Delivery
from doublet.publishing.preflight import report
from doublet.publishing.profiles import LIMITS, PROFILES
from doublet.publishing.shapes import cut, free_area, heads, part_size, ratio
from doublet.publishing.tests.test_profiles import SEEN
from doublet.rulebook.models import DecisionRecord
from doublet.studio.actions import finish, start
from doublet.studio.models import Shot

PROMPT = "The person of image 1 wears the top of image 2."
SIDES = st.integers(200, 3000)
SHAPED = [profile for profile in PROFILES.values() if profile.shape]


@given(SIDES, SIDES, st.sampled_from(["1:1", "4:5", "9:16", "1.91:1"]), st.data())
def test_a_cut_has_its_shape_lies_inside_and_keeps_a_face_that_fits(
    width: int, height: int, aspect: str, data: Any
) -> None:
    left, top = data.draw(st.integers(0, width - 20)), data.draw(st.integers(0, height - 20))
    face = (
        left,
        top,
        data.draw(st.integers(left + 10, width)),
        data.draw(st.integers(top + 10, height)),
    )
    found = cut(width, height, aspect, [face])
    x, y, right, bottom = found.box
    assert 0 <= x < right <= width
    assert 0 <= y < bottom <= height
    assert abs((right - x) - ratio(aspect) * (bottom - y)) <= max(1, ratio(aspect))
    assert right - x == width or bottom - y == height
    if face[2] - face[0] <= right - x and face[3] - face[1] <= bottom - y:
        assert found.face == 1
    assert 0 <= found.away < 1


def test_nobody_in_it_is_cut_in_the_middle_and_nobody_looking_is_said() -> None:
    assert cut(300, 400, "1:1", []).box == (0, 50, 300, 350)
    assert cut(300, 400, "1:1", None).face is None
    assert cut(300, 400, "3:4", ()).away == 0


@pytest.mark.parametrize("profile", SHAPED, ids=lambda profile: profile.id)
@pytest.mark.parametrize("size", [(768, 1024), (1024, 1024), (1365, 1024)])
def test_the_marks_stand_in_what_the_place_leaves_free(
    profile: Any, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    face = (size[0] // 2 - 60, 60, size[0] // 2 + 60, 210)
    left, top, right, bottom = cut(*size, profile.shape, [face]).box
    moved = (face[0] - left, face[1] - top, face[2] - left, face[3] - top)
    monkeypatch.setattr(inking, "faces_in", lambda pixels: (moved,))
    ink = Inking(profile.words(fictional=False), ("retouched_fr",), profile.covers)
    pixels = ink(np.full((bottom - top, right - left, 3), 128, np.uint8))
    free = free_area(right - left, bottom - top, profile.covers)
    for _, _, drawn in ink.drawn:
        assert label.covered(drawn.box, free) == 1
        assert label.covered(moved, drawn.box) == 0
    marks = ink.measured(pixels)
    assert [mark.kind for mark in marks] == ["label", "retouched_fr"]
    assert all(mark.height >= LIMITS.letter_height and mark.contrast >= LIMITS.contrast for mark in marks)


def test_a_face_that_the_shape_would_cut_is_not_delivered_and_a_large_cut_is_said() -> None:
    place = PROFILES["google-ad"]
    square = replace(SEEN, width=768, height=768, cut_away=0.4)
    found = report(place, square, version="v", expected_source=SEEN.source_type, warnings=())
    found.demand()
    assert "cut_away" in {check.id for check in found.checks if check.level == "warn"}
    for wrong, code in (
        (replace(square, face_kept=0.8), "preflight_face_whole"),
        (replace(square, height=800), "preflight_shape"),
    ):
        with pytest.raises(Refused) as refused:
            report(place, wrong, version="v", expected_source=SEEN.source_type, warnings=()).demand()
        assert refused.value.code == code


@pytest.fixture
def real(target: Any) -> Any:
    """An approved picture that was really marked and signed, drawn from a prompt."""
    shot = claim(Shot.objects.filter(pk=target.shot.pk), at=clock.now())
    assert shot is not None
    start(shot=shot, person_sha256=target.photo.sha256)
    pixels = picture(3).repeat(2, axis=0).repeat(2, axis=1)
    report = {"prompt": PROMPT}
    made = finish(shot=shot, result=Result((pixels,), 1, "drape", "0.1", {}, {}, {"all": 1.0}, report))
    assert made is not None
    waiting = claim(Credential.objects.filter(frame=made), at=clock.now())
    assert waiting is not None
    register_master(credential=waiting, made=mark_master(waiting))
    approve(by=target.people.model.user, frame=made)
    return made


def test_a_shaped_file_is_signed_anew_keeps_its_ai_fields_and_costs_one_decision(
    real: Any, target: Any
) -> None:
    before = DecisionRecord.objects.filter(moment="delivery").count()
    made = deliver(by=target.people.brand, frame=real, profile="de-web")
    assert DecisionRecord.objects.filter(moment="delivery").count() == before + 1
    assert Delivery.objects.count() == 1
    parent, file = review_copy(real), file_of(made.credential)
    for data in (parent, file):
        found = metadata.read(data)
        assert found.ai_system.startswith("Doublet ")
        assert found.ai_system_version
        assert found.ai_prompt == PROMPT
        assert found.source_type.endswith("compositeSynthetic")
    credential = signer.read(file, "image/jpeg", identity=identity())
    assert credential.ours
    assert credential.signature_valid


def test_a_place_outside_the_licence_costs_one_kept_refusal(frame: Any, target: Any) -> None:
    approve(by=target.people.model.user, frame=frame)
    with pytest.raises(Refused):
        deliver(by=target.people.brand, frame=frame, profile="us-ooh")
    assert list(DecisionRecord.objects.filter(moment="delivery").values_list("allowed", flat=True)) == [False]


def test_the_file_of_a_place_has_its_shape_and_passes_its_preflight(real: Any) -> None:
    for place in (PROFILES["meta-ad"], PROFILES["meta-story-ad"], PROFILES["eu-email"]):
        made = make(real, place)
        made.report.demand()
        assert made.text == place.words(fictional=real.licence.model.fictional)
        height, width = decode(made.marked.file).pixels.shape[:2]
        assert not place.shape or width / height == pytest.approx(ratio(place.shape), rel=0.01)
        assert signer.read(made.marked.file, made.marked.media_type, identity=identity()).ours


def test_hair_is_not_cut_off() -> None:
    face = (330, 52, 438, 171)
    (head,) = heads([face]) or ()
    assert head[1] < face[1]
    assert cut(768, 1024, "1:1", [head]).box[1] <= head[1]
    assert heads(None) is None


@pytest.mark.parametrize("place", ["eu-web", *(profile.id for profile in SHAPED)])
def test_the_preview_of_a_place_shows_the_cut_and_the_label_of_its_file(
    real: Any, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    face = (300, 120, 460, 320)
    monkeypatch.setattr(inking, "faces_in", lambda pixels: ())
    monkeypatch.setattr(making, "faces_in", lambda pixels: (face,))
    marked = decode(making.sample(real, PROFILES[place])).pixels
    monkeypatch.setattr(making, "preview", lambda pixels: pixels)
    shown = decode(making.sample(real, PROFILES[place])).pixels
    file = decode(make(real, PROFILES[place]).marked.file).pixels
    assert max(shown.shape[:2]) <= 720
    assert (file.shape[1], file.shape[0]) == part_size(
        768, 1024, PROFILES[place].shape, PROFILES[place].most_side
    )
    alike = decode(making.small(file)).pixels
    assert shown.shape == alike.shape
    assert np.abs(shown.astype(int) - alike).mean() < 3, "the same cut and the same label"
    assert np.abs(marked.astype(int) - alike).mean() > 3, "and never without PREVIEW across it"
