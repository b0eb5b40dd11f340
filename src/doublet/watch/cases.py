"""Cases: what machines cannot settle goes to a person, once for each cause, with a time by which to decide."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict
from doublet.people import rights
from doublet.people.models import Role, User
from doublet.watch.models import Case


def open_case(kind: str, subject: str, words: str, *, due_at: datetime, actor: object = "worker") -> Case:
    """One case for one cause; one that was closed opens again. Every operator is told."""
    case, fresh = Case.objects.select_for_update().get_or_create(
        kind=kind, subject=subject, defaults={"words": words[:400], "due_at": due_at}
    )
    if not fresh and case.decided_at is None:
        return case
    if not fresh:
        case.words, case.due_at, case.opened_at = words[:400], due_at, clock.now()
        case.decided_at, case.decided_by, case.decision = None, None, ""
        case.save()
    audit.record("case.opened", actor=actor, subject=case, case=kind, about=subject)
    for operator in User.objects.filter(role=Role.OPERATOR, is_active=True):
        tell(
            operator.email,
            f"To decide until {due_at:%d %B, %H:%M} UTC",
            f"{words}\n\n{settings.SITE_URL}/operator/cases/{case.pk}",
        )
    return case


def close_for(kind: str, subject: str, decision: str, *, by: object) -> None:
    """The cause is gone: its case closes by itself."""
    for case in Case.objects.select_for_update().filter(kind=kind, subject=subject, decided_at=None):
        case.decided_at, case.decision = clock.now(), decision
        case.decided_by = by if isinstance(by, User) and by.role == Role.OPERATOR else None
        case.save()
        audit.record("case.closed", actor=by, subject=case)


@action
def decide_case(*, by: User, case: Case, decision: str) -> Case:
    """An operator wrote down what was done about a case. Reports are decided with `reports.decide`."""
    rights.must_be_operator(by)
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.kind == Case.Kind.REPORT:
        raise Conflict("decide_the_report", "A report is decided on its own page.")
    if case.decided_at:
        raise Conflict("already_decided", "This case is decided already.")
    if len(decision.split()) < 3:
        raise BadInput("no_decision", "Say in a sentence what was done.")
    case.decided_at, case.decided_by, case.decision = clock.now(), by, decision.strip()[:2000]
    case.save()
    audit.record("case.closed", actor=by, subject=case)
    return case
