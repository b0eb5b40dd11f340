"""`doublet roster import FILE`: look at an agency's roster row by row, or invite everybody in it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from doublet.cli.outcome import Outcome, open_house
from doublet.kernel.refusals import BadInput

_COLOURS = {"invite": "green", "here": "yellow", "refused": "red"}
_SHOWN = {"invite": "will be invited", "here": "already here", "refused": "refused"}


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands."""
    group = commands.add_parser("roster", help="an agency's models").add_subparsers(
        required=True, metavar="WHAT"
    )
    parser = group.add_parser("import", parents=[shared], help="invite the models of a CSV file")
    parser.add_argument("file", type=Path)
    parser.add_argument("--as", dest="agent", required=True, metavar="EMAIL", help="the agent who invites")
    parser.add_argument("--dry-run", action="store_true", help="look at every row, write nothing")
    parser.add_argument("--only-good", action="store_true", help="leave refused rows out instead of stopping")
    parser.set_defaults(run=import_roster)
    group.add_parser("template", parents=[shared], help="print the columns").set_defaults(run=template)


def import_roster(args: argparse.Namespace) -> Outcome:
    """Exit code 0 if every row can be used or was imported."""
    open_house()
    from doublet.people import importing
    from doublet.people.models import User

    agent = User.objects.filter(email__iexact=args.agent, agency__isnull=False, is_active=True).first()
    if agent is None or agent.agency is None:
        raise BadInput("no_such_agent", f"There is no agent with the address {args.agent}.")
    try:
        data = args.file.read_bytes()
    except OSError:
        raise BadInput("no_such_file", f"{args.file.name} cannot be read.") from None
    look = importing.look_at(data, agency=agent.agency)
    if not args.dry_run:
        look = importing.import_roster(by=agent, data=data, sha256=look.sha256, only_good=args.only_good)
    table = Table("Row", "Name", "E-mail", "What happens", "Why")
    for row in look.rows:
        state = f"[{_COLOURS[row.state]}]{_SHOWN[row.state]}[/]"
        table.add_row(str(row.number), row.name, row.email, state, "" if row.state == "invite" else row.words)
    words = "Nothing was written." if args.dry_run else f"{look.invited} models were invited."
    lines: list[RenderableType] = [table, f"{look.headline}. [bold]{words}[/]"]
    return Outcome(
        1 if args.dry_run and look.refused else 0, look.as_dict() | {"dry_run": args.dry_run}, lines
    )


def template(_args: argparse.Namespace) -> Outcome:
    """The columns with one fictional row."""
    open_house()
    from doublet.people import importing

    return Outcome(0, {"columns": importing.COLUMNS}, [importing.template().strip()])
