"""``python -m bench.ledger``: how fast the books are written and proved, beside django-hordak and Beancount.

Each number is the best of several rounds, taken in turns with the peer's, in one run on one machine: what
counts is the ratio. A payout here is what the house does for one: an idempotency key is looked up and kept,
three entries are written with their posting, the database proves them and moves the balances, and the audit
log gets an event with their hash. The peer writes a transaction of three legs, without key, log or balances.
Both are measured as in a server that has run for a while: before each measurement the litter of setting up is set
aside and the connection to the database is made anew.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Read the words, run each measurement in a process of its own, print."""
    words = argparse.ArgumentParser(prog="python -m bench.ledger", description=__doc__)
    words.add_argument(
        "--database", default="", help="URL of a PostgreSQL server whose user may create databases"
    )
    words.add_argument(
        "--hordak", default="", help="Python that has django-hordak; made in a scratch folder without it"
    )
    words.add_argument(
        "--bean-check", default="", help="Beancount's bean-check; installed beside the peer without it"
    )
    words.add_argument("--postings", type=int, default=100_000)
    words.add_argument("--rounds", type=int, default=5)
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="doublet-peers-") as scratch:
        hordak, bean_check = given.hordak, given.bean_check
        if not (bean_check and (hordak or not given.database)):
            peers = _installed(Path(scratch))
            hordak, bean_check = hordak or str(peers / "python"), bean_check or str(peers / "bean-check")
        ours = {"SQLite": _best("bench.ledger.writing", given.rounds)}
        peer: dict[str, float] = {}
        if given.database:
            turns = [_in_turn(given.database, hordak) for _ in range(given.rounds)]
            ours["PostgreSQL"] = _most([own for own, _ in turns])
            peer = _most([other for _, other in turns])
        proof = _run(
            sys.executable,
            "-m",
            "bench.ledger.proving",
            "--postings",
            str(given.postings),
            "--bean-check",
            bean_check,
        )
    _show(ours, peer, proof)


def _best(module: str, rounds: int) -> dict[str, float]:
    return _most([_run(sys.executable, "-m", module) for _ in range(rounds)])


def _in_turn(database: str, hordak: str) -> tuple[dict[str, float], dict[str, float]]:
    own = _run(sys.executable, "-m", "bench.ledger.writing", "--database", database)
    peer = _run(hordak, str(Path(__file__).with_name("peer.py")), database)
    return own, peer


def _most(rounds: list[dict[str, Any]]) -> dict[str, float]:
    return {name: max(each[name] for each in rounds) for name in rounds[0]}


def _installed(scratch: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", scratch], check=True)  # noqa: S603
    pip = [scratch / "bin" / "pip", "install", "-q", "django-hordak", "psycopg[binary]", "beancount>=3"]
    subprocess.run(pip, check=True)  # noqa: S603
    return scratch / "bin"


def _run(*words: str) -> dict[str, Any]:
    done = subprocess.run(words, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stderr[-3000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _show(ours: dict[str, dict[str, float]], peer: dict[str, float], proof: dict[str, Any]) -> None:
    table = Table(title="Payouts of three entries, a second (best of the rounds)")
    for head in ("", "one by one", "in batches", "beside the peer's one by one"):
        table.add_column(head, justify="left" if not head else "right")
    for where, rates in ours.items():
        beside = (
            ""
            if not peer
            else f"{rates['single'] / peer['single']:.2f} and {rates['batched'] / peer['single']:.0f} times"
        )
        table.add_row(f"Doublet on {where}", f"{rates['single']:,.0f}", f"{rates['batched']:,.0f}", beside)
    if peer:
        table.add_row("django-hordak on PostgreSQL", f"{peer['single']:,.0f}", f"{peer['batched']:,.0f}", "")
    console = Console()
    console.print(table)
    console.print(
        f"{proof['postings']:,} postings proved in {proof['ours']:.2f} s; bean-check on their export takes "
        f"{proof['bean_check']:.2f} s: {proof['bean_check'] / proof['ours']:.1f} times faster. (Best of three each.)"
    )


if __name__ == "__main__":
    main()
