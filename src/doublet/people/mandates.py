"""Mandates are given by the model herself, end whenever she says so, and never renew themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet

from doublet.kernel import audit, clock, events
from doublet.kernel.acting import action
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict, NotThere, Refused
from doublet.people import commissions, rights, rules
from doublet.people.models import LONGEST_MANDATE, Agency, Mandate, ModelProfile, Role, User, in_a_year

REMIND_BEFORE = timedelta(days=30)


@action
def give_mandate(
    *,
    by: User,
    model: ModelProfile,
    agency: Agency,
    commission_bp: int,
    kind: str = Mandate.Kind.AGENT,
    territories: Sequence[str] = (),
    ends_on: date | None = None,
    may_negotiate: bool = True,
) -> Mandate:
    """A model lets an agency speak for her, for a share of her gross. Signing is never part of it.

    Args:
        territories: where it holds; empty is everywhere.
        ends_on: its last day, at most three years from now (rule FWA-09); a year from now when left out.
        may_negotiate: may it counter, accept in principle and decline, or only read along?

    Raises:
        NotAllowed: not the model herself.
        Refused: the commissions together are over a fifth (the sum is shown), the term is too long, or
            another agency has the place already.
    """
    rights.must_be_model(by, model)
    if kind not in Mandate.Kind.values:
        raise BadInput("unknown_kind", "A mandate is for an agency or for a mother agency.")
    ends_on = ends_on or in_a_year()
    _check_term(ends_on)
    rules.commission_rule(commission_bp)
    where = rules.clean_territories(territories)
    _close_what_ran_out(Mandate.objects.filter(model=model))
    if Mandate.objects.filter(model=model, agency=agency, ended_at=None).exists():
        raise Conflict("mandate_exists", f"{agency} has your mandate already.", hint="End it first.")
    commissions.refuse_new(model, agency, kind, commission_bp, where)
    mandate = Mandate.objects.create(
        model=model,
        agency=agency,
        kind=kind,
        commission_bp=commission_bp,
        territories=where,
        ends_on=ends_on,
        may_negotiate=may_negotiate,
    )
    audit.record(
        "mandate.given",
        actor=by,
        subject=mandate,
        agency=agency.pk,
        mandate_kind=str(kind),
        commission_bp=commission_bp,
        territories=where,
        ends_on=ends_on.isoformat(),
        may_negotiate=may_negotiate,
    )
    may = "negotiate for her" if may_negotiate else "read along for her"
    _tell_agency(
        mandate,
        "A new mandate",
        f"{model} lets you {may}, for {commissions.percent(commission_bp)}, until {_day(ends_on)}.",
    )
    return mandate


@action
def open_negotiating(*, by: User, mandate: Mandate, may_negotiate: bool) -> Mandate:
    """She opens or closes negotiating inside a mandate, at once; the rest of it stays as it is."""
    rights.must_be_model(by, mandate.model)
    _must_live(mandate)
    mandate.may_negotiate = may_negotiate
    mandate.save()
    audit.record("mandate.changed", actor=by, subject=mandate, may_negotiate=may_negotiate)
    words = "may negotiate for her from now on" if may_negotiate else "no longer may negotiate for her"
    _tell_agency(mandate, "A mandate has changed", f"{mandate.model} says that you {words}.")
    return mandate


@action
def end_mandate(*, by: User, mandate: Mandate) -> Mandate:
    """A mandate ends at once and without a reason: by the model (rule FWA-05), or by the agency."""
    if by.role == Role.AGENT:
        rights.must_be_agency(by, mandate.agency)
    else:
        rights.must_be_model(by, mandate.model)
    _must_live(mandate)
    _end(mandate)
    audit.record("mandate.ended", actor=by, subject=mandate, agency=mandate.agency_id)
    if by.role == Role.AGENT:
        tell(
            mandate.model.user.email,
            "A mandate has ended",
            f"{mandate.agency} no longer speaks for you.\n\n{settings.SITE_URL}/me\n",
        )
    else:
        _tell_agency(mandate, "A mandate has ended", f"{mandate.model} has ended your mandate.")
    return mandate


@action
def look_after_mandates() -> int:
    """Close what has run out, and write to both sides 30 days before; the worker calls this.

    Returns:
        How many mandates were closed or announced.
    """
    today = clock.now().date()
    soon = Mandate.objects.living().filter(reminded_at=None, ends_on__lte=today + REMIND_BEFORE)
    announced = 0
    for mandate in soon.select_for_update(of=("self",)).select_related("model__user", "agency"):
        mandate.reminded_at = clock.now()
        mandate.save()
        words = (
            f"The mandate of {mandate.agency} for {mandate.model} ends on {_day(mandate.ends_on)}. It does not "
            f"renew itself: to go on, {mandate.model} gives a new one."
        )
        tell(mandate.model.user.email, "A mandate ends soon", f"{words}\n\n{settings.SITE_URL}/me\n")
        _tell_agency(mandate, "A mandate ends soon", words)
        announced += 1
    return announced + _close_what_ran_out(Mandate.objects.all())


def own_mandate(user: User, pk: str) -> Mandate:
    """One mandate that this person gave, or that the own agency holds.

    Raises:
        NotThere: none, or somebody else's.
    """
    found = Mandate.objects.select_related("model__user", "agency").filter(pk=pk).first()
    own = found is not None and (
        rights.is_model(user, found.model) or (user.agency_id and user.agency_id == found.agency_id)
    )
    if found is None or not own:
        raise NotThere("no_such_mandate", "There is no such mandate, or it is not yours.")
    return found


def _check_term(ends_on: date) -> None:
    today = clock.now().date()
    if ends_on <= today:
        raise BadInput(
            "term_over", "The last day of a mandate lies in the future.", hint="Choose a later day."
        )
    if ends_on > today + LONGEST_MANDATE:
        raise Refused(
            "term_too_long",
            f"A mandate until {_day(ends_on)} is longer than three years.",
            rule="FWA-09",
            hint=f"Choose {_day(today + LONGEST_MANDATE)} at the latest; you can give a new one then.",
        )


def _must_live(mandate: Mandate) -> None:
    if mandate.ended_at or mandate.ends_on < clock.now().date():
        raise Conflict("mandate_ended", "This mandate has ended before.")


def _close_what_ran_out(mandates: QuerySet[Mandate]) -> int:
    over = list(
        mandates.filter(ended_at=None, ends_on__lt=clock.now().date()).select_related("model__user", "agency")
    )
    for mandate in over:
        _end(mandate)
        audit.record("mandate.ran_out", actor="worker", subject=mandate, agency=mandate.agency_id)
    return len(over)


def _end(mandate: Mandate) -> None:
    mandate.ended_at = clock.now()
    mandate.save()
    events.emit("mandate.ended", mandate=mandate)


def _tell_agency(mandate: Mandate, subject: str, words: str) -> None:
    for member in mandate.agency.members.filter(is_active=True):
        tell(member.email, subject, f"{words}\n\n{settings.SITE_URL}/\n")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
