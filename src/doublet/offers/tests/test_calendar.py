from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from doublet.consents.terms import GarmentRef, UseTerms
from doublet.kernel.refusals import Refused
from doublet.offers.calendar import Booking, conflict, refuse_conflicts

DAY = date(2026, 11, 21)
GROUND = {
    "EU": {"FR", "IT", "DE", "ES"},
    "US": {"US-NY", "US-rest"},
    "WORLD": {"FR", "IT", "DE", "ES", "US-NY", "US-rest", "GB", "JP"},
    "FR": {"FR"},
    "IT": {"IT"},
    "US-NY": {"US-NY"},
    "GB": {"GB"},
    "JP": {"JP"},
}


def booking(
    brand: str, kinds: list[str], places: list[str], start: int, days: int, exclusive: bool
) -> Booking:
    terms = UseTerms(
        garments=tuple(GarmentRef(kind, kind, kind, "0" * 64) for kind in kinds),
        settings=("studio",),
        backgrounds=("studio_white",),
        pictures=1,
        purpose="ecommerce",
        description="",
        channels=("own_web",),
        territories=tuple(places),
        starts=DAY + timedelta(days=start),
        ends=DAY + timedelta(days=start + days),
        exclusivity="category" if exclusive else "none",
    )
    return Booking(brand, terms)


bookings = st.builds(
    booking,
    st.sampled_from(["a", "b"]),
    st.lists(st.sampled_from(["everyday", "sport", "evening"]), min_size=1, max_size=2, unique=True),
    st.lists(st.sampled_from(sorted(GROUND)), min_size=1, max_size=3, unique=True),
    st.integers(0, 40),
    st.integers(0, 20),
    st.booleans(),
)


def brute(one: Booking, other: Booking) -> bool:
    """Every single cell of kind x place x day, counted out."""

    def cells(booked: Booking) -> set[tuple[str, str, int]]:
        days = (booked.terms.ends - booked.terms.starts).days + 1
        first = (booked.terms.starts - DAY).days
        places = set().union(*(GROUND[place] for place in booked.terms.territories))
        kinds = {garment.kind for garment in booked.terms.garments}
        return {(k, p, first + d) for k in kinds for p in places for d in range(days)}

    exclusive = "category" in (one.terms.exclusivity, other.terms.exclusivity)
    return one.brand_id != other.brand_id and exclusive and bool(cells(one) & cells(other))


@hypothesis_settings(max_examples=1500)
@given(bookings, bookings)
def test_a_conflict_is_what_counting_out_every_cell_says(one: Booking, other: Booking) -> None:
    assert conflict(one, other) == brute(one, other)
    assert conflict(one, other) == conflict(other, one)


@given(bookings, st.lists(bookings, max_size=5))
def test_the_day_named_as_free_is_free(wish: Booking, held: list[Booking]) -> None:
    try:
        refuse_conflicts(wish, tuple(held))
    except Refused as refused:
        named = refused.hint.rsplit(" is ", 1)[1].rstrip(".")
        start = next(
            day
            for day in (wish.terms.starts + timedelta(days=n) for n in range(120))
            if f"{day:%d %B %Y}" == named
        )
        length = wish.terms.ends - wish.terms.starts
        moved = Booking(wish.brand_id, replace(wish.terms, starts=start, ends=start + length))
        assert not any(brute(moved, booked) for booked in held)
    else:
        assert not any(brute(wish, booked) for booked in held)


def test_without_exclusivity_everybody_may_book_her() -> None:
    refuse_conflicts(
        booking("a", ["sport"], ["EU"], 0, 5, False), (booking("b", ["sport"], ["EU"], 0, 5, False),)
    )


def test_the_free_territories_are_named() -> None:
    held = booking("b", ["sport"], ["EU"], 0, 5, True)
    with pytest.raises(Refused) as refused:
        refuse_conflicts(booking("a", ["sport"], ["FR", "JP"], 3, 5, False), (held,))
    assert "JP" in refused.value.hint
    assert "27 November 2026" in refused.value.hint
