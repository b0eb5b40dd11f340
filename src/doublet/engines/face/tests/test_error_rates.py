"""Rates that can be checked by hand, intervals that hold, and thresholds that keep their promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doublet.engines.face.error_rates import Rate, compare_all, compare_to_sets, people_needed


def people(count: int, photos: int, *, spread: float, seed: int = 1) -> dict[str, list[np.ndarray]]:
    """Templates of people who are random directions, each photo a little beside its person."""
    source = np.random.default_rng(seed)
    found = {}
    for number in range(count):
        centre = source.normal(size=128)
        photos_of = centre + spread * source.normal(size=(photos, 128))
        photos_of /= np.linalg.norm(photos_of, axis=1, keepdims=True)
        found[f"person {number}"] = list(photos_of.astype(np.float32))
    return found


def test_pairs_are_counted_once_and_by_people():
    found = compare_all(people(5, 3, spread=0.3))
    assert (len(found.genuine), len(found.impostor)) == (5 * 3, 10 * 9)
    assert (found.people, found.paired_people, found.person_pairs) == (5, 5, 10)
    assert found.genuine.min() > found.impostor.max()
    assert found.false_match(0.5).value == 0
    assert found.false_non_match(0.5).value == 0
    assert found.equal_error()[1] == 0


def test_a_person_with_one_photo_is_an_impostor_only():
    shown = people(2, 2, spread=0.1) | {"lonely": people(1, 1, spread=0.1, seed=9)["person 0"]}
    found = compare_all(shown)
    assert (found.people, found.paired_people, found.person_pairs) == (3, 2, 3)


def test_sets_decide_by_their_nearest_photos():
    found = compare_to_sets(people(4, 5, spread=0.3), nearest=3, least=4)
    assert (len(found.genuine), len(found.impostor)) == (20, 4 * 3 * 5)
    assert found.genuine.min() > 0.5 > found.impostor.max()
    assert compare_to_sets(people(4, 2, spread=0.3), nearest=3, least=4).paired_people == 0


@pytest.mark.parametrize(
    ("value", "trials", "low", "high"),
    [(0.0, 100, 0.0, 0.0370), (0.5, 100, 0.4038, 0.5962), (0.1, 50, 0.0435, 0.2136), (0.0, 0, 0.0, 1.0)],
)
def test_wilson_agrees_with_the_tables(value, trials, low, high):
    assert Rate(value, trials).interval == pytest.approx((low, high), abs=5e-4)


@given(st.floats(0, 1), st.integers(0, 10_000))
def test_the_rate_lies_in_its_interval(value, trials):
    low, high = Rate(value, trials).interval
    assert 0 <= low <= value + 1e-9
    assert value - 1e-9 <= high <= 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([0.001, 0.01, 0.1]))
def test_a_proposed_threshold_keeps_its_promise_and_is_the_lowest(seed, target):
    found = compare_all(people(12, 3, spread=1.5, seed=seed))
    threshold = found.threshold_for(target)
    assert found.false_match(threshold).value <= target
    assert found.false_match(threshold - 0.01).value > target


@pytest.mark.parametrize(("target", "needed"), [(0.01, 25), (0.001, 78)])
def test_the_rule_of_three_says_how_many_people_a_claim_needs(target, needed):
    assert people_needed(target) == needed
    assert compare_all(people(needed, 1, spread=0.3)).supports(target)
    assert not compare_all(people(needed - 1, 1, spread=0.3)).supports(target)
