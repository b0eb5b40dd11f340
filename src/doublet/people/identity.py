"""Is she who she says, and over 18? A look at a document by the operator, or by a vendor; no scan is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused, Unavailable
from doublet.people import factors, rights, rules
from doublet.people.identity_vendors import Verdict, checker
from doublet.people.models import IdentityCheck, ModelProfile, User, VendorEvent

RULE = "MIN-01"
BY_HAND = [how for how in IdentityCheck.How.values if how != IdentityCheck.How.VENDOR]


@dataclass(frozen=True)
class Evidence:
    """What somebody saw: the kind of document, and nothing that could be used without it."""

    how: str
    document: str
    country: str
    birth_date_matches: bool
    last_four: str = ""
    expires_on: date | None = None
    note: str = ""

    def check(self) -> dict[str, Any]:
        """As it is kept.

        Raises:
            BadInput: a kind that nobody knows, more than four characters of a number, or a document that
                has run out.
        """
        if self.how not in BY_HAND or self.document not in IdentityCheck.Document.values:
            raise BadInput("evidence_unknown", "Say how you looked and at which kind of document.")
        last = self.last_four.strip().upper()
        if last and not (len(last) == 4 and last.isascii() and last.isalnum()):
            raise BadInput(
                "number_too_long",
                "Of the document's number only the last four characters are kept, or none.",
                hint="Type four letters or digits, or leave it empty.",
            )
        if self.expires_on and self.expires_on < clock.now().date():
            raise BadInput(
                "document_expired", "This document has run out.", rule=RULE, hint="Ask for a valid one."
            )
        return {
            "how": self.how,
            "document": self.document,
            "country": rules.clean_place(self.country, parts=False),
            "birth_date_matches": self.birth_date_matches,
            "last_four": last,
            "expires_on": self.expires_on,
            "note": " ".join(self.note.split())[:500],
        }


@action
def confirm_identity(*, by: User, model: ModelProfile, evidence: Evidence) -> IdentityCheck:
    """The operator has seen a valid document of this model: her name, her face, her birth date (MIN-01)."""
    kept = _begin(by, model, evidence)
    if not evidence.birth_date_matches:
        raise Refused(
            "birth_date_differs",
            "The birth date on the document must be the one on file.",
            rule=RULE,
            hint="If they differ, refuse, and say so as the reason.",
        )
    rules.age_rule(model.birth_date, clock.now().date())
    if identity_state(model) == "confirmed":
        raise Conflict("identity_already_confirmed", "This identity was confirmed before.", rule=RULE)
    check = IdentityCheck.objects.create(
        model=model,
        outcome=IdentityCheck.Outcome.CONFIRMED,
        decided_at=clock.now(),
        checked_by=by,
        **kept,
    )
    _mark_adult(model, by)
    audit.record(
        "identity.confirmed", actor=by, subject=model, check=check.pk, how=check.how, document=check.document
    )
    _tell(model, "Your identity is confirmed", "What was recorded stands on your settings page.")
    return check


@action
def refuse_identity(*, by: User, model: ModelProfile, evidence: Evidence, reason: str) -> IdentityCheck:
    """The operator looked and could not confirm. An earlier confirmation ends. She reads the reason."""
    kept = _begin(by, model, evidence)
    reason = " ".join(reason.split())[:200]
    if len(reason) < 10:
        raise BadInput("reason_missing", "She must be able to read why.", hint="Write one sentence.")
    check = IdentityCheck.objects.create(
        model=model,
        outcome=IdentityCheck.Outcome.REFUSED,
        reason=reason,
        decided_at=clock.now(),
        checked_by=by,
        **kept,
    )
    _unmark(model)
    audit.record("identity.refused", actor=by, subject=model, check=check.pk, how=check.how)
    _tell(model, "Your identity could not be confirmed", f"The reason: {reason}")
    return check


@action
def second_look(*, by: User, check: IdentityCheck) -> IdentityCheck:
    """A second operator looked as well; optional, and never the same person."""
    rights.must_be_operator(by)
    factors.must_hold(by)
    check = IdentityCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if check.state != "confirmed" or check.second_by_id:
        raise Conflict("nothing_to_second", "This check does not wait for a second look.")
    if by.pk == check.checked_by_id:
        raise NotAllowed("same_person", "The second look is somebody else's.", rule="HOUSE-ROLE")
    check.second_by = by
    check.save()
    audit.record("identity.seconded", actor=by, subject=check.model, check=check.pk)
    return check


def begin_with_vendor(*, by: User, model: ModelProfile) -> tuple[IdentityCheck, str]:
    """She starts a vendor's check herself; answers the vendor's page to go on with.

    The vendor is asked between two short transactions, since that can take seconds.

    Raises:
        Unavailable: no vendor is set up here, or it cannot be reached.
    """
    _may_begin(by=by, model=model)
    chosen = checker()
    begun = chosen.begin(reference=model.pk, return_url=f"{settings.SITE_URL}/me/identity")
    return _keep_begun(by=by, model=model, vendor=chosen.name, session=begun.session), begun.url


@action
def _may_begin(*, by: User, model: ModelProfile) -> None:
    rights.must_be_model(by, model)
    if identity_state(model) == "confirmed":
        raise Conflict("identity_already_confirmed", "Your identity was confirmed before.", rule=RULE)


@action
def _keep_begun(*, by: User, model: ModelProfile, vendor: str, session: str) -> IdentityCheck:
    model.identity_checks.filter(outcome=IdentityCheck.Outcome.OPEN).delete()
    check = IdentityCheck.objects.create(
        model=model,
        outcome=IdentityCheck.Outcome.OPEN,
        how=IdentityCheck.How.VENDOR,
        vendor=vendor,
        session=session,
    )
    audit.record("identity.begun", actor=by, subject=model, check=check.pk, vendor=vendor)
    return check


def take_vendor_message(*, headers: dict[str, str], body: bytes) -> IdentityCheck | None:
    """A vendor's signed message. Taken in once; only yes or no, why not, and whether the birth date agrees.

    The message says only that there is news: what it is, the vendor itself is asked.

    Returns:
        The check that was decided; None for a message about nothing that is open here, or a replay.

    Raises:
        NotAllowed: not signed by the vendor, or too old.
        Unavailable: the vendor cannot be asked now; it sends the message again.
    """
    chosen = checker()
    message = chosen.open_message(headers, body, at=clock.now())
    if message is None or VendorEvent.objects.filter(pk=_event(chosen.name, message.event)).exists():
        return None
    if not _open_checks(chosen.name, message.session).exists():
        return None
    verdict = chosen.verdict(message.session)
    if verdict is None:
        return None
    check = _take(vendor=chosen.name, event=message.event, session=message.session, verdict=verdict)
    if check is not None:
        try:
            chosen.forget(message.session)
        except Unavailable:
            audit.record("identity.vendor_keeps_data", actor="vendor", subject=check.model, check=check.pk)
    return check


@action
def _take(*, vendor: str, event: str, session: str, verdict: Verdict) -> IdentityCheck | None:
    _, new = VendorEvent.objects.get_or_create(id=_event(vendor, event))
    waiting = _open_checks(vendor, session).select_for_update(of=("self",)).select_related("model__user")
    check = waiting.first() if new else None
    if check is not None:
        _decide(check, verdict)
    return check


def identity_state(model: ModelProfile) -> str:
    """none, open, confirmed, refused or expired: what the newest check says."""
    newest = model.identity_checks.first()
    return newest.state if newest else "none"


def _event(vendor: str, event: str) -> str:
    return f"{vendor}:{event}"[:120]


def _open_checks(vendor: str, session: str) -> QuerySet[IdentityCheck]:
    return IdentityCheck.objects.filter(session=session, vendor=vendor, outcome=IdentityCheck.Outcome.OPEN)


def _decide(check: IdentityCheck, verdict: Verdict) -> None:
    model, today = check.model, clock.now().date()
    reason = "" if verdict.verified else verdict.reason or "not_verified"
    matches = verdict.birth_date == model.birth_date if verdict.birth_date else None
    if verdict.verified and matches is not True:
        reason = "birth_date_differs" if verdict.birth_date else "birth_date_not_told"
    elif verdict.verified and rules.age_on(model.birth_date, today) < rules.ADULT:
        reason = "under_age"
    confirmed = not reason
    check.outcome = IdentityCheck.Outcome.CONFIRMED if confirmed else IdentityCheck.Outcome.REFUSED
    check.reason, check.birth_date_matches, check.decided_at = reason, matches, clock.now()
    check.save()
    if confirmed:
        _mark_adult(model, None)
    else:
        _unmark(model)
    audit.record(
        "identity.confirmed" if confirmed else "identity.refused",
        actor="vendor",
        subject=model,
        check=check.pk,
        vendor=check.vendor,
        reason=reason,
    )
    subject = "Your identity is confirmed" if confirmed else "Your identity could not be confirmed"
    _tell(model, subject, f"{check.vendor} says: {reason.replace('_', ' ') or 'verified'}.")


def _begin(by: User, model: ModelProfile, evidence: Evidence) -> dict[str, Any]:
    rights.must_be_operator(by)
    factors.must_hold(by)
    ModelProfile.objects.select_for_update(of=("self",)).get(pk=model.pk)
    return evidence.check()


def _mark_adult(model: ModelProfile, by: User | None) -> None:
    model.age_checked_at, model.age_checked_by = clock.now(), by
    model.save(update_fields=["age_checked_at", "age_checked_by"])


def _unmark(model: ModelProfile) -> None:
    model.age_checked_at = model.age_checked_by = None
    model.save(update_fields=["age_checked_at", "age_checked_by"])


def _tell(model: ModelProfile, subject: str, words: str) -> None:
    tell(model.user.email, subject, f"{words}\n\n{settings.SITE_URL}/me/identity\n")
