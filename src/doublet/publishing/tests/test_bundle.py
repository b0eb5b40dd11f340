"""Beside each picture in the zip stands what its credential says, for whoever has no C2PA reader at hand."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import ready

from doublet.engines import signer
from doublet.publishing import actions
from doublet.publishing.bundle import bundle

SIGNED = Path(signer.__file__).parent / "tests" / "older" / "third-delivery.jpg"


def test_the_manifest_of_each_picture_is_there_as_json(
    target: Any, frame: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(*given: Any, **more: Any) -> Any:
        made, file = ready(*given, **more), SIGNED.read_bytes()
        marked = dataclasses.replace(made.marked, file=file, sha256=hashlib.sha256(file).hexdigest())
        return dataclasses.replace(made, marked=marked)

    monkeypatch.setattr(actions, "make", make)
    actions.approve(by=target.people.model.user, frame=frame)
    delivery = actions.deliver(by=target.people.brand, frame=frame, profile="eu-web")
    data = b"".join(bundle(by=target.people.brand, licence=target.licence))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        picture = f"pictures/{frame.pk}-eu-web.jpg"
        told = json.loads(archive.read(f"{picture}.c2pa.json"))
        assert archive.read(picture) == SIGNED.read_bytes()
        assert delivery.alt_text in archive.read("alt-texts.txt").decode()
        assert {"licence.zip", "deliveries.csv"} <= set(archive.namelist())
    active = told["manifests"][told["active_manifest"]]
    assert [item["relationship"] for item in active["ingredients"]] == ["parentOf"]
    assert target.licence.model.legal_name not in json.dumps(told)
