"""`doublet payout plan|approve|show|send|reconcile`: the operator's runs from a shell."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from doublet.cli.outcome import Outcome, open_house
from doublet.kernel.refusals import BadInput, NotAllowed

_COLUMNS = ("day", "amount", "credit", "debit", "currency", "counterparty", "text", "reference", "end_to_end")


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands."""
    group = commands.add_parser("payout", help="pay out, and read the bank's statement").add_subparsers(
        required=True, metavar="WHAT"
    )
    who = argparse.ArgumentParser(add_help=False)
    who.add_argument("--as", dest="operator", required=True, metavar="EMAIL", help="the operator who acts")
    parser = group.add_parser("plan", parents=[shared, who], help="plan a run for a second operator")
    parser.add_argument("currency")
    parser.add_argument("--way", default="file", help="file, stripe or manual")
    parser.add_argument("--dry-run", action="store_true", help="look at it, write nothing")
    parser.set_defaults(run=plan)
    parser = group.add_parser(
        "approve", parents=[shared, who], help="approve another operator's run, and send it"
    )
    parser.add_argument("payout")
    parser.set_defaults(run=approve)
    parser = group.add_parser("show", parents=[shared], help="one run, or all")
    parser.add_argument("payout", nargs="?", default="")
    parser.set_defaults(run=show)
    parser = group.add_parser("send", parents=[shared], help="carry on what a crash or an outage stopped")
    parser.set_defaults(run=send)
    parser = group.add_parser("reconcile", parents=[shared, who], help="read a statement: camt.053 or CSV")
    parser.add_argument("file", type=Path)
    for name in _COLUMNS:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=f"column_{name}", metavar="COLUMN")
    parser.add_argument(
        "--dates", default="iso", help="how a CSV writes days: iso, dmy, dmy_slash or mdy_slash"
    )
    parser.set_defaults(run=reconcile)


def plan(args: argparse.Namespace) -> Outcome:
    """Show who gets how much, and write the run down."""
    open_house()
    from doublet.ledger.payouts import planning

    by, told = _operator(args.operator), planning.preview(args.currency.upper(), args.way)
    table = Table("To", "Owed", "Tax", "Sent", title=f"{planning.WAYS[told.way]}, {told.currency}")
    for one in told.parts:
        table.add_row(one.payee.name, str(one.payee.owed), str(one.tax), str(one.net))
    lines: list[RenderableType] = [table]
    lines += [f"[yellow]Left out[/]: {one.payee.name}, {one.payee.owed}. {one.why}" for one in told.left_out]
    if args.dry_run:
        return Outcome(0, {"dry_run": True, "net_minor": told.net.amount, "payees": len(told.parts)}, lines)
    run = planning.plan(by=by, currency=told.currency, way=told.way)
    return Outcome(0, _data(run), [*lines, f"[bold]Planned[/] as {run.pk}. Another operator approves it."])


def approve(args: argparse.Namespace) -> Outcome:
    """The second operator says who she is, here and now, and says yes."""
    open_house()
    from doublet.ledger.payouts import approving, sending

    by = _operator(args.operator)
    _prove(by)
    run = sending.send(payout=approving.approve(by=by, payout=_run(args.payout)))
    return Outcome(
        0, _data(run), [f"[bold green]Approved[/] and {run.get_status_display().lower()}: {run.pk}."]
    )


def show(args: argparse.Namespace) -> Outcome:
    """Runs, or the payments of one."""
    open_house()
    from doublet.kernel.money import Money
    from doublet.ledger.models import Payout

    if not args.payout:
        runs = list(Payout.objects.all()[:50])
        table = Table("Run", "Planned", "State", "Way", "Sent")
        for run in runs:
            total = Money(run.total_minor, run.currency)
            table.add_row(
                run.pk, f"{run.made_at:%Y-%m-%d %H:%M}", run.get_status_display(), run.way, str(total)
            )
        return Outcome(0, {"runs": [_data(run) for run in runs]}, [table])
    run = _run(args.payout)
    table = Table("To", "Reference", "State", "Sent", "", title=f"{run.pk}: {run.get_status_display()}")
    for item in run.items.all():
        net = Money(item.net_minor, run.currency)
        table.add_row(item.name, item.reference, item.get_status_display(), str(net), item.problem)
    return Outcome(0, _data(run), [table])


def send(_args: argparse.Namespace) -> Outcome:
    """Carry on."""
    open_house()
    from doublet.ledger.payouts import sending

    count = sending.carry_on()
    return Outcome(0, {"runs": count}, [f"{count} run{'' if count == 1 else 's'} carried on."])


def reconcile(args: argparse.Namespace) -> Outcome:
    """Exit code 0 if nothing is left for a person."""
    open_house()
    from doublet.engines.bank import Columns
    from doublet.kernel.money import Money
    from doublet.ledger.bank import reading

    try:
        data = args.file.read_bytes()
    except OSError:
        raise BadInput("no_such_file", f"{args.file.name} cannot be read.") from None
    named = {name: value for name in _COLUMNS if (value := getattr(args, f"column_{name}")) is not None}
    if "credit" in named or "debit" in named:
        named["amount"] = ""
    told = reading.reconcile(
        by=_operator(args.operator), data=data, columns=Columns(**named, dates=args.dates)
    )
    table = Table("Day", "Amount", "Other side", "State", "Why")
    lines = [line for one in told for line in one.lines.all()]
    for line in lines:
        amount = str(Money(line.amount_minor, line.currency))
        table.add_row(f"{line.booked_on}", amount, line.counterparty, line.get_status_display(), line.why)
    waiting = sum(line.status in ("open", "proposed") for line in lines)
    shown: list[RenderableType] = [table]
    for one in told:
        stand = reading.standing(one)
        if stand:
            shown.append(f"Bank {stand.bank}, books {stand.books}, difference [bold]{stand.difference}[/].")
    shown.append(
        f"[bold]{waiting}[/] for a person to look at." if waiting else "[bold green]Nothing is left open.[/]"
    )
    rows = [
        {"id": line.pk, "status": line.status, "amount_minor": line.amount_minor, "why": line.why}
        for line in lines
    ]
    return Outcome(1 if waiting else 0, {"waiting": waiting, "lines": rows}, shown)


def _operator(email: str) -> Any:
    from doublet.people.models import Role, User

    found = User.objects.filter(email__iexact=email, role=Role.OPERATOR, is_active=True).first()
    if found is None:
        raise BadInput("no_such_operator", f"There is no operator with the address {email}.")
    return found


def _prove(user: Any) -> None:
    """A password, and the code of an app where this instance asks for a second proof."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from django.conf import settings

    if not user.check_password(getpass.getpass(f"Password of {user.email}: ")):
        raise NotAllowed("wrong_password", "That is not the password.", rule="HOUSE-SIGN")
    if not settings.REQUIRE_MFA:
        return
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None:
        raise NotAllowed(
            "no_code_here",
            "A shell can ask for the code of an authenticator app only, and this account has none.",
            rule="HOUSE-FACTOR",
            hint="Approve on the site with your passkey.",
        )
    if not TOTP(app).validate_code(getpass.getpass("Code of your app: ")):
        raise NotAllowed("wrong_code", "That is not the code of this moment.", rule="HOUSE-FACTOR")


def _run(pk: str) -> Any:
    from doublet.ledger.models import Payout

    found = Payout.objects.filter(pk=pk).first()
    if found is None:
        raise BadInput("no_such_payout", f"There is no payout run {pk[:40]}.")
    return found


def _data(run: Any) -> dict[str, Any]:
    items = [
        {"reference": item.reference, "name": item.name, "net_minor": item.net_minor, "status": item.status}
        for item in run.items.all()
    ]
    return {
        "id": run.pk,
        "status": run.status,
        "currency": run.currency,
        "total_minor": run.total_minor,
        "items": items,
    }
