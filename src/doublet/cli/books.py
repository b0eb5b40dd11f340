"""`doublet audit check`, `doublet selftest`: trust the machine, not the pitch."""

from __future__ import annotations

import argparse
from typing import Any

from rich.table import Table

from doublet.cli.outcome import Outcome, open_house


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The two commands."""
    group = commands.add_parser("audit", help="prove the audit log").add_subparsers(
        required=True, metavar="check"
    )
    group.add_parser("check", parents=[shared], help="prove the audit log").set_defaults(run=check_audit)
    test = commands.add_parser(
        "selftest", parents=[shared], help="attack the gate, on a copy that is thrown away"
    )
    test.set_defaults(run=selftest)


def check_audit(_args: argparse.Namespace) -> Outcome:
    """Walk the hash chain."""
    open_house()
    from doublet.kernel import audit

    count, problems = audit.check()
    data = {
        "events": count,
        "whole": not problems,
        "problems": [{"seq": problem.seq, "words": problem.words} for problem in problems],
    }
    if problems:
        lines = [f"[bold red]The audit log is broken[/] in {len(problems)} places:"]
        lines += [f"  event {problem.seq}: {problem.words}" for problem in problems[:20]]
        return Outcome(1, data, [*lines])
    return Outcome(
        0, data, [f"[bold green]Whole[/]: {count} events, each one holding the hash of the one before."]
    )


def selftest(_args: argparse.Namespace) -> Outcome:
    """Try every known way round the gate and show that each is refused and remembered."""
    from doublet.story.sandbox import run_attacks

    results = run_attacks()
    table = Table("Attack", "Refused with", "Rule", "Audit row", title="Ways round the gate")
    for result in results:
        none = "none can be" if result["no_row"] else "[red]no[/]"
        mark = "[green]yes[/]" if result["audited"] else none
        refused = f"[green]{result['code']}[/]" if result["refused"] else "[bold red]NOT REFUSED[/]"
        table.add_row(result["attack"], refused, result["rule"], mark)
    held = sum(result["held"] for result in results)
    good = held == len(results)
    words = f"{held} of {len(results)} attacks were refused, with an audit row wherever there can be one."
    return Outcome(
        0 if good else 1,
        {"attacks": results, "held": held, "total": len(results), "passed": good},
        [table, f"[bold green]{words}[/]" if good else f"[bold red]{words}[/]"],
    )
