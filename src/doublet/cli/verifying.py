"""`doublet verify FILE|URL`: the four answers for a picture."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.markup import escape

from doublet.cli.outcome import Outcome, open_house
from doublet.consents.languages import CODES
from doublet.kernel.refusals import BadInput


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The command."""
    parser = commands.add_parser("verify", parents=[shared], help="what is true of a picture")
    parser.add_argument("picture", metavar="FILE|URL", help="a picture's file, or its address on the web")
    parser.add_argument("--lang", choices=CODES, default="en", help="the language of the answers")
    parser.set_defaults(run=verify)


def verify(args: argparse.Namespace) -> Outcome:
    """Exit code 0 only for a picture that is known, permitted today and not changed."""
    on_the_web = args.picture.startswith(("https://", "http://"))
    data = b"" if on_the_web else read(Path(args.picture))
    open_house()
    from doublet.provenance.fetching import fetch
    from doublet.provenance.languages import language
    from doublet.provenance.verify import verify as look

    answer, said = look(fetch(args.picture) if on_the_web else data), language(args.lang)
    lines = [f"[bold]{escape(args.picture if on_the_web else Path(args.picture).name)}[/]"]
    for name, finding in answer.findings():
        lines.append(f"  [bold]{said.word('question', name)}[/] {escape(finding.told(said))}")
        lines.extend(f"    [dim]· {escape(proof.told(said))}[/]" for proof in finding.proof)
        untold = said.word("page", "cannot")
        lines.extend(f"    [dim]{untold}: {escape(phrase.told(said))}[/]" for phrase in finding.untold)
    lines.extend(f"  [dim]{escape(note.told(said))}[/]" for note in answer.notes)
    if answer.credential is None:
        lines.append(f"  [dim]{said.word('page', 'unknown_not_fake')}[/]")
    return Outcome(0 if answer.verified else 1, answer.as_dict(said), [*lines])


def read(file: Path) -> bytes:
    """The bytes of a file that somebody named."""
    if not file.is_file():
        raise BadInput("no_such_file", f"There is no file {file}.", hint="Check the path.")
    if file.stat().st_size > 50 * 2**20:
        raise BadInput("too_big", f"{file.name} is larger than 50 MB.", hint="Give a smaller picture.")
    return file.read_bytes()
