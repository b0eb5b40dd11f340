"""The canonical form is that of RFC 8785, checked against its own examples and a second implementation."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.canonical import canonical

TEXTS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def test_the_examples_of_the_standard() -> None:
    strings = {"string": '€$\x0f\nA\'B"\\\\"/', "literals": [None, True, False]}
    assert canonical(strings) == (
        b'{"literals":[null,true,false],"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    keys = {"€": "Euro Sign", "\r": "Carriage Return", "1": "One", "ö": "o with two dots", "\x80": "Control"}
    assert [line.split('":')[0] for line in canonical(keys).decode().strip('{"}').split('","')] == [
        "\\r",
        "1",
        "\x80",
        "ö",
        "€",
    ]


def test_keys_stand_in_the_order_of_their_utf_16_units() -> None:
    assert (
        canonical({"\uffff": 1, "\U0001f600": {"b": 1, "a": 2}})
        == '{"\U0001f600":{"a":2,"b":1},"\uffff":1}'.encode()
    )


@given(VALUES)
def test_a_second_implementation_writes_the_same_bytes(data: Any) -> None:
    rfc8785 = pytest.importorskip("rfc8785", reason="install rfc8785 to compare with a second implementation")
    assert canonical(data) == rfc8785.dumps(data)


@pytest.mark.parametrize("data", [0.5, {"a": [1.0]}, 2**53, {"n": -(2**53)}, {1: "a"}])
def test_what_has_no_fixed_form_is_refused(data: Any) -> None:
    with pytest.raises(TypeError):
        canonical(data)
