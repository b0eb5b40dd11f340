"""Verify on files that earlier versions of this program made: no forger is named, and no changed file passes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from doublet.engines import signer
from doublet.provenance import verify as verifying
from doublet.provenance.identity import identity
from doublet.provenance.models import Credential
from doublet.studio.models import Frame

OLDER = Path(signer.__file__).parent / "tests" / "older"
SOME = ("first-delivery.jpg", "second-retouched.jpg", "third-web.webp")


@pytest.fixture(autouse=True)
def rolled_over(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """This instance signed them, with certificates that it has retired since."""
    retired = tuple(
        signer.Retired(file.read_text("ascii"), date(2026, 11, 22)) for file in OLDER.glob("*.pem")
    )
    now = dataclasses.replace(identity(), retired=retired)
    monkeypatch.setattr(verifying, "identity", lambda: now)


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes((data[place] ^ 1,)) + data[place + 1 :]


@pytest.mark.parametrize("name", SOME)
def test_one_that_the_register_has_lost_is_unknown_and_not_fake(name: str) -> None:
    honest = (OLDER / name).read_bytes()
    for data in (honest, flipped(honest, len(honest) - 60)):
        answer = verifying.verify(data)
        told = json.dumps(answer.as_dict()).lower()
        assert not answer.verified
        assert answer.credential is None
        assert (answer.ai.state, answer.changed.state) == ("claimed", "unknown")
        assert "fake" not in told
    assert any("does not hold" in note for note in answer.as_dict()["notes"])


@pytest.mark.parametrize("name", SOME)
def test_one_that_is_registered_is_known_until_a_bit_is_flipped(name: str, frame: Frame) -> None:
    honest = (OLDER / name).read_bytes()
    Credential.objects.filter(frame=frame).update(sha256=hashlib.sha256(honest).hexdigest())
    answer = verifying.verify(honest)
    assert answer.changed.state == "unchanged"
    assert any("used until 22 November 2026" in note for note in answer.as_dict()["notes"])
    changed = verifying.verify(flipped(honest, len(honest) - 60))
    assert changed.changed.state != "unchanged"
    assert "fake" not in json.dumps(changed.as_dict()).lower()
