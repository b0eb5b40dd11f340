"""Counting in the database: for all processes, per household, and forgotten in time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from doublet.kernel import clock
from doublet.kernel.limits import TooOften, count
from doublet.kernel.models import Tally

pytestmark = pytest.mark.django_db


def ask(who: str = "198.51.100.7", most: int = 2) -> None:
    count("look", who, most=most, seconds=600)


def test_the_third_of_two_is_refused_and_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    ask()
    ask()
    for _ in range(2):
        with pytest.raises(TooOften, match="2 times within 10 minutes"):
            ask()
    ask("198.51.100.8")
    count("something else", "198.51.100.7", most=1, seconds=60)
    with pytest.raises(TooOften, match="once within a minute"):
        count("something else", "198.51.100.7", most=1, seconds=60)


def test_it_begins_anew_and_what_ended_is_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    ask()
    ask()
    ask("203.0.113.1")
    later = clock.now() + timedelta(seconds=601)
    monkeypatch.setattr(clock, "now", lambda: later)
    ask()
    assert Tally.objects.count() == 1
    ask()
    with pytest.raises(TooOften):
        ask()


def test_a_network_counts_as_one_household() -> None:
    ask("2001:db8:1:2::1", most=1)
    with pytest.raises(TooOften):
        ask("2001:db8:1:2:ffff::9", most=1)
    ask("2001:db8:1:3::1", most=1)
    ask("192.0.2.1", most=1)
    with pytest.raises(TooOften):
        ask("::ffff:192.0.2.1", most=1)


def test_no_address_is_kept() -> None:
    ask("198.51.100.7")
    row = Tally.objects.get()
    assert "198" not in row.key
    assert isinstance(row.ends_at, datetime)
