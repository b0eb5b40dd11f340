from __future__ import annotations

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel import blobs, keys, vault
from doublet.kernel.refusals import Refused, Unavailable


@given(st.binary(max_size=2000))
def test_what_is_sealed_comes_back(data: bytes) -> None:
    key = vault.new_wrapped_key("twin-1")
    sealed = vault.seal(key, "twin-1", "photo", data)
    assert vault.unseal(key, "twin-1", "photo", sealed) == data
    assert len(data) < 8 or data not in sealed


def test_another_name_owner_or_key_opens_nothing() -> None:
    key = vault.new_wrapped_key("twin-1")
    sealed = vault.seal(key, "twin-1", "photo", b"data")
    for wrapped, owner, name in (
        (key, "twin-1", "other"),
        (key, "twin-2", "photo"),
        (vault.new_wrapped_key("twin-1"), "twin-1", "photo"),
    ):
        with pytest.raises(Unavailable):
            vault.unseal(wrapped, owner, name, sealed)


def test_a_destroyed_key_says_that_it_was_erased() -> None:
    with pytest.raises(Unavailable) as refused:
        vault.unseal(b"", "twin-1", "photo", b"x" * 40)
    assert refused.value.code == "key_destroyed"


def test_a_changed_byte_is_found() -> None:
    key = vault.new_wrapped_key("twin-1")
    sealed = bytearray(vault.seal(key, "twin-1", "photo", b"data"))
    sealed[-1] ^= 1
    with pytest.raises(Unavailable):
        vault.unseal(key, "twin-1", "photo", bytes(sealed))


def test_keys_are_readable_by_their_owner_only() -> None:
    keys.secret("test-key")
    assert stat.S_IMODE((keys.folder() / "test-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.folder().stat().st_mode) == 0o700
    assert keys.secret("test-key") == keys.secret("test-key")


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 32, "g" * 32, "0" * 31])
def test_a_blob_has_a_name_of_ours_or_none(name: str) -> None:
    with pytest.raises(Refused):
        blobs.get(vault.new_wrapped_key("x"), "x", name)
