from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.engines.watermark import is_valid, new_payload
from doublet.engines.watermark.payload import BITS, draw, from_bits, to_bits, with_check

identifiers = st.integers(0, 2**24 - 1)


@given(identifiers)
def test_a_payload_keeps_its_id(identifier: int) -> None:
    payload = with_check(identifier)
    assert payload >> 8 == identifier
    assert is_valid(payload)
    assert from_bits(to_bits(payload) > 0.5) == payload


@given(identifiers, st.sets(st.integers(0, BITS - 1), min_size=1, max_size=3))
def test_up_to_three_wrong_bits_are_always_seen(identifier: int, wrong: set[int]) -> None:
    assert not is_valid(with_check(identifier) ^ sum(1 << bit for bit in wrong))


@given(st.integers(-(2**40), 2**40))
def test_no_number_breaks_the_check(number: int) -> None:
    assert not is_valid(number) or 0 <= number < 2**32


def test_payloads_are_random() -> None:
    random = Random(1)
    assert len({new_payload(random) for _ in range(500)}) > 495


def test_a_suited_payload_agrees_with_strong_leanings_but_is_not_the_natural_word() -> None:
    leaning = np.where(np.arange(32) % 2, 9.0, -9.0)
    leaning[16:] = 0.3
    natural = leaning > 0
    for seed in range(3):
        bits = to_bits(draw(Random(seed), leaning)) > 0
        assert (bits[:16] == natural[:16]).sum() >= 12
        assert (bits != natural).sum() >= 8


def test_weak_leanings_leave_it_to_chance() -> None:
    weak = np.full(32, 0.4)
    assert draw(Random(1), weak) != draw(Random(2), weak)


@pytest.mark.parametrize("seed", range(5))
def test_every_drawn_payload_is_valid(seed: int) -> None:
    assert is_valid(draw(Random(seed), np.linspace(-9, 9, 32)))
