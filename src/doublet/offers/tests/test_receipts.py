"""A quote is a receipt: it comes out the same for ever, to the cent and to the byte."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.canonical import canonical, digest
from doublet.kernel.money import Money
from doublet.offers.pricing import BUILT_IN, QuoteInput, quote
from doublet.offers.pricing.card_data import sha256_of
from doublet.offers.pricing.receipt import again, asked_of, inputs_of, receipt
from doublet.offers.tests.test_pricing import ORDER, orders

CARD = BUILT_IN["2026-11"]
FILE = Path(__file__).parent / "golden" / "quotes-2026-11.jsonl"
GOLDEN: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text().splitlines()]


def test_the_card_itself_never_changes() -> None:
    assert sha256_of(CARD) == "78cb18904156d0c6810499873d141ee141408c5dbad47da75a1d3057391d8a83"


@pytest.mark.parametrize("kept", GOLDEN, ids=lambda kept: f"{kept['currency']}-{kept['gross_minor']}")
def test_quotes_of_this_card_come_out_as_they_always_have(kept: dict[str, Any]) -> None:
    """One line a quote, written when the card was new. A word or a cent that moves breaks this."""
    assert canonical(again(CARD, kept)) == canonical(kept)
    assert kept["sha256"] == digest({name: kept[name] for name in kept if name != "sha256"})


def test_the_golden_quotes_cover_three_currencies_and_more() -> None:
    assert len(GOLDEN) >= 20
    assert {kept["currency"] for kept in GOLDEN} == set(CARD.base)
    assert all(sum(kept["currency"] == code for kept in GOLDEN) >= 7 for code in ("EUR", "USD", "GBP"))


@given(orders, st.integers(0, 2_000))
def test_a_receipt_can_be_reckoned_again_from_its_own_inputs(order: QuoteInput, fee: int) -> None:
    kept = receipt(quote(CARD, replace(order, platform_bp=fee)))
    assert asked_of(inputs_of(order)) == order
    assert again(CARD, json.loads(canonical(kept))) == kept
    assert sum(line["amount_minor"] for line in kept["lines"]) == kept["gross_minor"]


@given(orders, st.integers(1, 200_000))
def test_a_negotiated_price_stands_on_a_line_of_its_own(order: QuoteInput, rate: int) -> None:
    quoted = quote(CARD, order)
    kept = receipt(quoted, agreed=Money(rate, "EUR"))
    assert kept["per_picture_minor"] == rate
    assert sum(line["amount_minor"] for line in kept["lines"]) == kept["gross_minor"] == rate * order.pictures
    assert again(CARD, kept) == kept


def test_the_operators_fee_lies_inside_the_price() -> None:
    with_fee, without = (receipt(quote(CARD, replace(ORDER, platform_bp=fee))) for fee in (500, 0))
    assert with_fee["gross_minor"] == without["gross_minor"]
    assert without["within"] == []
    (fee,) = with_fee["within"]
    assert fee["label"] == "Operator's fee"
    assert fee["amount_minor"] == with_fee["gross_minor"] * 5 // 100
    assert "never on top" in fee["how"]
