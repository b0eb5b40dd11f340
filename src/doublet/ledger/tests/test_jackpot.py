"""The jackpot meter: numbers that a slow formula agrees with, and nothing about few people."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from doublet.ledger import jackpot, meter
from doublet.ledger.tests.earned import approved
from doublet.people.models import IdentityCheck, ModelProfile
from doublet.story import cast
from doublet.story.target import Target

INCOMES = st.lists(st.integers(0, 10**7), min_size=1, max_size=25).filter(any)


@given(INCOMES)
def test_gini_is_half_the_mean_difference_over_the_mean(incomes: list[int]) -> None:
    n = len(incomes)
    slow = sum(abs(one - other) for one, other in product(incomes, incomes)) / (2 * n * sum(incomes))
    assert jackpot.gini(incomes) == pytest.approx(slow, abs=1e-9)
    assert 0 - 1e-9 <= jackpot.gini(incomes) <= 1 - 1 / n + 1e-9


@given(INCOMES, st.integers(2, 9))
def test_gini_does_not_ask_how_rich_or_how_many(incomes: list[int], times: int) -> None:
    told = jackpot.gini(incomes)
    assert jackpot.gini([each * times for each in incomes]) == pytest.approx(told, abs=1e-9)
    assert jackpot.gini(incomes * times) == pytest.approx(told, abs=1e-9)


@given(INCOMES)
def test_the_top_tenth_has_at_least_its_part(incomes: list[int]) -> None:
    people = max(1, len(incomes) // 10)
    assert people / len(incomes) - 1e-9 <= jackpot.top_share(incomes) <= 1
    assert jackpot.top_share([5] * 20) == pytest.approx(0.1)


@given(st.lists(st.integers(-50, 10**6), min_size=10, max_size=40))
def test_a_spread_is_whole_or_nothing(incomes: list[int]) -> None:
    told = jackpot.spread(incomes)
    assert told is not None
    assert told.people == len(incomes)
    assert told.without == sum(each <= 0 for each in incomes)
    if told.gini is None:
        assert not any(each > 0 for each in incomes)
        assert told.median == 0
    else:
        assert told.gini_low is not None
        assert told.gini_high is not None
        assert told.gini_low <= told.gini_high
    assert jackpot.spread(incomes) == told
    assert jackpot.spread(incomes[:9]) is None


def test_amounts_are_blurred_so_that_they_are_nobodys() -> None:
    assert [jackpot.blurred(each) for each in (0, 7, 99, 12_345, 98_765)] == [0, 7, 99, 12_000, 99_000]


def test_of_fewer_than_ten_the_page_tells_only_why(client: Client, target: Target) -> None:
    approved(target.licence, on="2026-10-10")
    page = client.get(reverse("ledger:jackpot")).content.decode()
    assert "Nothing to tell yet" in page
    assert "EUR" not in page
    told = client.get("/api/v1/jackpot").json()
    assert told["whole"] is None
    assert all(month["spread"] is None for month in told["months"])


def test_of_ten_it_tells_the_numbers_without_a_name(client: Client, target: Target) -> None:
    _others(10, target)
    approved(target.licence, on="2026-10-10")
    people = meter._people()
    assert len(people) == 11
    told = meter.measured(people, date(2026, 11, 22))
    assert told.whole is not None
    assert told.whole.without == 10
    assert told.whole.gini == pytest.approx(10 / 11)
    assert told.whole.top_share == 1
    assert (told.first, told.last) == (date(2025, 11, 1), date(2026, 10, 31))
    october = told.months[-1]
    assert october.spread is not None
    assert october.spread.without == 10
    assert october.top_percent == 100
    assert told.months[0].spread is None, "nobody was here a year ago"


def test_the_page_for_everybody(client: Client, target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    _others(10, target)
    ModelProfile.objects.update(joined_at="2020-01-01T00:00:00Z")
    approved(target.licence)
    page = client.get(reverse("ledger:jackpot")).content.decode()
    assert "11 of 11" in page, "what was earned this month is told when the month is over"
    assert target.people.model.public_name not in page


def _others(count: int, target: Target) -> None:
    """Fictional models who were confirmed a while ago and earned nothing."""
    for number in range(count):
        model = cast.model(
            f"other{number}@demo.invalid",
            public_name=f"Other {number}",
            legal_name=f"Other Fiktiv {number}",
            birth_date=date(1990, 1, 1),
            residence="FR",
            height_cm=170,
            popularity=0,
        )
        cast.looked_at(model, by=target.people.operator)
    assert IdentityCheck.objects.filter(outcome="confirmed").count() == count + 1
    ModelProfile.objects.update(joined_at="2026-06-01T00:00:00Z")
