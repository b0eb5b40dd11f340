"""What an operator does with the rulebook: make a rule stricter, add one, say what it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from doublet.kernel import audit
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput
from doublet.people import rights
from doublet.people.models import User
from doublet.people.rules import clean_place
from doublet.rulebook import overlay, queries
from doublet.rulebook.models import OperatorAnswer, Overlay
from doublet.rulebook.wording import OPERATOR_KINDS


@action
def raise_rule(*, by: User, rule: str, level: str, why: str) -> Overlay:
    """Make a rule stricter, from this moment on. It cannot be taken back.

    Raises:
        Refused: it would become milder, is a floor, a bill, or not kept at the gate.
    """
    rights.must_be_operator(by)
    overlay.check_raise(queries.book().rule(rule), level)
    return _add(by, Overlay.Kind.RAISED, rule, level, {}, why)


@action
def add_rule(*, by: User, rule: str, level: str, body: dict[str, Any], why: str) -> Overlay:
    """Add a rule of the operator's own: ``{"title", "what", "most" or "never"}``.

    Raises:
        BadInput: its name, level or limit cannot be used.
    """
    rights.must_be_operator(by)
    overlay.check_own(rule, level, body, queries.book())
    kept = {key: body[key] for key in ("title", "what", "most", "never") if body.get(key) not in (None, "")}
    return _add(by, Overlay.Kind.ADDED, rule, level, kept, why)


def _add(by: User, kind: str, rule: str, level: str, body: dict[str, Any], why: str) -> Overlay:
    if len(why.split()) < 2:
        raise BadInput(
            "why_missing", "Say why, for whoever reads the history.", hint="A few words are enough."
        )
    row = Overlay.objects.create(
        number=queries.last_number() + 1,
        kind=kind,
        rule=rule,
        level=level,
        body=body,
        why=why.strip()[:300],
        by=by,
    )
    audit.record(
        f"rule.{kind}",
        actor=by,
        subject=rule,
        level=level,
        number=row.number,
        pack=queries.book().version,
        pack_sha256=queries.book().sha256,
    )
    return row


@action
def answer_setup(
    *,
    by: User,
    kind: str,
    seat: str,
    takes_fee: bool = False,
    registration: str = "",
    registration_ends: date | None = None,
) -> OperatorAnswer:
    """The operator says what it is and where it sits. The newest answer counts."""
    rights.must_be_operator(by)
    if kind not in OPERATOR_KINDS:
        raise BadInput(
            "unknown_operator",
            "There is no such kind of operator.",
            hint=f"Choose from: {', '.join(OPERATOR_KINDS)}.",
        )
    if registration.strip() and registration_ends is None:
        raise BadInput(
            "registration_ends", "A registration has a last day.", hint="It is renewed every two years."
        )
    row = OperatorAnswer.objects.create(
        kind=kind,
        seat=clean_place(seat),
        takes_fee=takes_fee,
        registration=registration.strip()[:40],
        registration_ends=registration_ends,
        by=by,
    )
    audit.record(
        "operator.answered", actor=by, subject="operator", kind=kind, seat=row.seat, takes_fee=takes_fee
    )
    return row
