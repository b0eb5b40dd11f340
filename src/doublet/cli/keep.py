"""`doublet keep`: what is kept for a time, and deleting what is past it."""

from __future__ import annotations

import argparse
from typing import Any

from rich.console import RenderableType

from doublet.cli.outcome import Outcome, open_house


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The one command."""
    command = commands.add_parser(
        "keep", parents=[shared], help="what is past its time: papers after six years, backups after 35 days"
    )
    command.add_argument("--delete", action="store_true", help="delete it now; without this, only show it")
    command.set_defaults(run=keep)


def keep(args: argparse.Namespace) -> Outcome:
    """Show what is past its time; delete it where that was asked for."""
    open_house()
    from django.conf import settings

    from doublet.watch import keeping

    things = keeping.kept()
    over = keeping.past(things)
    if over and args.delete:
        keeping.delete(things=over, by="command line")
    data = {
        "past": [{"kind": each.kind, "name": each.name, "until": each.until.isoformat()} for each in over],
        "kept": len(things) - len(over),
        "deleted": bool(over and args.delete),
        "backups_watched": bool(settings.BACKUPS),
    }
    lines: list[RenderableType] = [f"{each.words}, over since {each.until:%Y-%m-%d}" for each in over]
    done = "deleted" if data["deleted"] else "past its time"
    lines.append(f"[bold]{len(over)}[/] {done}, {data['kept']} still within it.")
    if not settings.BACKUPS:
        lines.append("No folder of backups is named (DOUBLET_BACKUPS): nobody here sees how old they are.")
    return Outcome(0, data, lines)
