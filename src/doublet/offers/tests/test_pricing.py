from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.money import Money, total
from doublet.kernel.refusals import BadInput
from doublet.offers.pricing import BUILT_IN, PopularityFigure, Quote, QuoteInput, quote

NEWEST = BUILT_IN["2026-11"]
DAY = date(2026, 11, 1)


def figure(score: int) -> PopularityFigure:
    return PopularityFigure(score, "follower count, own statement", DAY)


ORDER = QuoteInput(
    model_popularity=figure(20),
    brand_popularity=figure(35),
    pictures=12,
    purpose="ecommerce",
    channels=("web_shop", "own_social"),
    territories=("FR", "DE"),
    days=180,
    exclusivity="none",
    floor_per_picture=Money(40_00, "EUR"),
    currency="EUR",
)

orders = st.builds(
    QuoteInput,
    model_popularity=st.integers(0, 100).map(figure),
    brand_popularity=st.integers(0, 100).map(figure),
    pictures=st.integers(1, 1_000),
    purpose=st.sampled_from(sorted(NEWEST.purposes)),
    channels=st.lists(
        st.sampled_from(["web_shop", "own_social", "email", "print", "ooh"]), min_size=1, unique=True
    ).map(tuple),
    territories=st.lists(
        st.sampled_from(["FR", "DE", "US-NY", "JP", "EU", "WORLD"]), min_size=1, unique=True
    ).map(tuple),
    days=st.integers(1, 1_096),
    exclusivity=st.sampled_from(["none", "category"]),
    floor_per_picture=st.integers(1, 100_000_000).map(lambda minor: Money(minor, "EUR")),
    currency=st.just("EUR"),
)


def line(of: Quote, label: str) -> str:
    return next(each.how for each in of.lines if each.label == label)


@given(orders)
def test_the_receipt_adds_up_and_the_floor_always_wins(order: QuoteInput) -> None:
    answer = quote(NEWEST, order)
    assert total([each.amount for each in answer.lines], "EUR") == answer.gross
    assert answer.per_picture * order.pictures == answer.gross
    assert answer.per_picture >= order.floor_per_picture
    assert answer.model_share_min <= answer.gross
    assert all(each.label and each.how for each in answer.lines)
    assert quote(NEWEST, order) == answer


@given(orders, st.integers(1, 50))
def test_more_pictures_never_cost_less_in_total(order: QuoteInput, more: int) -> None:
    bigger = replace(order, pictures=min(1_000, order.pictures + more))
    assert quote(NEWEST, bigger).gross >= quote(NEWEST, order).gross


@pytest.mark.parametrize("currency", sorted(NEWEST.base))
def test_no_order_size_is_a_bargain_in_any_currency(currency: str) -> None:
    order = replace(
        ORDER,
        model_popularity=figure(0),
        brand_popularity=figure(0),
        days=1,
        channels=("web_shop",),
        territories=("FR",),
        currency=currency,
        floor_per_picture=Money(1, currency),
    )
    totals = [quote(NEWEST, replace(order, pictures=n)).gross.amount for n in range(1, 1_001)]
    assert totals == sorted(totals)


@given(orders, st.integers(0, 100), st.integers(0, 100))
def test_popularity_never_lowers_the_price(order: QuoteInput, one: int, other: int) -> None:
    low, high = sorted((one, other))
    for less, more in (
        (replace(order, model_popularity=figure(low)), replace(order, model_popularity=figure(high))),
        (replace(order, brand_popularity=figure(low)), replace(order, brand_popularity=figure(high))),
    ):
        assert quote(NEWEST, more).gross >= quote(NEWEST, less).gross


@given(orders)
def test_wider_longer_or_exclusive_use_never_costs_less(order: QuoteInput) -> None:
    now = quote(NEWEST, order).gross
    assert quote(NEWEST, replace(order, days=min(1_096, order.days + 30))).gross >= now
    assert quote(NEWEST, replace(order, exclusivity="category")).gross >= now
    assert quote(NEWEST, replace(order, channels=(*order.channels, "feeds"))).gross >= now
    assert quote(NEWEST, replace(order, territories=(*order.territories, "BR"))).gross >= now


def test_a_brand_reads_how_each_line_came_about() -> None:
    answer = quote(NEWEST, ORDER)
    assert line(answer, "Pictures") == (
        "12 pictures by rate card 2026-11: 10 × EUR 60.00 + 2 × EUR 48.00 = EUR 696.00"
    )
    assert line(answer, "Model's popularity") == (
        "20 of 100 (follower count, own statement, 2026-11-01): EUR 696.00 × 1.60 = EUR 1,113.60"
    )
    assert "1.15" in line(answer, "Channels")
    assert "FR, DE, counted as 2" in line(answer, "Territories")
    assert "180 days" in line(answer, "Duration")
    assert not any("floor" in each.label for each in answer.lines)
    assert answer.card_version == "2026-11"


def test_a_low_price_is_raised_to_the_models_floor_on_a_line_of_its_own() -> None:
    answer = quote(NEWEST, replace(ORDER, floor_per_picture=Money(500_00, "EUR")))
    assert answer.gross == Money(6_000_00, "EUR")
    assert answer.model_share_min == Money(4_800_00, "EUR")
    assert line(answer, "Raised to the model's floor") == (
        "The model's floor is EUR 500.00 a picture before commissions: 12 × EUR 500.00 = EUR 6,000.00"
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pictures": 0}, "pictures_too_small"),
        ({"pictures": -3}, "pictures_too_small"),
        ({"pictures": 10**9}, "pictures_too_large"),
        ({"pictures": 1.5}, "pictures_not_whole"),
        ({"pictures": True}, "pictures_not_whole"),
        ({"days": 0}, "days_too_small"),
        ({"days": 4_000}, "days_too_large"),
        ({"model_popularity": figure(101)}, "model_popularity_too_large"),
        ({"brand_popularity": figure(-1)}, "brand_popularity_too_small"),
        ({"brand_popularity": PopularityFigure(5, " ", DAY)}, "popularity_without_source"),
        ({"floor_per_picture": Money(0, "EUR")}, "floor_too_small"),
        ({"floor_per_picture": Money(10**12, "EUR")}, "floor_too_large"),
        ({"floor_per_picture": Money(10, "USD")}, "mixed_currencies"),
        ({"currency": "ISK"}, "currency_not_on_card"),
        ({"purpose": "political"}, "unknown_purpose"),
        ({"exclusivity": "some"}, "unknown_exclusivity"),
        ({"channels": ()}, "no_channels"),
        ({"channels": ("Web Shop",)}, "unreadable_channels"),
        ({"channels": ("ooh", "ooh")}, "repeated_channels"),
        ({"territories": ()}, "no_territories"),
        ({"territories": ("France",)}, "unreadable_territories"),
    ],
)
def test_nonsense_is_refused_by_name(change: dict[str, object], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        quote(NEWEST, replace(ORDER, **change))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert refused.value.reason
