"""`doublet lab drape`: the embedded engine on plain files, for calibration. It stamps across every picture."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from doublet.cli.outcome import Outcome
from doublet.cli.verifying import read
from doublet.engines.image import decode, encode_jpeg
from doublet.engines.tryon.contract import CATEGORIES, Scene
from doublet.engines.tryon.lab import lab_drape
from doublet.engines.tryon.scenes import BACKGROUNDS, LIGHTS
from doublet.kernel.refusals import BadInput


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The command."""
    group = commands.add_parser("lab", help="calibration, outside any licence").add_subparsers(
        required=True, metavar="WHAT"
    )
    parser = group.add_parser(
        "drape", parents=[shared], help="put a garment on a person; stamped “LAB, NOT LICENSED”"
    )
    parser.add_argument("person", type=Path)
    parser.add_argument("garment", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--category", choices=CATEGORIES, default="tops")
    parser.add_argument("--background", choices=list(BACKGROUNDS), default="studio_white")
    parser.add_argument("--light", choices=list(LIGHTS), default="soft")
    parser.set_defaults(run=drape)


def drape(args: argparse.Namespace) -> Outcome:
    """Dress, stamp, write."""
    if args.out.suffix.lower() not in (".jpg", ".jpeg"):
        raise BadInput("not_jpeg", "The result is a JPEG: name it with .jpg.")
    if not args.out.resolve().parent.is_dir():
        raise BadInput("no_such_folder", f"There is no folder {args.out.parent}.")
    picture = lab_drape(
        decode(read(args.person)).pixels,
        decode(read(args.garment)).pixels,
        args.category,
        Scene(background=args.background, light=args.light),
    )
    args.out.write_bytes(encode_jpeg(picture))
    return Outcome(0, {"out": str(args.out)}, [f"Wrote {args.out}. It says across that it is not licensed."])
