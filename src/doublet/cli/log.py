"""`doublet log head|prove|check` and `doublet pack licence|period|model`: what others can check of this instance."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from doublet.cli.outcome import Outcome, open_house
from doublet.kernel.refusals import BadInput, NotThere


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The two groups of commands."""
    log = commands.add_parser("log", help="the public log").add_subparsers(
        required=True, metavar="head|prove|check"
    )
    log.add_parser("head", parents=[shared], help="sign and show its newest head").set_defaults(run=head)
    proving = log.add_parser("prove", parents=[shared], help="prove that an event is in it")
    proving.add_argument("event", type=int, help="its number in the audit log")
    proving.set_defaults(run=prove)
    log.add_parser("check", parents=[shared], help="hold it against every head ever signed").set_defaults(
        run=check
    )
    packs = commands.add_parser("pack", help="everything in one file that is checked offline").add_subparsers(
        required=True, metavar="licence|period|model"
    )
    licence = packs.add_parser("licence", parents=[shared], help="one licence")
    licence.add_argument("id", help="its id, lic_…")
    period = packs.add_parser("period", parents=[shared], help="the books of some days")
    period.add_argument("first", type=date.fromisoformat, help="first day, such as 2026-01-01")
    period.add_argument("last", type=date.fromisoformat, help="last day, included")
    period.add_argument("--names", action="store_true", help="with names; it is written into the audit log")
    model = packs.add_parser("model", parents=[shared], help="everything that is held of one model")
    model.add_argument("id", help="her id, mdl_…")
    for command, run in ((licence, licence_pack), (period, period_pack), (model, model_pack)):
        command.add_argument("--out", type=Path, help="where to write it")
        command.set_defaults(run=run)


def head(_args: argparse.Namespace) -> Outcome:
    """Sign a head where there is news."""
    open_house()
    from doublet.provenance.log import heads

    found = heads.write_head()
    if found is None:
        raise NotThere("no_head_yet", "Nothing ever happened here, so the log has no head.")
    return Outcome(0, heads.as_dict(found), [f"[bold]{found.size}[/] events, root {found.root}"])


def prove(args: argparse.Namespace) -> Outcome:
    """The audit path of one event."""
    open_house()
    from doublet.provenance.log import heads

    heads.write_head()
    proof = heads.prove_inclusion(args.event)
    lines = [
        f"Event {args.event} has the leaf {proof['leaf_sha256']}.",
        *(f"  {step}" for step in proof["path"]),
    ]
    return Outcome(0, proof, [*lines, f"They lead to the root {proof['head']['root_sha256']}."])


def check(_args: argparse.Namespace) -> Outcome:
    """Compute every signed root anew."""
    open_house()
    from doublet.provenance.log import checking

    events, signed, problems = checking.check()
    told = [{"seq": problem.seq, "words": problem.words} for problem in problems]
    data = {"events": events, "heads": signed, "whole": not problems, "problems": told}
    if problems:
        return Outcome(
            1, data, ["[bold red]The log was rewritten[/]:", *(f"  {p.words}" for p in problems[:20])]
        )
    return Outcome(0, data, [f"[bold green]Whole[/]: {events} events under {signed} signed heads."])


def licence_pack(args: argparse.Namespace) -> Outcome:
    """As an operator may see it."""
    open_house()
    from doublet.licences.queries import licence_for
    from doublet.packs import making

    operator = _operator()
    return _written(
        making.licence_pack(licence_for(operator, args.id), operator), args.out or Path(f"{args.id}-pack.zip")
    )


def period_pack(args: argparse.Namespace) -> Outcome:
    """Without names, unless they are asked for."""
    open_house()
    from doublet.packs.actions import make_period_pack

    data = make_period_pack(by=_operator(), first=args.first, last=args.last, names=args.names)
    return _written(data, args.out or Path(f"period-{args.first}-{args.last}.zip"))


def model_pack(args: argparse.Namespace) -> Outcome:
    """What she would get herself."""
    open_house()
    from doublet.packs import making
    from doublet.people.models import ModelProfile

    found = ModelProfile.objects.filter(pk=args.id).first()
    if found is None:
        raise NotThere("no_such_model", f"There is no model {args.id}.")
    return _written(making.model_pack(found), args.out or Path(f"{args.id}.zip"))


def _written(data: bytes, out: Path) -> Outcome:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise BadInput(
            "cannot_write",
            f"{out} cannot be written: {error.strerror}.",
            hint="Name another file with --out.",
        ) from error
    lines = [
        f"[bold green]Written[/]: {out}, {len(data):,} bytes.",
        f"Check it: python3 tools/check_pack.py {out}",
    ]
    return Outcome(0, {"file": str(out), "bytes": len(data)}, [*lines])


def _operator() -> Any:
    """Whoever can run this command on the instance's machine sees what an operator sees."""
    from doublet.people.models import Role, User

    return User(role=Role.OPERATOR)
