from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography import x509

from doublet.engines.signer import development_identity
from doublet.kernel.refusals import Unavailable


def test_the_identity_is_made_once_and_kept(empty_home: Path) -> None:
    first = development_identity(empty_home)
    assert development_identity(empty_home) == first
    assert [file.name for file in empty_home.parent.iterdir()] == ["signing"], "a draft was left behind"


def test_private_keys_are_for_their_owner_only(empty_home: Path) -> None:
    development_identity(empty_home)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in empty_home.iterdir()}
    assert modes["leaf.key"] == modes["root.key"] == 0o600
    assert stat.S_IMODE(empty_home.stat().st_mode) == 0o700


def test_the_certificate_says_that_it_is_for_development(empty_home: Path) -> None:
    identity = development_identity(empty_home)
    leaf = x509.load_pem_x509_certificate(identity.chain.encode())
    assert "DEVELOPMENT, not on any trust list" in leaf.subject.rfc4514_string().replace("\\", "")
    assert "DEVELOPMENT" in identity.name
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert not usage.key_cert_sign


def test_the_key_does_not_show_in_logs(empty_home: Path) -> None:
    assert "PRIVATE" not in repr(development_identity(empty_home))


@pytest.mark.parametrize("damage", ["missing", "garbled"])
def test_a_broken_identity_is_named_and_not_replaced(empty_home: Path, damage: str) -> None:
    development_identity(empty_home)
    key = empty_home / "leaf.key"
    if damage == "missing":
        key.unlink()
    else:
        key.write_text("not a key")
    with pytest.raises(Unavailable) as refusal:
        development_identity(empty_home)
    assert refusal.value.code == "signing_identity_broken"
    assert "backup" in refusal.value.hint
