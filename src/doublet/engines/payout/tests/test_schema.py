"""The bank file against the schema of ISO 20022 itself: pain.001.001.09, as the package `sepaxml` carries it."""

from __future__ import annotations

import importlib.util
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from doublet.engines.payout import Debtor, PayoutRow, payout_file
from doublet.kernel.money import Money


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    found = importlib.util.find_spec("sepaxml")
    if found is None or not found.submodule_search_locations:
        pytest.skip("the package sepaxml, which carries the schema of ISO 20022, is not installed")
    return etree.XMLSchema(
        etree.parse(Path(next(iter(found.submodule_search_locations))) / "schemas" / "pain.001.001.09.xsd")
    )


@given(
    currency=st.sampled_from(["EUR", "USD", "JPY", "GBP"]),
    minors=st.lists(st.integers(1, 10**9), min_size=1, max_size=5),
    name=st.text(min_size=1, max_size=100).filter(lambda text: text.isprintable() and text.strip()),
    demonstration=st.booleans(),
)
def test_every_file_validates(
    schema: etree.XMLSchema, currency: str, minors: list[int], name: str, demonstration: bool
) -> None:
    rows = [
        PayoutRow("DE89370400440532013000", name, Money(minor, currency), f"PIT-{at}")
        for at, minor in enumerate(minors)
    ]
    debtor = Debtor("Doublet", "FR1420041010050500013M02606", demonstration=demonstration)
    file = payout_file(
        rows,
        debtor=debtor,
        currency=currency,
        execution_date=date(2026, 11, 22),
        created=datetime(2026, 11, 22, 9, tzinfo=UTC),
    )
    schema.assertValid(etree.fromstring(file))
