"""Workers that move money and are killed: nothing lost, nothing doubled. And two who approve at once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from doublet.engines import weights

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]
KILLS = os.environ.get("DOUBLET_TEST_KILLS", "20")


def server() -> list[str]:
    """The tests' own PostgreSQL server, where they run on one."""
    if connection.vendor != "postgresql":
        return []
    told = connection.settings_dict
    return [
        "--database",
        f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/postgres",
    ]


def run(module: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *words, *server()],
        cwd=ROOT,
        env={**os.environ, "DOUBLET_MODELS": str(weights.folder().resolve())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}"
    return done.stdout


def test_killed_at_random_the_books_lose_and_double_nothing() -> None:
    told = run("bench.ledger.kills", "--kills", KILLS, "--name", "doublet_test_kills")
    assert "Nothing lost, nothing doubled" in told
    interrupted = re.search(r"(\d+) of them in the middle", told)
    assert interrupted, told
    assert int(interrupted[1]) > 0, "at least one was killed in the middle of a deed"


def test_processes_that_approve_the_same_at_once_post_it_once() -> None:
    told = run("bench.ledger.races", "--rounds", "5", "--name", "doublet_test_races")
    assert "Each was posted once" in told
