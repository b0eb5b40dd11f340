from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doublet.engines.fingerprint import Fingerprint, Register, hashing, make, queries
from doublet.engines.fingerprint.hash_table import HashTable
from doublet.engines.fingerprint.tests.test_fingerprint import COPIES, on_a_page, scene

MANY = 40
PRINTS = {f"picture {seed}": make(scene(seed)) for seed in range(MANY)}


def fetch(keys: list[str]) -> dict[str, Fingerprint]:
    return {key: PRINTS[key] for key in keys}


@pytest.fixture
def register() -> Register:
    filled = Register(fetch)
    for key, known in PRINTS.items():
        filled.add(key, known)
    return filled


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_leads_to_its_picture_first(register: Register, name: str) -> None:
    found = register.find(queries(COPIES[name](scene(7))))
    assert found[0].key == "picture 7"
    assert found[0].match.same


def test_a_stranger_leads_nowhere(register: Register) -> None:
    assert register.find(queries(scene(500))) == []


def test_an_empty_register_finds_nothing() -> None:
    assert Register(fetch).find(queries(scene(1))) == []


def test_a_new_picture_counts_at_once_and_a_discarded_one_no_more() -> None:
    register = Register(fetch)
    asked = queries(on_a_page(scene(3)))
    register.add("picture 3", PRINTS["picture 3"])
    assert [each.key for each in register.find(asked)] == ["picture 3"]
    register.discard("picture 3")
    assert "picture 3" not in register
    assert register.find(asked) == []
    register.add("picture 3", PRINTS["picture 3"])
    register.add("picture 3", PRINTS["picture 3"])
    assert len(register) == 1
    assert [each.key for each in register.find(asked)] == ["picture 3"]


hashes = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=30)


@settings(max_examples=40)
@given(hashes, st.integers(0, 48), st.data())
def test_the_hash_table_finds_exactly_what_comparing_one_by_one_does(
    rows: list[bytes], radius: int, data: st.DataObject
) -> None:
    code = bytearray(data.draw(st.sampled_from(rows)))
    for place in data.draw(st.lists(st.integers(0, 255), max_size=40)):
        code[place // 8] ^= 1 << place % 8
    table = HashTable()
    table.add(b"".join(rows))
    for turned, measure in ((True, hashing.distance), (False, hashing.upright_distance)):
        right = {
            row: bits for row, known in enumerate(rows) if (bits := measure(bytes(code), known)) <= radius
        }
        found, apart = table.within(bytes(code), radius, turned=turned)
        assert dict(zip(found.tolist(), apart.tolist(), strict=True)) == right


def test_the_hash_table_spans_its_blocks() -> None:
    chance = np.random.default_rng(2)
    rows = chance.integers(0, 256, (40_000, 32), dtype=np.uint8)
    table = HashTable()
    table.add(rows[:100].tobytes())
    table.add(rows[100:].tobytes())
    assert len(table) == 40_000
    for row in (0, 99, 100, 16_383, 16_384, 39_999):
        assert row in table.within(rows[row].tobytes(), 0, turned=False)[0]


def test_too_wide_a_radius_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 48"):
        HashTable().within(bytes(32), 49)
