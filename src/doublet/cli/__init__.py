"""The command `doublet`: for people with words and colours, for machines with ``--json``.

Exit codes: 0 done or verified, 1 refused or not verified, 2 wrong usage or broken input.
"""

from __future__ import annotations

import argparse
import json
import os

from rich.console import RenderableType

from doublet import __version__
from doublet.cli import (
    books,
    calibrate,
    credentials,
    demo,
    engines,
    intake,
    keep,
    lab,
    ledger,
    log,
    models,
    papers,
    payouts,
    rates,
    roster,
    rules,
    serving,
    verifying,
)
from doublet.cli.outcome import Outcome
from doublet.engines import weights
from doublet.kernel.home import home
from doublet.kernel.refusals import BadInput, Refused

PARTS = (
    demo,
    serving,
    engines,
    intake,
    calibrate,
    verifying,
    credentials,
    papers,
    books,
    ledger,
    payouts,
    keep,
    log,
    rates,
    rules,
    roster,
    models,
    lab,
)


def main(argv: list[str] | None = None) -> int:
    """Run one command. Answers the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doublet.config.settings.live")
    parser = _parser()
    args = parser.parse_args(argv)
    if args.demo or args.run is demo.demo:
        move_to_demo()
    try:
        outcome: Outcome = args.run(args)
    except Refused as refused:
        outcome = Outcome(
            code=2 if isinstance(refused, BadInput) else 1,
            data={"refused": refused.as_dict()},
            lines=_words(refused),
        )
    except KeyboardInterrupt:
        return 130
    if args.json:
        print(json.dumps(outcome.data, ensure_ascii=False, indent=2))
    else:
        outcome.show()
    return outcome.code


def move_to_demo() -> None:
    """Use the demo's own home beside the instance's, so that the demo can never touch real data."""
    os.environ["DOUBLET_MODELS"] = str(weights.folder())
    os.environ["DOUBLET_HOME"] = str(home() / "demo")
    os.environ["DOUBLET_DATABASE_URL"] = ""
    os.environ["DOUBLET_REQUIRE_MFA"] = "false"  # its accounts and their one password are public


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="answer as JSON (docs/cli.md has the schema)")
    parser = argparse.ArgumentParser(prog="doublet", description="No licence, no image.")
    parser.add_argument("--version", action="version", version=f"doublet {__version__}")
    parser.add_argument("--demo", action="store_true", help="look at the demo's instance instead of your own")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for part in PARTS:
        part.add(commands, shared)
    return parser


def _words(refused: Refused) -> list[RenderableType]:
    lines: list[RenderableType] = [f"[bold red]Refused[/]: {refused.reason}"]
    if refused.hint:
        lines.append(refused.hint)
    lines.append(f"[dim]{refused.code} · rule {refused.rule}[/]")
    return lines
