"""`doublet engines`: what makes pictures here, where photos go, and whether each is ready."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from rich.console import RenderableType

from doublet.cli.outcome import Outcome, open_house


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The command."""
    parser = commands.add_parser(
        "engines",
        parents=[shared],
        help="list the engines and ask each, without a photo, whether it is ready",
    )
    parser.set_defaults(run=engines)


def engines(args: argparse.Namespace) -> Outcome:
    """Every engine that is switched on. Exit code 1 where one of them could not work."""
    open_house()
    from doublet.studio.engines import offered, speaks_against

    found = [(each, speaks_against(each.id)) for each in offered()]
    data = [
        {
            **asdict(each.can),
            "id": each.id,
            "title": each.title,
            "where": each.where,
            "findings": [finding.as_dict() for finding in findings],
        }
        for each, findings in found
    ]
    lines: list[RenderableType] = []
    for each, findings in found:
        lines.append(f"[bold]{each.id}[/] {each.line}")
        lines += [f"  [red]{finding.reason}[/] {finding.hint}" for finding in findings] or ["  Ready."]
    return Outcome(1 if any(findings for _, findings in found) else 0, {"engines": data}, lines)
