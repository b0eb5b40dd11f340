from __future__ import annotations

import random
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from doublet.engines.document import Identity, contract, development_identity, load_identity, read_seal, seal
from doublet.engines.document.tests.samples import CONTRACT
from doublet.kernel.refusals import BadInput, Conflict, Unavailable


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return development_identity(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def sealed(identity: Identity) -> bytes:
    return seal(contract(CONTRACT), identity, reason="Licence LIC-2026-0007 in force", name="Doublet demo")


def test_a_sealed_paper_says_who_why_and_that_it_is_a_development_seal(sealed: bytes) -> None:
    report = read_seal(sealed)
    assert report.sealed
    assert report.intact
    assert report.development
    assert not report.trusted
    assert "DEVELOPMENT" in report.signer
    assert report.reason == "Licence LIC-2026-0007 in force"
    assert report.sealed_at is not None
    assert report.sealed_at.tzinfo is not None
    assert "development" in report.words


def test_only_a_reader_who_trusts_the_root_is_told_that_it_is_trusted(
    identity: Identity, sealed: bytes, tmp_path: Path
) -> None:
    somebody_else = development_identity(tmp_path)
    assert read_seal(sealed, trusted_roots=[identity.root_pem]).trusted
    stranger = read_seal(sealed, trusted_roots=[somebody_else.root_pem])
    assert stranger.intact
    assert not stranger.trusted


def test_the_text_of_a_sealed_paper_is_the_paper_and_the_seal_is_only_appended(sealed: bytes) -> None:
    assert sealed.startswith(contract(CONTRACT))


def test_an_unsealed_paper_has_no_seal() -> None:
    report = read_seal(contract(CONTRACT))
    assert not report.sealed
    assert not report.intact


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_byte_anywhere_breaks_the_seal(sealed: bytes, seed: int) -> None:
    numbers = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)", sealed)
    assert numbers
    _, first_length, second_start, second_length = map(int, numbers.groups())
    chosen = random.Random(seed)
    for _ in range(10):
        body, trailer = range(5, first_length), range(second_start, second_start + second_length)
        place = chosen.choice(chosen.choice((body, trailer)))
        changed = bytearray(sealed)
        changed[place] ^= chosen.randrange(1, 256)
        report = read_seal(bytes(changed))
        assert not report.intact, place
        assert not report.trusted, place


def test_nothing_can_hide_in_the_room_of_the_signature_or_after_the_end(sealed: bytes) -> None:
    room_end = sealed.rindex(b"0000>")
    hidden = sealed[:room_end] + b"beef" + sealed[room_end + 4 :]
    assert not read_seal(hidden).intact
    assert not read_seal(sealed + b"\n% one more line\n").intact


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_paper_is_broken_not_an_error(sealed: bytes, cut: float) -> None:
    assert not read_seal(sealed[: int(len(sealed) * cut)]).intact


def test_what_is_not_a_pdf_is_refused(identity: Identity, sealed: bytes) -> None:
    for junk in (b"", b"\x89PNG....", b"%PDF-"):
        with pytest.raises(BadInput):
            seal(junk, identity, reason="r", name="n")
    with pytest.raises(BadInput) as refused:
        read_seal(b"hello")
    assert refused.value.code == "not_a_pdf"
    with pytest.raises(Conflict) as twice:
        seal(sealed, identity, reason="r", name="n")
    assert twice.value.code == "sealed_already"


def test_the_identity_is_made_once_for_its_owner_only_and_says_what_it_is(tmp_path: Path) -> None:
    first, second = development_identity(tmp_path), development_identity(tmp_path)
    assert first == second
    assert "DEVELOPMENT" in first.subject
    assert "PRIVATE" not in repr(first)
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().count(b"PRIVATE KEY-----") == 2  # the leaf's only; the root's key is forgotten


def test_a_broken_identity_is_named(tmp_path: Path) -> None:
    development_identity(tmp_path / "one")
    development_identity(tmp_path / "two")
    key = next((tmp_path / "one").iterdir()).read_bytes().split(b"-----BEGIN CERT")[0]
    certificates = (
        b"-----BEGIN CERT" + next((tmp_path / "two").iterdir()).read_bytes().split(b"-----BEGIN CERT", 1)[1]
    )
    for content in (b"", b"no pem", key, key + certificates):
        file = tmp_path / "broken.pem"
        file.write_bytes(content)
        with pytest.raises(Unavailable) as refused:
            load_identity(file)
        assert refused.value.code == "seal_identity_broken"


def test_debians_pdfsig_agrees(sealed: bytes, tmp_path: Path) -> None:
    pdfsig = shutil.which("pdfsig")
    if not pdfsig:
        pytest.skip("pdfsig (poppler-utils) is not installed: install it to check seals with a second reader")
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(sealed)
    tampered = bytearray(sealed)
    tampered[sealed.index(b"stream") + 40] ^= 1
    bad.write_bytes(tampered)
    told = subprocess.run([pdfsig, good], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    assert "ETSI.CAdES.detached" in told
    assert "Total document signed" in told
    assert (
        "Signature is Valid"
        not in subprocess.run([pdfsig, bad], capture_output=True, text=True, check=False).stdout
    )
