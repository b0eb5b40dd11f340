"""What becomes of a capture set: photo by photo, photos together, the set as a whole, and her age."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.refusals import Refused
from doublet.twins.rules import PhotoFacts, Verdict, age_rule, judge
from doublet.twins.rules.coverage import ANGLES, LIGHTS, MORE_ANGLES, MORE_LIGHTS

TODAY = date(2026, 11, 21)
BORN = date(2000, 6, 1)
_number = itertools.count(1)

GOOD = PhotoFacts(
    sha256="",
    width=1200,
    height=1600,
    faces=1,
    faces_at_edge=0,
    face_px=500,
    face_cut=False,
    yaw=0.0,
    pitch=0.0,
    roll=0.0,
    light="front",
    warmth=0.0,
    sharpness=0.1,
    noise=0.5,
    lightness=50.0,
    highlights=0.0,
    shadows=0.0,
    contrast=50.0,
    covered=(),
    framing="face",
    body_turn=0.0,
    turn=0,
    hash=0,
    hash_mirrored=0,
)


def photo(**facts: Any) -> PhotoFacts:
    """A good photo from the front that resembles no other file, with these facts changed."""
    number = next(_number)
    spread = (number * 0x9E3779B97F4A7C15) % 2**64
    own: dict[str, Any] = {"sha256": f"{number:064x}", "hash": spread, "hash_mirrored": ~spread % 2**64}
    return replace(GOOD, **own | facts)


def alone(**facts: Any) -> Verdict:
    return judge([photo(**facts)]).verdicts[0]


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


NOBODY = {"faces": 0, "face_px": 0, "yaw": None, "pitch": None, "roll": None, "light": "", "framing": "none"}


class TestOnePhoto:
    def test_a_good_photo_is_accepted_without_a_word(self):
        assert alone() == Verdict("accepted", (), ("front",), ("soft",))

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"faces": 2}, "several_people"),
            (NOBODY, "no_face"),
            (NOBODY | {"turn": 90}, "lies_on_side"),
            (NOBODY | {"lightness": 1.0, "contrast": 2.0}, "too_dark"),
            (NOBODY | {"contrast": 12.0}, "low_contrast"),
            ({"width": 200, "height": 300}, "low_resolution"),
            ({"face_px": 37, "framing": "half"}, "face_too_small"),
            ({"covered": ("eyes",)}, "eyes_covered"),
            ({"highlights": 0.4}, "over_exposed"),
            ({"shadows": 0.5}, "too_dark"),
            ({"sharpness": 0.02}, "blurred"),
            ({"noise": 11.0}, "noisy"),
        ],
    )
    def test_what_cannot_be_used_is_refused_with_its_reason(self, facts, code):
        verdict = alone(**facts)
        assert verdict.state == "refused"
        assert codes(verdict) == [code]

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"faces_at_edge": 1}, "person_at_edge"),
            ({"width": 470}, "small_photo"),
            ({"face_px": 80}, "small_face"),
            ({"covered": ("mouth",)}, "mouth_covered"),
            ({"face_cut": True}, "face_cut"),
            ({"roll": -30.0}, "head_tilted"),
            ({"highlights": 0.07}, "bright_spots"),
            ({"shadows": 0.2}, "deep_shadows"),
            ({"warmth": 3.2}, "colour_cast"),
            ({"light": "left", "light_contrast": 4.5}, "hard_light"),
            ({"sharpness": 0.045}, "soft_focus"),
            ({"noise": 3.0}, "grainy"),
            ({"noise": 0.0}, "retouched"),
        ],
    )
    def test_what_can_be_used_but_could_be_better_is_a_warning(self, facts, code):
        verdict = alone(**facts)
        assert verdict.state == "warning"
        assert codes(verdict) == [code]

    @given(
        st.fixed_dictionaries(
            {name: st.floats(0, 100) for name in ("sharpness", "noise", "highlights", "shadows")}
        )
    )
    def test_every_reason_has_words_and_a_hint(self, facts):
        for reason in alone(**facts).reasons:
            assert reason.words.endswith(".")
            assert reason.hint.endswith(".")
            assert reason.as_dict().keys() == {"code", "words", "hint"}

    def test_how_dark_a_skin_is_changes_no_verdict(self):
        assert {alone(lightness=level).state for level in (20.0, 40.0, 70.0)} == {"accepted"}

    def test_the_back_of_a_body_needs_no_face(self):
        verdict = alone(**NOBODY | {"framing": "back"})
        assert (verdict.state, verdict.angles) == ("accepted", ("body_back",))

    def test_a_whole_body_may_have_a_smaller_face(self):
        assert alone(framing="full", face_px=35).state == "accepted"
        assert alone(framing="bust", face_px=35).state == "refused"


class TestAngleAndLight:
    @pytest.mark.parametrize(
        ("facts", "angle"),
        [
            ({"yaw": 10.0}, "front"),
            ({"yaw": 35.0}, "three_quarter_left"),
            ({"yaw": -45.0}, "three_quarter_right"),
            ({"yaw": 85.0}, "profile_left"),
            ({"yaw": -85.0}, "profile_right"),
            ({"pitch": 15.0}, "up"),
            ({"pitch": -20.0}, "down"),
            ({"framing": "half", "face_px": 60}, "body_three_quarter"),
            ({"framing": "full", "face_px": 60}, "body_full"),
        ],
    )
    def test_each_photo_covers_an_angle(self, facts, angle):
        assert alone(**facts).angles == (angle,)

    def test_a_turned_body_is_welcome_but_no_front_view(self):
        verdict = alone(framing="full", face_px=60, body_turn=-75.0, yaw=-42.0)
        assert (verdict.state, verdict.angles) == ("accepted", ("body_turned_right",))
        assert alone(framing="full", face_px=60, body_turn=88.0, yaw=85.0).angles == ("body_profile_left",)
        assert alone(framing="half", face_px=60, body_turn=75.0).angles == ()

    def test_a_large_half_body_photo_covers_the_face_too(self):
        assert alone(framing="half", face_px=180).angles == ("body_three_quarter", "front")

    @pytest.mark.parametrize(
        ("light", "warmth", "lights"),
        [
            ("front", 0.0, ("soft",)),
            ("top", 0.2, ("soft",)),
            ("flat", 0.0, ("soft",)),
            ("left", 0.0, ("left",)),
            ("right", 1.5, ("right", "warm")),
            ("front", 1.5, ("warm",)),
            ("front", -1.0, ("warm",)),
        ],
    )
    def test_each_photo_covers_a_light(self, light, warmth, lights):
        assert alone(light=light, warmth=warmth).lights == lights


class TestPhotosTogether:
    def test_the_same_file_twice_counts_once(self):
        first = photo()
        report = judge([first, photo(yaw=30.0), first])
        assert [v.state for v in report.verdicts] == ["accepted", "accepted", "refused"]
        assert "photo 1" in report.verdicts[2].reasons[0].words

    def test_a_recompressed_or_mirrored_copy_is_pointed_out(self):
        first = photo()
        near, mirror = photo(hash=first.hash ^ 0b101), photo(hash_mirrored=first.hash ^ 1)
        report = judge([first, near, mirror])
        assert [codes(v) for v in report.verdicts] == [[], ["near_duplicate"], ["near_duplicate"]]

    def test_where_faces_were_compared_pixel_by_pixel_they_decide(self):
        first = photo()
        room = photo(hash=first.hash)
        mirror, side = photo(hash_mirrored=first.hash), photo(hash_mirrored=first.hash)
        crop = photo()
        likeness = {(0, 1): 0.8, (0, 2): 0.93, (0, 3): 0.85, (0, 4): 0.99}
        pairs = {(i, j): 0.0 for j in range(5) for i in range(j)} | likeness
        report = judge([first, room, mirror, side, crop], copies=pairs)
        assert [codes(v) for v in report.verdicts] == [[], [], ["near_duplicate"], [], ["near_duplicate"]]

    def test_one_photo_of_somebody_else_is_found(self):
        photos = [photo() for _ in range(5)]
        report = judge(photos, similarities=table(5, strangers={2}))
        assert [v.state for v in report.verdicts] == [
            "accepted",
            "accepted",
            "refused",
            "accepted",
            "accepted",
        ]
        assert codes(report.verdicts[2]) == ["somebody_else"]
        assert report.compared

    def test_two_strangers_who_know_each_other_do_not_become_the_majority(self):
        similar = table(6, strangers={0, 1})
        similar[0][1] = similar[1][0] = 0.9
        states = [v.state for v in judge([photo() for _ in range(6)], similarities=similar).verdicts]
        assert states == ["refused", "refused", *["accepted"] * 4]

    def test_in_the_grey_band_a_person_decides(self):
        similar = table(4, strangers={3}, unlike=0.42)
        (verdict,) = judge([photo() for _ in range(4)], similarities=similar).verdicts[3:]
        assert (verdict.state, codes(verdict)) == ("warning", ["person_unsure"])

    def test_a_profile_is_harder_to_compare_and_gets_the_benefit_of_the_doubt(self):
        photos = [photo() for _ in range(3)] + [photo(yaw=85.0)]
        doubtful = judge(photos, similarities=table(4, strangers={3}, unlike=0.28)).verdicts[3]
        stranger = judge(photos, similarities=table(4, strangers={3}, unlike=0.1)).verdicts[3]
        assert (doubtful.state, stranger.state) == ("warning", "refused")

    def test_refused_photos_have_no_vote_on_who_she_is(self):
        similar = table(5, strangers={3, 4})
        blurred = [photo(sharpness=0.01) for _ in range(3)]
        similar[3][4] = similar[4][3] = 0.9
        report = judge([*blurred, photo(), photo()], similarities=similar)
        assert [v.state for v in report.verdicts] == [*["refused"] * 3, "accepted", "accepted"]

    def test_photos_without_a_face_are_nobodys(self):
        similar = table(3, strangers=set())
        for i in range(3):
            similar[i][2] = similar[2][i] = None
        report = judge([photo(), photo(), photo(**NOBODY | {"framing": "back"})], similarities=similar)
        assert [v.state for v in report.verdicts] == ["accepted"] * 3

    def test_without_her_tick_nobody_is_called_somebody_else(self):
        report = judge([photo(), photo()])
        assert not report.compared
        assert {v.state for v in report.verdicts} == {"accepted"}

    @given(st.integers(1, 7), st.data())
    def test_whatever_the_numbers_say_not_everybody_is_somebody_else(self, count, data):
        photos = [photo() for _ in range(count)]
        values = {(i, j): data.draw(st.floats(-1, 1)) for i in range(count) for j in range(i)}
        similar = [
            [1.0 if i == j else values[max(i, j), min(i, j)] for j in range(count)] for i in range(count)
        ]
        report = judge(photos, similarities=similar)
        assert len(report.verdicts) == count
        assert any("somebody_else" not in codes(v) for v in report.verdicts)


class TestTheSet:
    def test_nothing_uploaded_yet(self):
        report = judge([])
        assert report.readiness == "not yet"
        assert len(report.missing) == len(ANGLES) + len(LIGHTS)
        assert report.verdicts == ()

    def test_a_handful_of_photos_says_what_is_missing_and_what_it_can_wear(self):
        report = judge([photo(), photo(yaw=-85.0), photo(framing="half", face_px=90, wearable=("tops",))])
        assert report.readiness == "usable"
        assert report.wearable == ("tops",)
        assert "left profile (head turned fully to your left) missing" in report.missing
        assert not any("right profile" in words for words in report.missing)

    def test_faces_alone_wear_nothing(self):
        assert judge([photo(), photo(yaw=40.0)]).readiness == "not yet"

    def test_a_body_without_a_frontal_face_is_not_enough(self):
        turned = photo(framing="half", face_px=90, yaw=50.0, wearable=("tops",))
        assert judge([turned]).readiness == "not yet"

    def test_what_a_refused_photo_could_wear_does_not_count(self):
        blurred = photo(framing="full", wearable=("dresses",), sharpness=0.01)
        report = judge([photo(), blurred])
        assert report.wearable == ()
        assert report.coverage["body_full"]["any"] == 0

    def test_every_angle_makes_it_ready_and_the_rest_would_help(self):
        report = judge(whole_set())
        assert report.readiness == "ready"
        assert report.missing == ()
        assert len(report.would_help) == len(MORE_ANGLES) + len(MORE_LIGHTS)

    @given(st.integers(0, 6))
    def test_leaving_any_required_photo_out_is_noticed(self, gone):
        photos = whole_set()
        del photos[gone]
        report = judge(photos)
        assert report.readiness != "ready"
        assert len(report.missing) == 1

    def test_the_report_is_json_and_undated_photos_are_counted(self):
        report = judge([*whole_set(), photo(taken_on=date(2024, 1, 1))])
        written = json.loads(json.dumps(report.as_dict()))
        assert written["undated"] == 7
        assert written["coverage"]["front"]["soft"] == 2


class TestAge:
    def test_the_day_before_the_18th_birthday_is_too_early(self):
        with pytest.raises(Refused) as refusal:
            age_rule(date(2008, 11, 22), TODAY)
        assert (refusal.value.code, refusal.value.rule) == ("under_age", "MIN-01")

    def test_the_18th_birthday_is_enough(self):
        age_rule(date(2008, 11, 21), TODAY)

    def test_born_on_29_february_comes_of_age_on_1_march(self):
        with pytest.raises(Refused):
            age_rule(date(2008, 2, 29), date(2026, 2, 28))
        age_rule(date(2008, 2, 29), date(2026, 3, 1))

    @pytest.mark.parametrize("born", [TODAY + timedelta(days=1), date(1890, 1, 1)])
    def test_impossible_dates_are_refused(self, born):
        with pytest.raises(Refused) as refusal:
            age_rule(born, TODAY)
        assert refusal.value.code == "implausible_birth_date"

    @given(st.dates(date(1900, 1, 1), TODAY))
    def test_whoever_is_let_in_has_lived_18_years(self, born):
        try:
            age_rule(born, TODAY)
        except Refused:
            return
        assert (TODAY - born).days >= 18 * 365 + 4

    def test_a_photo_from_before_her_18th_birthday_is_refused(self):
        young, grown = date(2018, 5, 31), date(2018, 6, 1)
        report = judge([photo(taken_on=young), photo(taken_on=grown), photo()], birth_date=BORN)
        assert [v.state for v in report.verdicts] == ["refused", "accepted", "accepted"]
        assert codes(report.verdicts[0]) == ["taken_before_18"]
        assert report.undated == 1


def table(
    count: int, *, strangers: set[int], alike: float = 0.7, unlike: float = 0.1
) -> list[list[float | None]]:
    """Similarities of a set in which these photos show other people."""
    return [
        [1.0 if i == j else unlike if {i, j} & strangers else alike for j in range(count)]
        for i in range(count)
    ]


def whole_set() -> list[PhotoFacts]:
    yaws = (0.0, 40.0, -40.0, 85.0, -85.0)
    bodies = [photo(framing=f, face_px=60, wearable=("tops",)) for f in ("half", "full")]
    return [*(photo(yaw=yaw) for yaw in yaws), *bodies]
