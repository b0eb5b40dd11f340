"""`doublet rules list|show|check|replay|sweep`: the rulebook, and decisions taken again."""

from __future__ import annotations

import argparse
from typing import Any

from rich.table import Table

from doublet.cli.outcome import Outcome, open_house


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The commands under `rules`."""
    group = commands.add_parser("rules", help="the rulebook").add_subparsers(required=True, metavar="WHAT")
    listed = group.add_parser("list", parents=[shared], help="every rule, with status and source")
    listed.add_argument("--place", default="", help="only what counts there, e.g. FR or US-NY")
    listed.set_defaults(run=list_rules)
    one = group.add_parser("show", parents=[shared], help="one rule")
    one.add_argument("rule")
    one.set_defaults(run=show)
    group.add_parser("check", parents=[shared], help="prove that every pack is whole").set_defaults(run=check)
    again = group.add_parser("replay", parents=[shared], help="take stored decisions again")
    again.add_argument("--licence", default="", help="only those about this licence")
    again.set_defaults(run=replay)
    sweep = group.add_parser("sweep", parents=[shared], help="what a rule of your own would touch")
    sweep.add_argument("what", help="pictures, days, purpose, channel, territory, kind, setting, alteration")
    sweep.add_argument("limit", help="a number for pictures and days; else the value that is never allowed")
    sweep.set_defaults(run=sweep_licences)


def list_rules(args: argparse.Namespace) -> Outcome:
    """The rulebook as it stands on this instance."""
    open_house()
    from doublet.rulebook.pages import NO_ADVICE, as_json, shown
    from doublet.rulebook.queries import book
    from doublet.rulebook.rules import holds_in, places_of

    found = book()
    places = places_of(args.place, args.place, (args.place,)) if args.place else frozenset({"WORLD"})
    rules = [shown(rule) for rule in found.rules if holds_in(rule.places, places)]
    table = Table("Rule", "Title", "Where", "Does", "Status", "Since", title=f"Rulebook {found.version}")
    for each in rules:
        since = each.rule.in_force.isoformat() if each.rule.in_force else ""
        table.add_row(each.rule.id, each.rule.title, each.places, each.does, each.status, since)
    data = as_json(found) | {"rules": [each.rule.as_dict() for each in rules]}
    return Outcome(0, data, [table, f"[dim]sha256 {found.sha256}. {NO_ADVICE}[/]"])


def show(args: argparse.Namespace) -> Outcome:
    """One rule, whole."""
    open_house()
    from doublet.rulebook.pages import NO_ADVICE, shown
    from doublet.rulebook.queries import book

    each = shown(book().rule(args.rule))
    facts = (
        ("When", each.rule.when),
        ("Must", each.rule.must),
        ("Where", each.places),
        ("Who is bound", each.binds),
        ("Does", f"{each.does}, at {each.moments}" if each.moments else each.does),
        ("Source", f"{each.rule.source} ({each.status.lower()})"),
        ("Since", each.rule.in_force.isoformat() if each.rule.in_force else "no day was seen"),
        *(("Kept by", f"{words} {name}".strip()) for words, name in each.kept),
        *(("Not yet", words) for words in each.missing),
    )
    lines = [
        f"[bold]{each.rule.id}[/] {each.rule.title}",
        *(f"  [bold]{name}[/] {value}" for name, value in facts),
    ]
    return Outcome(0, each.rule.as_dict(), [*lines, f"[dim]{NO_ADVICE}[/]"])


def check(_args: argparse.Namespace) -> Outcome:
    """Every pack that came with the product, and the operator's changes on top of the newest."""
    open_house()
    from doublet.rulebook.pack import load, versions
    from doublet.rulebook.queries import book
    from doublet.rulebook.rules import whole

    packs = [*(load(version) for version in versions()), book()]
    for pack in packs:
        whole(pack)
    found = {pack.version: {"rules": len(pack.rules), "sha256": pack.sha256} for pack in packs}
    lines = [
        f"[bold green]Whole[/]: {name}, {row['rules']} rules, sha256 {row['sha256']}"
        for name, row in found.items()
    ]
    return Outcome(0, {"packs": found}, [*lines])


def replay(args: argparse.Namespace) -> Outcome:
    """Exit code 0 only when every decision comes out as it is stored."""
    open_house()
    from doublet.licences.decided import replay as again
    from doublet.rulebook.models import DecisionRecord

    records = DecisionRecord.objects.order_by("at", "pk")
    if args.licence:
        records = records.filter(about=args.licence)
    count, wrong = 0, []
    for record in records.iterator():
        count += 1
        if differs := again(record).differs:
            wrong.append({"decision": record.pk, "about": record.about, "differs": list(differs)})
    data = {"decisions": count, "same": not wrong, "problems": wrong}
    if wrong:
        lines = [
            f"  {row['decision']} about {row['about']}: {', '.join(row['differs'])}" for row in wrong[:20]
        ]
        return Outcome(1, data, [f"[bold red]{len(wrong)} of {count} decisions differ[/]:", *lines])
    return Outcome(
        0, data, [f"[bold green]The same[/]: {count} decisions, each from its stored inputs and pack."]
    )


def sweep_licences(args: argparse.Namespace) -> Outcome:
    """Which licences in force a new rule would touch; nothing is changed."""
    open_house()
    from doublet.rulebook.overlay import check_own
    from doublet.rulebook.queries import book
    from doublet.rulebook.touching import touched_by

    value = {"most": int(args.limit)} if args.limit.isdigit() else {"never": args.limit}
    rule = check_own("OWN-TRY", "block", {"title": "Tried", "what": args.what, **value}, book())
    touched = touched_by(rule)
    data = {"rule": rule.must, "licences": list(touched.licences), "looked_at": touched.looked_at}
    words = f"“{rule.must}” would touch {touched.count} of {touched.looked_at} licences in force."
    return Outcome(0, data, [words, *touched.licences[:20]])
