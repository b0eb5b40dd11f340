"""`doublet rates list|show|look|publish|check`: rate cards, and receipts reckoned again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from doublet.cli.outcome import Outcome, open_house
from doublet.kernel.refusals import BadInput

if TYPE_CHECKING:
    from doublet.offers.rate_publishing import Preview


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands under `rates`."""
    group = commands.add_parser("rates", help="the rate card").add_subparsers(required=True, metavar="WHAT")
    group.add_parser("list", parents=[shared], help="every version").set_defaults(run=list_cards)
    one = group.add_parser(
        "show", parents=[shared], help="one version as a file, the one in use if none is named"
    )
    one.add_argument("version", nargs="?", default="")
    one.set_defaults(run=show)
    seen = group.add_parser("look", parents=[shared], help="what a new card would change")
    seen.add_argument("file", type=Path, help="TOML; start from `doublet rates show`")
    seen.set_defaults(run=look)
    new = group.add_parser(
        "publish", parents=[shared], help="publish a new card; it never changes afterwards"
    )
    new.add_argument("file", type=Path)
    new.add_argument("--by", required=True, help="the operator's e-mail address")
    new.add_argument("--why", required=True, help="one sentence for whoever reads the history")
    new.set_defaults(run=publish)
    check = group.add_parser("check", parents=[shared], help="reckon every receipt on file again")
    check.set_defaults(run=check_receipts)


def list_cards(_args: argparse.Namespace) -> Outcome:
    """Every version, the newest first."""
    open_house()
    from doublet.offers import rates
    from doublet.offers.pricing.card_data import sha256_of

    used = rates.current().version
    table = Table("Version", "From", "sha256", title="Rate cards")
    rows = [
        {"version": card.version, "valid_from": card.valid_from.isoformat(), "sha256": sha256_of(card)}
        for card in rates.cards()
    ]
    for row in rows:
        mark = " (in use)" if row["version"] == used else ""
        table.add_row(f"{row['version']}{mark}", row["valid_from"], row["sha256"][:16])
    return Outcome(0, {"cards": rows, "in_use": used}, [table])


def show(args: argparse.Namespace) -> Outcome:
    """One version, ready to be changed into a new one."""
    open_house()
    from doublet.offers import rates
    from doublet.offers.pricing.card_data import as_data, sha256_of, to_toml

    card = rates.card(args.version) if args.version else rates.current()
    text = to_toml(card).replace("[", r"\[")  # no markup: tables of TOML begin with a bracket
    return Outcome(0, as_data(card) | {"sha256": sha256_of(card)}, [text])


def look(args: argparse.Namespace) -> Outcome:
    """What a card would change; nothing is published."""
    open_house()
    from doublet.offers.rate_publishing import preview

    return _told(preview(_read(args.file)), "Nothing is published.")


def publish(args: argparse.Namespace) -> Outcome:
    """Publish a card in the operator's name."""
    open_house()
    from doublet.offers.rate_publishing import preview, publish_card
    from doublet.people.models import User

    operator = User.objects.filter(email__iexact=args.by).first()
    if operator is None:
        raise BadInput("no_such_account", f"There is no account {args.by}.")
    text = _read(args.file)
    seen = preview(text)
    publish_card(by=operator, text=text, why=args.why)
    return _told(seen, f"[bold green]Published[/]: it holds from {seen.card.valid_from}.")


def check_receipts(_args: argparse.Namespace) -> Outcome:
    """Exit code 0 only when every receipt that was kept whole comes out as it is stored."""
    open_house()
    from doublet.offers.rechecking import recheck

    told = recheck()
    data = {"receipts": told.receipts, "same": not told.differ, "older": told.older, "differ": told.differ}
    if told.differ:
        lines = [f"[bold red]{len(told.differ)} of {told.receipts} receipts differ[/]:", *told.differ[:20]]
        return Outcome(1, data, [*lines])
    older = f" {told.older} are from before inputs were kept." if told.older else ""
    return Outcome(
        0, data, [f"[bold green]The same[/]: {told.receipts} receipts, each from its inputs and card.{older}"]
    )


def _told(seen: Preview, end: str) -> Outcome:
    table = Table("Order", "Now", "Then", title=f"{seen.card.version} beside {seen.against.version}")
    for each in seen.moved:
        table.add_row(each.sample.title, str(each.before), str(each.after))
    orders = [
        {
            "order": each.sample.code,
            "currency": each.before.currency,
            "before_minor": each.before.amount,
            "after_minor": each.after.amount,
        }
        for each in seen.moved
    ]
    data = {"version": seen.card.version, "changes": [list(row) for row in seen.changes], "orders": orders}
    return Outcome(0, data, [table, end])


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("no_such_file", f"{file} cannot be read: {error}.") from None
