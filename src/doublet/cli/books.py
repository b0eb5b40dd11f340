"""`doublet audit check`, `doublet ledger check`, `doublet selftest`: trust the machine, not the pitch."""

from __future__ import annotations

import argparse
from typing import Any

from rich.table import Table

from doublet.cli.outcome import Outcome, open_house


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The three commands."""
    for name, what, run in (("audit", "the audit log", check_audit), ("ledger", "the books", check_ledger)):
        group = commands.add_parser(name, help=f"prove {what}").add_subparsers(required=True, metavar="check")
        group.add_parser("check", parents=[shared], help=f"prove {what}").set_defaults(run=run)
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


def check_ledger(_args: argparse.Namespace) -> Outcome:
    """Prove every posting and the trial balance."""
    open_house()
    from doublet.ledger import queries

    count, problems = queries.check()
    sums = queries.trial_balance()
    data = {
        "postings": count,
        "balanced": not problems and not any(sums.values()),
        "trial_balance": sums,
        "problems": [vars_of(problem) for problem in problems],
    }
    if not data["balanced"]:
        return Outcome(1, data, ["[bold red]The books do not hold[/]:", *(f"  {p.words}" for p in problems)])
    shown = ", ".join(f"{currency} {total}" for currency, total in sums.items()) or "nothing posted yet"
    return Outcome(0, data, [f"[bold green]Balanced[/]: {count} postings, trial balance {shown}."])


def vars_of(problem: Any) -> dict[str, str]:
    """A problem as JSON."""
    return {"code": problem.code, "reference": problem.reference, "words": problem.words}


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
