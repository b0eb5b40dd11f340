"""The register in the process: many rows, a new one at once, and a server that starts on an empty database."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from conftest import picture
from django.db import DatabaseError

from doublet.engines import fingerprint
from doublet.engines.fingerprint import record
from doublet.kernel import audit
from doublet.provenance import register
from doublet.provenance.models import Credential
from doublet.studio.models import Frame

MANY = 2_000
WITHIN = 1.0  # seconds


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch, frame: Frame) -> fingerprint.Register:
    """A process that has read its register: made-up rows, points of one picture with a tenth of their bits turned."""
    monkeypatch.setattr(register, "_loaded", None)
    register.warm()
    assert register._loaded is not None
    chance = np.random.default_rng(5)
    known = record.unpack(fingerprint.make(picture(9)).features)
    for number in range(MANY):
        turned = np.packbits(chance.random((len(known.points.codes), 256)) < 0.1, axis=1)
        points = replace(known.points, codes=known.points.codes ^ turned)
        made_up = fingerprint.Fingerprint(chance.bytes(32), record.pack(replace(known, points=points)))
        register._loaded.register.add(f"made up {number}", made_up)
    return register._loaded.register


def test_a_new_picture_is_found_within_a_second(crowded: fingerprint.Register, frame: Frame) -> None:
    asked = fingerprint.queries(picture(3))
    assert not register.Masters().find(asked)
    seen = fingerprint.make(picture(3))
    row = Credential.objects.get(frame=frame)
    row.pdq, row.features = seen.pdq, seen.features
    row.save()
    audit.record("credential.registered", actor="worker", subject=row)
    start = time.process_time()
    found = register.Masters().find(asked)
    assert time.process_time() - start < WITHIN
    assert [one.key for one in found] == [row.pk]
    assert len(crowded) == MANY + 1


def test_what_is_known_of_a_picture_and_of_its_mark(frame: Frame) -> None:
    row = Credential.objects.get(frame=frame)
    readings = np.arange(64, dtype="<f2").tobytes()
    row.mark, row.readings = 7, readings
    row.save()
    books = register.Masters()
    (known,) = books.known([row.pk, "crd_nobody"]).values()
    assert known.shape == (row.height, row.width)
    assert known.mark is not None
    assert (known.mark.payload, known.mark.readings()) == (7, readings)
    held = books.marked(7)
    assert held is not None
    assert held[0] == row.pk
    assert books.marked(8) is None
    row.kind = Credential.Kind.SUPERSEDED
    row.save()
    assert books.marked(7) == held, "a picture that was replaced before review is still known by its mark"


def test_a_server_that_starts_without_tables_still_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def no_tables() -> int:
        asked.append(1)
        raise DatabaseError("no such table")

    monkeypatch.setattr(register, "warm", no_tables)
    register.warm_beside().join(timeout=30)
    assert asked == [1]
