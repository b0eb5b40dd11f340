from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.money import EXPONENTS, MAX_MINOR, Money, exponent, parse, total
from doublet.kernel.refusals import BadInput

amounts = st.integers(-MAX_MINOR, MAX_MINOR)
currencies = st.sampled_from(sorted(EXPONENTS))


def code_of(error: pytest.ExceptionInfo[BadInput]) -> str:
    return error.value.code


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_a_split_sums_exactly_and_no_piece_is_more_than_one_unit_off(amount: int, parts: list[int]) -> None:
    pieces = Money(amount, "EUR").split(parts)
    assert sum(piece.amount for piece in pieces) == amount
    for piece, part in zip(pieces, parts, strict=True):
        assert abs(piece.amount * sum(parts) - amount * part) < sum(parts)
        assert part or not piece


def test_a_cent_that_cannot_be_divided_goes_to_the_largest_remainder_then_to_the_earlier() -> None:
    assert [m.amount for m in Money(100, "EUR").split([1, 1, 1])] == [34, 33, 33]
    assert [m.amount for m in Money(101, "EUR").split([80, 20])] == [81, 20]
    assert [m.amount for m in Money(-100, "EUR").split([1, 1, 1])] == [-34, -33, -33]


@given(amounts, currencies)
def test_what_is_formatted_reads_back_as_the_same_money(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert parse(money.decimal(), currency) == money
    shown = money.format()
    assert shown.startswith(currency + " ")
    assert shown[4:].replace(",", "") == money.decimal()


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(123450, "EUR"), "EUR 1,234.50"),
        (Money(1200, "JPY"), "JPY 1,200"),
        (Money(1234567, "KWD"), "KWD 1,234.567"),
        (Money(-5, "USD"), "USD -0.05"),
        (Money(0, "EUR"), "EUR 0.00"),
    ],
)
def test_people_see_the_currencys_own_decimals(money: Money, shown: str) -> None:
    assert money.format() == str(money) == shown


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("1 234,50", "EUR", 123450),
        ("1\u202f234,50", "EUR", 123450),
        ("1,234.50", "EUR", 123450),
        ("1.234,50", "EUR", 123450),
        ("1'234.5", "CHF", 123450),
        (" 1234.5 ", "EUR", 123450),
        ("-12", "EUR", -1200),
        ("1.234.567", "EUR", 123456700),
        ("1234", "JPY", 1234),
        ("1,234", "JPY", 1234),
        ("1234.567", "KWD", 1234567),
        ("1,234.567", "KWD", 1234567),
        ("1.234", "KWD", 1234),
    ],
)
def test_the_usual_ways_of_writing_an_amount_are_read(typed: str, currency: str, minor: int) -> None:
    assert parse(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "not_an_amount"),
        ("free", "not_an_amount"),
        ("1e6", "not_an_amount"),
        ("EUR 5", "not_an_amount"),
        ("12 34", "not_an_amount"),
        ("1,23,456.00", "not_an_amount"),
        ("1 234.567,00", "not_an_amount"),
        ("5.", "not_an_amount"),
        (".5", "not_an_amount"),
        ("1..5", "not_an_amount"),
        ("--1", "not_an_amount"),
        ("\u0661\u0662", "not_an_amount"),
        ("9" * 60, "not_an_amount"),
        ("1.005", "ambiguous_amount"),
        ("1,234", "ambiguous_amount"),
        ("1234.567", "too_many_decimals"),
        ("99999999999999", "money_too_large"),
    ],
)
def test_what_is_not_clearly_an_amount_is_refused(typed: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse(typed, "EUR")
    assert code_of(refused) == code


@given(st.text(max_size=40) | st.text("0123456789.,' -", max_size=20), currencies)
def test_any_text_is_either_money_or_a_refusal(text: str, currency: str) -> None:
    with contextlib.suppress(BadInput):
        money = parse(text, currency)
        assert parse(money.decimal(), currency) == money


@given(amounts, amounts)
def test_currencies_never_mix(one: int, other: int) -> None:
    euro, dollar = Money(one, "EUR"), Money(other, "USD")
    for combine in (
        lambda: euro + dollar,
        lambda: euro - dollar,
        lambda: euro < dollar,
        lambda: euro >= dollar,
        lambda: total([dollar], "EUR"),
    ):
        with pytest.raises(BadInput) as refused:
            combine()
        assert code_of(refused) == "mixed_currencies"


@pytest.mark.parametrize("broken", [1.0, True, "5", None])
def test_only_whole_numbers_are_money(broken: object) -> None:
    with pytest.raises(BadInput) as refused:
        Money(broken, "EUR")  # type: ignore[arg-type]
    assert code_of(refused) == "money_not_whole"
    with pytest.raises(BadInput):
        Money(5, "EUR") * broken  # type: ignore[operator]
    with pytest.raises(BadInput):
        Money(5, "EUR") + broken  # type: ignore[operator]


def test_an_enormous_amount_is_refused_also_as_a_result() -> None:
    with pytest.raises(BadInput) as refused:
        Money(MAX_MINOR + 1, "EUR")
    assert code_of(refused) == "money_too_large"
    with pytest.raises(BadInput):
        Money(MAX_MINOR, "EUR") + Money(1, "EUR")


def test_currencies_know_their_decimals_and_unknown_ones_are_refused() -> None:
    assert [exponent(code) for code in ("JPY", "EUR", "KWD")] == [0, 2, 3]
    for unknown in ("eur", "XXX", "", "EURO"):
        with pytest.raises(BadInput) as refused:
            exponent(unknown)
        assert code_of(refused) == "unknown_currency"


@given(amounts, st.integers(0, 10_000))
def test_basis_points_never_give_more_than_their_share(amount: int, points: int) -> None:
    share = Money(amount, "EUR").basis_points(points)
    assert abs(share.amount) * 10_000 <= abs(amount) * points < (abs(share.amount) + 1) * 10_000
