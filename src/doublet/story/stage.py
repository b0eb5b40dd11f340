"""Where the demo plays, who is in it, and whether it was played."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from doublet.kernel.home import home

PASSWORD = "a-doublet-is-a-double"  # noqa: S105  (of demo accounts on a loopback address; printed at the start)
ACCOUNTS = (
    ("ines@demo.invalid", "Inés, the model who withdrew"),
    ("ade@demo.invalid", "Adé, a model with a licence in force and a picture to review"),
    ("agent@demo.invalid", "the models' agent"),
    ("brand@demo.invalid", "a brand's team"),
    ("other-brand@demo.invalid", "another brand's team"),
    ("operator@demo.invalid", "the operator of this instance"),
    ("second-operator@demo.invalid", "her colleague, who approves payouts"),
)


def folder() -> Path:
    """The fictional people and garments that come with the project."""
    return Path(__file__).resolve().parents[3] / "demo"


def played() -> bool:
    """Is there a demo that was played to its end?"""
    return _stamp().is_file() and (home() / "doublet.sqlite3").is_file()


def clear() -> None:
    """Throw the last demo away: its database, pictures and mail. Keys and model files stay."""
    for name in ("blobs", "mail"):
        shutil.rmtree(home() / name, ignore_errors=True)
    for name in ("doublet.sqlite3", "doublet.sqlite3-wal", "doublet.sqlite3-shm", "demo.json"):
        (home() / name).unlink(missing_ok=True)


def remember(steps: list[dict[str, Any]]) -> None:
    """Note that the story was played, and how long each step took."""
    _stamp().write_text(json.dumps({"steps": steps}, indent=2))


def accounts() -> list[str]:
    """Who can sign in."""
    lines = ["", f"Demo accounts, all with the password [bold]{PASSWORD}[/]:"]
    lines += [f"  [bold]{email:28}[/] {who}" for email, who in ACCOUNTS]
    return [*lines, ""]


def _stamp() -> Path:
    return home() / "demo.json"
