from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel import tokens
from doublet.kernel.refusals import NotAllowed

claims = st.dictionaries(
    st.text(max_size=10), st.integers(-(2**40), 2**40) | st.text(max_size=20), max_size=5
)


@given(claims)
def test_a_token_says_what_was_signed(said: dict[str, object]) -> None:
    assert tokens.read("grant", tokens.sign("grant", said)) == said


@given(st.text(max_size=80))
def test_no_text_is_a_token_by_chance(text: str) -> None:
    with pytest.raises(NotAllowed):
        tokens.read("grant", text)


@given(st.integers(0, 10_000), st.characters(codec="ascii"))
def test_a_token_with_one_sign_changed_is_forged_or_the_same(place: int, sign: str) -> None:
    token = tokens.sign("grant", {"shot": "sht_1"})
    place %= len(token)
    changed = token[:place] + sign + token[place + 1 :]
    try:
        assert tokens.read("grant", changed) == {"shot": "sht_1"}
    except NotAllowed as refused:
        assert refused.code == "forged"


def test_a_receipt_is_no_grant() -> None:
    with pytest.raises(NotAllowed):
        tokens.read("grant", tokens.sign("consent-receipt", {"a": 1}))
