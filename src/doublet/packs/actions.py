"""Handing a pack out. Who took names out of the house stands in the log."""

from __future__ import annotations

from datetime import date

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput
from doublet.packs import making
from doublet.people.access import require_role
from doublet.people.models import User


@action
def make_period_pack(*, by: User, first: date, last: date, names: bool) -> bytes:
    """The pack of a period, for an operator or an auditor; with names it leaves an audit event first.

    Raises:
        BadInput: the days are in the wrong order, or lie ahead.
    """
    require_role(by, "operator", "auditor")
    if not first <= last <= clock.now().date():
        raise BadInput(
            "no_such_period",
            f"{first} to {last} is no period that has begun.",
            hint="Name a first day, and a last day that is not before it nor after today.",
        )
    if names:
        audit.record(
            "pack.made_with_names",
            actor=by if by.email else "operator",  # the command line has no account
            subject="period",
            first=first.isoformat(),
            last=last.isoformat(),
        )
    return making.period_pack(first, last, names=names)
