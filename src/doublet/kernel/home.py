"""Where an instance keeps what is its own: database, keys, models, photos, pictures."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """The instance's folder: ``DOUBLET_HOME``, or ``var`` in the checkout (or the current folder)."""
    if named := os.environ.get("DOUBLET_HOME"):
        return Path(named)
    checkout = Path(__file__).resolve().parents[3]
    base = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    return base / "var"
