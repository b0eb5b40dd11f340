"""`doublet models status|fetch|check`: the pretrained weights that checks and engines read."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.progress import Progress
from rich.table import Table

from doublet.cli.outcome import Outcome, console
from doublet.engines import weights

_COLOURED = {"here": "[green]here[/]", "missing": "[red]missing[/]", "wrong size": "[red]wrong size[/]"}


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The three commands."""
    group = commands.add_parser("models", help="the pretrained weights").add_subparsers(
        required=True, metavar="WHAT"
    )
    group.add_parser("status", parents=[shared], help="which files are here").set_defaults(run=status)
    group.add_parser("check", parents=[shared], help="hash every file").set_defaults(run=check)
    fetch_parser = group.add_parser("fetch", parents=[shared], help="bring what is missing")
    fetch_parser.add_argument("--from", dest="source", type=Path, help="a folder that holds the files")
    fetch_parser.set_defaults(run=fetch)


def status(_args: argparse.Namespace) -> Outcome:
    """What is here and what is missing."""
    found = weights.status()
    table = Table("File", "Use", "Licence", "Here")
    for item in found:
        table.add_row(item.name, item.use, item.licence, _COLOURED[item.state])
    missing = [item.name for item in found if item.state != "here"]
    data = {
        "folder": str(weights.folder()),
        "models": [
            {"name": item.name, "use": item.use, "licence": item.licence, "present": item.state == "here"}
            for item in found
        ],
        "missing": missing,
    }
    return Outcome(1 if missing else 0, data, [table])


def fetch(args: argparse.Namespace) -> Outcome:
    """Bring what is missing; files are checked against the project's manifest before they count."""
    if args.json:
        weights.fetch(source=args.source)
    else:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task("Fetching model files", total=None)
            weights.fetch(
                source=args.source,
                progress=lambda words, done, total: bar.update(
                    task, description=words, completed=done, total=total
                ),
            )
    return status(args)


def check(args: argparse.Namespace) -> Outcome:
    """Hash every file; a wrong one is named."""
    weights.check()
    outcome = status(args)
    words = "[bold green]Every file is what the manifest says.[/]"
    return Outcome(outcome.code, outcome.data, [*outcome.lines, words])
