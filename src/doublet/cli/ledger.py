"""`doublet ledger check` and `doublet ledger export`: prove the books, and hand them to an accountant."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from doublet.cli.outcome import Outcome, open_house
from doublet.kernel.refusals import BadInput

FORMATS = ("beancount", "csv", "json")


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands about the books."""
    group = commands.add_parser("ledger", help="the books: prove them, export them")
    group = group.add_subparsers(required=True, metavar="command")
    group.add_parser("check", parents=[shared], help="prove every posting").set_defaults(run=check)
    out = group.add_parser("export", parents=[shared], help="every posting, for an accountant")
    out.add_argument("--format", choices=FORMATS, default="beancount")
    out.add_argument("--period", default="", help="a year (2026) or a month (2026-11); all of time without")
    out.add_argument("--names", action="store_true", help="with names and free words; only ids without")
    out.add_argument("--to", default="", help="the file to write, - for standard output")
    out.set_defaults(run=export)


def check(_args: argparse.Namespace) -> Outcome:
    """Prove every posting and the trial balance."""
    open_house()
    from doublet.ledger import checking, queries

    count, problems = checking.check()
    sums = queries.trial_balance()
    data = {
        "postings": count,
        "balanced": not problems and not any(sums.values()),
        "trial_balance": sums,
        "problems": [
            {"code": problem.code, "reference": problem.reference, "words": problem.words}
            for problem in problems
        ],
    }
    if not data["balanced"]:
        return Outcome(1, data, ["[bold red]The books do not hold[/]:", *(f"  {p.words}" for p in problems)])
    shown = ", ".join(f"{currency} {total}" for currency, total in sums.items()) or "nothing posted yet"
    return Outcome(0, data, [f"[bold green]Balanced[/]: {count} postings, trial balance {shown}."])


def export(args: argparse.Namespace) -> Outcome:
    """Write the ledger down in one file."""
    open_house()
    from doublet.ledger import periods
    from doublet.ledger.export import write

    pieces = write(args.format, period=periods.read(args.period), named=args.names)
    if args.to == "-":
        sys.stdout.writelines(pieces)
        return Outcome(0, {"file": "-", "format": args.format, "names": args.names})
    name = args.to or f"ledger{f'-{args.period}' if args.period else ''}.{args.format}"
    try:
        with Path(name).open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
    except OSError as problem:
        raise BadInput("cannot_write", f"{name} cannot be written: {problem.strerror}.") from problem
    said = "with names" if args.names else "with ids instead of names"
    return Outcome(
        0, {"file": name, "format": args.format, "names": args.names}, [f"Written: {name}, {said}."]
    )
