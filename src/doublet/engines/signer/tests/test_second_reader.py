"""What another implementation of C2PA says of our files: c2pa-ts, written by others in another language."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from doublet.engines.signer import (
    CredentialClaims,
    Identity,
    Ingredient,
    Role,
    Shape,
    SourceType,
    derive,
    sign,
)
from doublet.engines.signer.tests.conftest import picture
from doublet.engines.signer.tests.test_derivatives import told

READER = Path(__file__).with_name("second_reader.mjs")
INPUTS = (Ingredient(Role.TWIN, "11" * 32, media_type=""), Ingredient(Role.GARMENT, "22" * 32))


@pytest.fixture(scope="module")
def library() -> str:
    """Where npm put the other implementation, or a skip with a message."""
    folder = os.environ.get("DOUBLET_C2PA_TS", "")
    if not shutil.which("node") or not (Path(folder) / "node_modules/@trustnxt/c2pa-ts").is_dir():
        pytest.skip(
            "no second reader here: npm install --prefix FOLDER @trustnxt/c2pa-ts, then DOUBLET_C2PA_TS=FOLDER"
        )
    return folder


def second_opinion(library: str, files: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    """By file: what the other reader found wrong; nothing where it says that all holds."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    command = ["node", str(READER), library, *(str(folder / name) for name in files)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return {Path(name).name: codes for name, codes in json.loads(done.stdout).items()}


def test_it_agrees_on_every_kind_of_file(
    library: str, ours: Identity, facts: CredentialClaims, tmp_path: Path
) -> None:
    composite = sign(picture(), facts, ours, ingredients=INPUTS)
    drawn = dataclasses.replace(facts, source_type=SourceType.AI_EDITED)
    files = {
        "composite.jpg": composite,
        "drawn.jpg": sign(picture(), drawn, ours, ingredients=INPUTS),
        "tampered.jpg": composite[:-40] + bytes((composite[-40] ^ 0x10,)) + composite[-39:],
        "plain.jpg": picture(),
    }
    for ending, format_ in (("jpg", "jpeg"), ("png", "png"), ("avif", "avif")):
        shape = Shape(crop=(0, 0, 200, 200), long_side=150, format=format_)  # type: ignore[arg-type]
        made = derive(composite, shape, credential=facts, fields=told(facts), identity=ours)
        files[f"derived.{ending}"] = made.data
    assert second_opinion(library, files, tmp_path) == {
        name: {"tampered.jpg": ["assertion.dataHash.mismatch"], "plain.jpg": ["no credential"]}.get(name, [])
        for name in files
    }
