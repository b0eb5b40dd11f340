"""The contract: who receives her photos, what is retouched, and a seal that waits for nobody's time stamp."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
import time_machine
from django.test import Client

from doublet.engines import document
from doublet.kernel import clock
from doublet.kernel.models import AuditEvent
from doublet.licences import papers, stamping
from doublet.licences.folder.pack import packed
from doublet.licences.queries import contract, stamp_of
from doublet.testing import signed_in


def test_it_names_those_whom_her_consent_names_and_nobody_else(target: Any) -> None:
    licence = target.licence
    assert papers.receivers(licence)[0].startswith("Nobody else")
    bounds = licence.consent.terms["bounds"] | {"processors": ["fashn"]}
    licence.consent.terms = licence.consent.terms | {"bounds": bounds}
    told = " ".join(papers.receivers(licence))
    assert "FASHN AI, a hosted service that dresses a photo in a garment; it says that" in told
    assert "to nobody else" in told
    assert "the twin itself is passed on to nobody" in told


def test_without_an_authority_it_is_sealed_and_the_books_say_so(target: Any) -> None:
    event = AuditEvent.objects.get(kind="licence.signed")
    assert event.data["timestamp"] == "none: no authority is named"
    assert document.read_seal(contract(target.licence)).intact
    assert not stamping.stamp_next()


def test_a_stamp_is_asked_for_after_the_signature_and_again_until_it_comes(
    target: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/tsa"
    licence = target.licence
    assert stamping.ask(licence)
    start = clock.now()
    with time_machine.travel(start, tick=False):
        assert stamping.stamp_next()
        assert not stamping.stamp_next()
    row = stamp_of(licence)
    assert row is not None
    assert row.stamped_at is None
    assert "gave no time stamp" in row.trouble
    assert row.due_at == start + stamping.LADDER[0]
    stamp = document.Stamp(start, "Common Name: A test authority")
    asked: list[bytes] = []

    def stamped(sha256: bytes, authority: document.Authority) -> bytes:
        asked.append(sha256)
        return b"token"

    monkeypatch.setattr(document, "stamp", stamped)
    monkeypatch.setattr(document, "read_stamp", lambda token, sha256: stamp)
    with time_machine.travel(row.due_at, tick=False):
        assert stamping.stamp_next()
        assert not stamping.stamp_next()
    assert asked == [bytes.fromhex(licence.contract_sha256)]
    row = stamp_of(licence)
    assert row is not None
    assert (bytes(row.token), row.stamped_at, row.trouble) == (b"token", start, "")
    page = signed_in(Client(), target.people.brand).get(f"/licences/{licence.pk}/").content.decode()
    assert "A test authority" in page
    names = zipfile.ZipFile(io.BytesIO(packed(licence, target.people.brand))).namelist()
    assert any(name.endswith("contract.pdf.tst") for name in names)
