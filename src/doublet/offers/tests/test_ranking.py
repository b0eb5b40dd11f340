"""Turns on the roster: everybody is seen, and what it costs is what the page says."""

from __future__ import annotations

from datetime import date, timedelta
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.offers.ranking import SEEN, Candidate, by_relevance, cost, exposure, gini, order

DAY = date(2026, 11, 22)


def people(count: int, spread: int = 8) -> list[Candidate]:
    return [Candidate(f"mdl_{n:03}", f"Model {n:03}", (n * 7) % (spread + 1)) for n in range(count)]


def weeks(crowd: list[Candidate], fairness: int, days: int) -> list[list[Candidate]]:
    return [order(crowd, fairness=fairness, day=DAY + timedelta(days=ahead)) for ahead in range(days)]


crowds = st.lists(st.integers(0, 8), min_size=1, max_size=60).map(
    lambda points: [Candidate(f"mdl_{n:03}", f"Model {n:03}", each) for n, each in enumerate(points)]
)


@given(crowds, st.integers(0, 100))
def test_nobody_is_lost_or_shown_twice_and_a_day_has_one_order(crowd: list[Candidate], fairness: int) -> None:
    today = order(crowd, fairness=fairness, day=DAY)
    assert sorted(each.key for each in today) == sorted(each.key for each in crowd)
    assert order(list(reversed(crowd)), fairness=fairness, day=DAY) == today


@pytest.mark.parametrize("count", [1, 2, 7, 20, 21, 40, 60, 97])
def test_in_turn_everybody_stands_once_on_every_place(count: int) -> None:
    crowd = people(count)
    seen = exposure(weeks(crowd, 100, count))
    assert max(seen.values()) == pytest.approx(min(seen.values()))
    firsts = {one[0].key for one in weeks(crowd, 100, count)}
    assert len(firsts) == count


@given(crowds)
def test_without_turns_nothing_is_lost_and_equals_change_places(crowd: list[Candidate]) -> None:
    told = cost(crowd, fairness=0, day=DAY)
    assert told.kept == pytest.approx(1.0)
    assert [each.relevance for each in order(crowd, fairness=0, day=DAY)] == [
        each.relevance for each in by_relevance(crowd)
    ]
    assert told.uneven <= told.uneven_before + 1e-9


def test_simulated_weeks_cost_what_is_printed_and_even_out_who_is_seen() -> None:
    crowd = people(90)
    told = {fairness: cost(crowd, fairness=fairness, day=DAY) for fairness in (0, 50, 100)}
    best = by_relevance(crowd)
    for fairness, one in told.items():
        shown = weeks(crowd, fairness, 28)
        kept = [_gain(day) / _gain(best) for day in shown]
        assert one.kept == pytest.approx(sum(kept) / 28)
        assert one.lost_percent == round(100 * (1 - sum(kept) / 28), 1)
        assert one.uneven == pytest.approx(gini(list(exposure(shown).values())))
    assert told[0].kept > told[50].kept > told[100].kept > 0.4
    assert told[0].uneven_before > told[0].uneven > told[100].uneven
    assert told[100].uneven < 0.15 < 0.8 < told[100].uneven_before


@given(crowds, st.integers(0, 100))
def test_points_never_put_anybody_further_down(crowd: list[Candidate], fairness: int) -> None:
    """At the same turn, one who fits better never stands behind where she stood before."""
    most = max(each.relevance for each in crowd)
    before = [each.key for each in order(crowd, fairness=fairness, day=DAY)]
    low = next((each for each in crowd if each.relevance < most), None)
    if low is None:
        return
    raised = [Candidate(low.key, low.name, most) if each is low else each for each in crowd]
    after = [each.key for each in order(raised, fairness=fairness, day=DAY)]
    assert after.index(low.key) <= before.index(low.key)


def test_gini_of_known_shares() -> None:
    assert gini([1, 1, 1, 1]) == 0
    assert gini([0, 0, 0, 1]) == 0.75
    assert gini([]) == gini([0, 0]) == 0


def _gain(one: list[Candidate]) -> float:
    return sum(each.relevance / log2(place + 2) for place, each in enumerate(one[:SEEN]))
