"""What counts as having followed an instruction, and what a selfie is refused for. Pure."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.refusals import BadInput
from doublet.twins.rules import BUILT_IN, FaceThresholds, challenge
from doublet.twins.tests.test_rules import photo

NOW = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)


@given(st.integers(0, 10_000))
def test_the_lot_asks_for_different_turns(seed):
    steps = challenge.draw(random.Random(seed).choice)
    assert len(steps) == challenge.STEPS_ASKED
    assert len({challenge.STEPS[name].axis for name in steps}) == len(steps)


def test_the_lot_has_many_outcomes():
    drawn = {tuple(challenge.draw(random.Random(seed).choice)) for seed in range(500)}
    assert len(drawn) == 24


@pytest.mark.parametrize(
    ("name", "angles", "follows"),
    [
        ("turn_left", {"yaw": 30.0}, True),
        ("turn_left", {"yaw": 5.0}, False),
        ("turn_left", {"yaw": 80.0}, False),
        ("turn_left", {"yaw": 30.0, "pitch": 35.0}, False),
        ("turn_right", {"yaw": -30.0}, True),
        ("chin_up", {"pitch": 15.0}, True),
        ("chin_down", {"pitch": -15.0}, True),
        ("chin_down", {"pitch": 15.0}, False),
        ("tilt_left", {"roll": 20.0}, True),
        ("tilt_right", {"roll": 20.0}, False),
    ],
)
def test_an_instruction_is_followed_or_not(name, angles, follows):
    seen = photo(**({"yaw": 0.0, "pitch": 0.0, "roll": 0.0} | angles))
    reason = challenge.pose_reason(seen, challenge.STEPS[name])
    assert (reason is None) is follows
    if reason:
        assert reason.code == "wrong_turn"
        assert "degrees" in reason.words


def test_no_pose_answers_two_instructions_that_one_challenge_may_ask_for():
    for first in challenge.STEPS.values():
        for second in challenge.STEPS.values():
            if first.axis == second.axis and first != second:
                assert first.most < second.least or second.most < first.least


def test_a_mirroring_camera_is_named():
    seen = photo(yaw=-30.0, pitch=0.0, roll=0.0)
    reason = challenge.pose_reason(seen, challenge.STEPS["turn_left"])
    assert reason is not None
    assert "30 degrees to your right" in reason.words
    assert "mirrors" in reason.hint


def test_a_selfie_with_two_people_is_refused_before_anything_else():
    reason = challenge.pose_reason(photo(faces=2, yaw=30.0), challenge.STEPS["turn_left"])
    assert reason is not None
    assert reason.code == "several_people"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([0.9, 0.8, 0.7, 0.1], None),
        ([0.55, 0.54, 0.55], "person_unsure"),
        ([0.9, 0.1, 0.1], "person_unsure"),
        ([0.2, 0.1], "somebody_else"),
        ([], "somebody_else"),
    ],
)
def test_one_lucky_pair_does_not_let_a_stranger_in(values, code):
    reason, value = challenge.person_reason(values, BUILT_IN)
    assert (reason.code if reason else None) == code
    assert -1 <= value <= 1


@pytest.mark.parametrize(
    ("taken", "fresh"),
    [
        (None, True),
        (NOW, True),
        (NOW + timedelta(hours=13), True),
        (NOW - timedelta(hours=11), True),
        (NOW - timedelta(days=2), False),
        (NOW + timedelta(days=1), False),
    ],
)
def test_the_files_own_clock_may_be_half_a_day_off_but_not_two(taken, fresh):
    assert (challenge.age_reason(taken, NOW - timedelta(minutes=5), NOW) is None) is fresh


def test_a_photo_from_the_set_is_no_selfie():
    known = photo()
    assert challenge.copy_reason(photo(sha256=known.sha256), [known], 0.0) is not None
    room = photo(hash=known.hash, hash_mirrored=known.hash_mirrored)
    assert challenge.copy_reason(room, [known], 0.85) is None, "the same room and pose is no copy"
    assert challenge.copy_reason(room, [known], 0.97) is not None, "a crop of a known photo"


def test_a_decision_stands_while_what_it_rested_on_is_there():
    assert challenge.still_stands(["a", "b", "c", "d"], ["b", "c", "d", "new"])
    assert not challenge.still_stands(["a", "b", "c", "d"], ["a", "b", "new1", "new2"])
    assert challenge.still_stands(["a"], ["a"])
    assert not challenge.still_stands([], ["a"])


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"same": 0.5, "maybe": 0.6, "maybe_profile": 0.2, "challenge": 0.6},
        {"same": "much", "maybe": 0.3, "maybe_profile": 0.2, "challenge": 0.6},
        {"same": 0.5, "maybe": 0.3, "maybe_profile": 0.2, "challenge": 0.4},
        {"same": 0.5, "maybe": 0.3, "maybe_profile": 0.2, "challenge": 1.5},
        {"same": float("nan"), "maybe": 0.3, "maybe_profile": 0.2, "challenge": 0.6},
    ],
)
def test_thresholds_that_make_no_sense_are_refused(told):
    with pytest.raises(BadInput, match="bad_thresholds"):
        FaceThresholds.read(told)
    assert FaceThresholds.read(BUILT_IN.as_dict()).as_dict() == BUILT_IN.as_dict()
