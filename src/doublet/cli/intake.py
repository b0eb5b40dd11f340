"""`doublet intake DIR`: judge a folder of photos as a capture set, without keeping anything."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.progress import Progress
from rich.table import Table

from doublet.cli.outcome import Outcome, console
from doublet.engines.image.folder import pictures_in
from doublet.kernel.refusals import BadInput


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The command."""
    parser = commands.add_parser("intake", parents=[shared], help="judge a folder of photos as a capture set")
    parser.add_argument("folder", type=Path)
    parser.set_defaults(run=intake)


def intake(args: argparse.Namespace) -> Outcome:
    """Exit code 0 for a set that is ready or usable. Nothing is kept, templates live in memory only."""
    from doublet.engines.face import similarity
    from doublet.twins.looking import look
    from doublet.twins.rules import judge
    from doublet.twins.thresholds import current

    names, facts, templates = [], [], []
    unusable: list[dict[str, Any]] = []
    files = pictures_in(args.folder)
    with Progress(console=console, transient=True, disable=args.json) as bar:
        for file in bar.track(files, description="Looking at photos"):
            try:
                looked = look(file.read_bytes(), compare_faces=True)
            except BadInput as refused:
                unusable.append({"name": file.name, "state": "refused", "reasons": [refused.as_dict()]})
                continue
            names.append(file.name)
            facts.append(looked.facts())
            templates.append(looked.measures.embedding)
    alike = [[None if a is None or b is None else similarity(a, b) for b in templates] for a in templates]
    report = judge(facts, similarities=alike, thresholds=current())
    photos: list[dict[str, Any]] = [
        {"name": name, "state": verdict.state, "reasons": [reason.as_dict() for reason in verdict.reasons]}
        for name, verdict in zip(names, report.verdicts, strict=True)
    ]
    table = Table("Photo", "Verdict", "Why")
    colours = {"accepted": "green", "warning": "yellow", "refused": "red"}
    for row in [*photos, *unusable]:
        why = " ".join(str(reason.get("words") or reason.get("reason")) for reason in row["reasons"])
        table.add_row(row["name"], f"[{colours[row['state']]}]{row['state']}[/]", why)
    lines: list[RenderableType] = [
        table,
        f"The set is [bold]{report.readiness}[/]. Missing: {', '.join(report.missing) or 'nothing'}.",
        f"It can already wear: {', '.join(report.wearable) or 'nothing'}.",
    ]
    data = {"photos": [*photos, *unusable], **report.as_dict()}
    return Outcome(1 if report.readiness == "not yet" else 0, data, lines)
