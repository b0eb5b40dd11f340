"""`doublet verify FILE`: the four answers for a picture."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from doublet.cli.outcome import Outcome, open_house
from doublet.kernel.refusals import BadInput

QUESTIONS = (
    ("ai", "Made with AI?"),
    ("permitted_by", "Who permitted it?"),
    ("permitted_today", "Permitted today?"),
    ("changed", "Changed since?"),
)


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The command."""
    parser = commands.add_parser("verify", parents=[shared], help="what is true of a picture")
    parser.add_argument("file", type=Path)
    parser.set_defaults(run=verify)


def verify(args: argparse.Namespace) -> Outcome:
    """Exit code 0 only for a picture that is known, permitted today and not changed."""
    data = read(args.file)
    open_house()
    from doublet.provenance.verify import verify as look

    answer = look(data)
    lines = [f"[bold]{args.file.name}[/]"]
    for name, question in QUESTIONS:
        finding = getattr(answer, name)
        lines.append(f"  [bold]{question}[/] {finding.words}")
        lines.extend(f"    [dim]· {proof}[/]" for proof in finding.proof)
    lines.extend(f"  [dim]{note}[/]" for note in answer.notes)
    if answer.credential is None:
        lines.append(
            "  [dim]Unknown is not fake: most pictures in the world are simply not in this register.[/]"
        )
    return Outcome(0 if answer.verified else 1, answer.as_dict(), [*lines])


def read(file: Path) -> bytes:
    """The bytes of a file that somebody named."""
    if not file.is_file():
        raise BadInput("no_such_file", f"There is no file {file}.", hint="Check the path.")
    if file.stat().st_size > 50 * 2**20:
        raise BadInput("too_big", f"{file.name} is larger than 50 MB.", hint="Give a smaller picture.")
    return file.read_bytes()
