"""A small picture, two instances and the facts of one licence."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from doublet.engines.signer import CredentialClaims, Identity, development_identity
from doublet.engines.signer.certificates import new_leaf, new_root
from doublet.kernel import clock


def picture(seed: int = 1) -> bytes:
    """A JPEG of smooth coloured noise, a few kB."""
    coarse = np.random.default_rng(seed).integers(0, 255, (8, 6, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(coarse).resize((240, 320)).save(file, "JPEG", quality=90)
    return file.getvalue()


def sibling_chain(identity: Identity) -> str:
    """Somebody else's certificate with the same names, as another customer of the same authority has one."""
    _, root_key = new_root(clock.now())
    leaf, _ = new_leaf(clock.now(), identity.root, root_key)
    return leaf


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """The identity of the instance under test."""
    return development_identity(tmp_path_factory.mktemp("ours") / "signing")


@pytest.fixture(scope="session")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """The identity of some other instance, with the same names in its certificate."""
    return development_identity(tmp_path_factory.mktemp("theirs") / "signing")


FACTS: dict[str, Any] = {
    "asset_id": "frame-01",
    "licence_id": "lic-01",
    "consent_sha256": "ab" * 32,
    "twin": "tw-77",
    "status_url": "https://doublet.example/s/frame-01",
    "provider": "Example Atelier",
    "engine": "drape",
    "engine_version": "1.0",
    "made_at": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
}


@pytest.fixture
def facts() -> CredentialClaims:
    """What is signed into a frame."""
    return CredentialClaims(**FACTS)


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    """A place where no identity was made yet."""
    return tmp_path / "keys" / "signing"
