"""`doublet licence show`, `doublet licence folder`: one licence, to read here or to hand to a lawyer."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from doublet.cli.outcome import Outcome, open_house
from doublet.kernel.refusals import BadInput


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The two commands."""
    group = commands.add_parser("licence", help="one licence and its papers").add_subparsers(
        required=True, metavar="show|folder"
    )
    reading = group.add_parser("show", parents=[shared], help="what was agreed, and whether it stands today")
    taking = group.add_parser("folder", parents=[shared], help="everything about it as one zip file")
    for command, run in ((reading, show), (taking, folder)):
        command.add_argument("licence", help="its id, lic_…")
        command.set_defaults(run=run)
    taking.add_argument("--out", type=Path, help="where to write it; the id with .zip when left out")


def show(args: argparse.Namespace) -> Outcome:
    """Exit code 0 when it is permitted today."""
    open_house()
    from doublet.consents.terms import UseTerms
    from doublet.licences import queries
    from doublet.licences.gate import permit
    from doublet.licences.rules import Ask
    from doublet.offers import wording

    licence = queries.licence_for(_operator(), args.licence)
    decision, seal = permit(licence, Ask("verify")), queries.seal_of(licence)
    facts = wording.facts(UseTerms.from_dict(licence.terms))
    data = {
        "licence": licence.pk,
        "status": licence.status,
        "permitted_today": decision.allowed,
        "reasons": [reason.as_dict() for reason in decision.reasons],
        "model": licence.model_id,
        "brand": licence.brand_id,
        "signed_at": licence.signed_at.isoformat(),
        "terms": licence.terms,
        "terms_sha256": licence.terms_sha256,
        "consent_sha256": licence.consent_sha256,
        "contract_sha256": licence.contract_sha256,
        "seal": {"intact": seal.intact, "words": seal.words},
    }
    today = "[bold green]Permitted today[/]" if decision.allowed else "[bold red]Not permitted today[/]"
    return Outcome(
        0 if decision.allowed else 1,
        data,
        [
            f"[bold]{licence.version.offer.brief}[/]: {licence.brand} and {licence.model}",
            f"  {today}, {licence.get_status_display().lower()}",
            *(f"  [dim]· {reason.words} (rule {reason.rule})[/]" for reason in decision.reasons),
            *(f"  {name}: {value}" for name, value in facts),
            f"  Signed: {licence.typed_name}, {licence.signed_at:%d %B %Y, %H:%M} UTC",
            f"  Seal: {seal.words}",
        ],
    )


def folder(args: argparse.Namespace) -> Outcome:
    """Write the zip file, as an operator may see it."""
    open_house()
    from doublet.licences import queries
    from doublet.licences.folder.pack import packed

    operator = _operator()
    licence = queries.licence_for(operator, args.licence)
    out = args.out or Path(f"{licence.pk}.zip")
    data = packed(licence, operator)
    try:
        out.write_bytes(data)
    except OSError as error:
        raise BadInput(
            "cannot_write",
            f"{out} cannot be written: {error.strerror}.",
            hint="Name another file with --out.",
        ) from error
    told = {"licence": licence.pk, "file": str(out), "bytes": len(data)}
    return Outcome(
        0, told, [f"[bold green]Written[/]: {out}, {len(data):,} bytes. Begin with its README.txt."]
    )


def _operator() -> Any:
    """Whoever can run this command on the instance's machine sees what an operator sees."""
    from doublet.people.models import Role, User

    return User(role=Role.OPERATOR)
