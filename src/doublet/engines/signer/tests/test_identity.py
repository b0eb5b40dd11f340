from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography import x509

from doublet.engines.signer import (
    CredentialClaims,
    Identity,
    LocalKey,
    Verdict,
    development_identity,
    load_identity,
    read,
    retire,
    roll_over,
    sign,
)
from doublet.engines.signer.certificates import new_leaf, new_root
from doublet.engines.signer.tests.conftest import picture
from doublet.kernel import clock
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


def test_after_a_roll_over_old_files_are_still_ours_and_say_until_when(
    empty_home: Path, facts: CredentialClaims
) -> None:
    first = development_identity(empty_home)
    old = sign(picture(1), facts, first)
    second = roll_over(empty_home)
    assert second.leaf.serial_number != first.leaf.serial_number
    assert second == development_identity(empty_home), "the new one is kept"
    assert first.key not in (second.key,), "the old key is gone"
    report = read(old, "image/jpeg", identity=second)
    assert (report.ours, report.verdict) == (True, Verdict.OURS_RETIRED)
    assert report.retired_on == clock.now().date().isoformat()
    assert report.retired_on in report.words
    new = sign(picture(2), facts, second, parent=old)
    told = read(new, "image/jpeg", identity=second)
    assert (told.ours, told.valid, told.retired_on) == (True, True, "")
    assert not read(new, "image/jpeg", identity=first).ours, "nobody signed with it before it was made"


def test_a_roll_over_can_be_done_again_and_again(empty_home: Path) -> None:
    for _ in range(3):
        roll_over(empty_home)
    kept = sorted(empty_home.rglob("*.pem"))
    assert len(kept) == 2 + 3
    assert not any("PRIVATE" in file.read_text() for file in kept)
    assert len(development_identity(empty_home).retired) == 3


@pytest.mark.parametrize(("name", "text"), [("2026-01-01-x.pem", "garbled"), ("old.pem", "")])
def test_an_unreadable_retired_certificate_is_named(empty_home: Path, name: str, text: str) -> None:
    identity = development_identity(empty_home)
    (empty_home / "retired").mkdir()
    (empty_home / "retired" / name).write_text(text or identity.chain)
    with pytest.raises(Unavailable) as refusal:
        load_identity(empty_home, chain=identity.chain, key=local(identity))
    assert refusal.value.code in ("retired_certificate_unreadable", "signing_chain_unreadable")


def local(identity: Identity) -> str:
    assert isinstance(identity.key, LocalKey)
    return identity.key.pem


def test_an_operators_certificate_comes_from_files_or_from_the_environment(
    empty_home: Path, facts: CredentialClaims, tmp_path: Path
) -> None:
    root, root_key = new_root(clock.now())
    leaf, key = new_leaf(clock.now(), root, root_key)
    (tmp_path / "chain.pem").write_text(leaf + root)
    (tmp_path / "key.pem").write_text(key)
    by_file = load_identity(empty_home, chain=str(tmp_path / "chain.pem"), key=str(tmp_path / "key.pem"))
    in_one_line = key.replace("\n", "\\n")
    by_environment = load_identity(empty_home, chain=leaf + root, key=in_one_line)
    assert by_file == by_environment
    assert not empty_home.exists(), "no development identity was needed"
    report = read(sign(picture(), facts, by_file), "image/jpeg", identity=by_environment)
    assert report.ours
    assert "root" not in report.signer
    assert by_file.chain == leaf, "a root proves nothing in a file"


def test_files_of_the_development_time_stay_ours_under_an_operators_certificate(
    empty_home: Path, facts: CredentialClaims
) -> None:
    before = development_identity(empty_home)
    old = sign(picture(), facts, before)
    retire(empty_home, before)
    root, root_key = new_root(clock.now())
    leaf, key = new_leaf(clock.now(), root, root_key)
    identity = load_identity(empty_home, chain=leaf + root, key=key)
    assert read(old, "image/jpeg", identity=identity).verdict is Verdict.OURS_RETIRED


@pytest.mark.parametrize(("chain", "key"), [("x.pem", ""), ("", "x.pem")])
def test_half_a_setting_is_refused(empty_home: Path, chain: str, key: str) -> None:
    with pytest.raises(Unavailable) as refusal:
        load_identity(empty_home, chain=chain, key=key)
    assert refusal.value.code == "signing_half_set"


def test_a_missing_file_and_a_wrong_pair_are_told_apart(empty_home: Path) -> None:
    root, root_key = new_root(clock.now())
    leaf, _ = new_leaf(clock.now(), root, root_key)
    _, key = new_leaf(clock.now(), root, root_key)
    for chain, secret, code in (
        ("/nowhere/chain.pem", key, "signing_file_unreadable"),
        ("-----BEGIN nothing", key, "signing_chain_unreadable"),
        (leaf, "-----BEGIN nothing", "signing_key_unreadable"),
        (leaf, key, "signing_key_mismatch"),
    ):
        with pytest.raises(Unavailable) as refusal:
            load_identity(empty_home, chain=chain, key=secret)
        assert refusal.value.code == code
        assert "PRIVATE" not in refusal.value.reason
