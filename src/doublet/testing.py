"""What tests of many parts share: the way to photos that lie beside a developer's checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared_photos() -> Path:
    """The folder of test photos, or a skip with a message where this machine has none.

    These are photos of real people under licences for testing; they are not part of the project.
    """
    named = os.environ.get("DOUBLET_TEST_PHOTOS")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "photos"
    if not folder.is_dir():
        pytest.skip(f"no test photos at {folder.name}/: set DOUBLET_TEST_PHOTOS to run this on real photos")
    return folder
