"""`doublet demo`: play the whole story with fictional people, then serve the site."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from doublet.cli import serving
from doublet.cli.outcome import Outcome, console
from doublet.kernel.refusals import Refused


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The command."""
    parser = commands.add_parser("demo", parents=[shared], help="play the whole story, then serve the site")
    parser.add_argument("--no-serve", action="store_true", help="play it and stop")
    parser.add_argument("--fresh", action="store_true", help="play it anew, throwing the last demo away")
    parser.add_argument(
        "--photos", type=Path, help="your own photos of one adult instead of the fictional model's"
    )
    parser.add_argument("--garments", type=Path, help="your own garment photos")
    parser.add_argument("--port", type=int, default=8000)
    parser.set_defaults(run=demo)


def demo(args: argparse.Namespace) -> Outcome:
    """Play (unless it was played before), then serve. Exit code 1 names the step that failed."""
    os.environ.setdefault("DOUBLET_SITE_URL", f"http://127.0.0.1:{args.port}")
    from doublet.story import stage

    own = bool(args.photos or args.garments)
    again = args.fresh or args.no_serve or own or not stage.played()
    if again:
        stage.clear()
    serving.prepare()
    from doublet.story.play import StepFailed, play

    data: dict[str, Any] = {"played": again}
    if again:
        try:
            data["steps"] = play(photos=args.photos, garments=args.garments, quiet=args.json)
        except StepFailed as failed:
            cause = failed.__cause__
            data["failed"] = failed.step
            data["refused"] = cause.as_dict() if isinstance(cause, Refused) else {"reason": str(cause)}
            hint = f"\n{cause.hint}" if isinstance(cause, Refused) and cause.hint else ""
            return Outcome(1, data, [f"[bold red]Failed at step {failed.step}[/]: {failed.words}{hint}"])
        stage.remember(data["steps"])
    else:
        console.print(
            "The story was played before; its people and pictures are still here (--fresh plays it anew)."
        )
    if args.no_serve:
        return Outcome(0, data)
    for line in stage.accounts():
        console.print(line)
    return serving.serve(argparse.Namespace(host="127.0.0.1", port=args.port, workers=1, json=args.json))
