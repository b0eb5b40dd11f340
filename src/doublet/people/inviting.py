"""A house sends invitations: to a colleague, or to a model whom an agency would like to speak for."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.urls import reverse

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.people import commissions, rights, rules
from doublet.people.actions import free_email
from doublet.people.commissions import Taken
from doublet.people.models import LONGEST_MANDATE, Agency, Invitation, Mandate, Role, User
from doublet.people.tokens import digest_of

COLLEAGUES_HAVE = timedelta(days=7)
MODELS_HAVE = timedelta(days=30)
MOST_SENT = 5
LONGEST_MONTHS = 36


@dataclass(frozen=True)
class Proposal:
    """The mandate that an agency would like: its share, for how many months, where."""

    commission_bp: int
    kind: str = "agent"
    months: int = 12
    territories: tuple[str, ...] = ()

    @classmethod
    def of(cls, terms: dict[str, Any]) -> Proposal:
        """As it is kept with an invitation."""
        return cls(**{**terms, "territories": tuple(terms.get("territories", ()))})

    def last_day(self, today: date) -> date:
        """The last day of a mandate that is given today."""
        return today + min(timedelta(days=self.months * 365 // 12), LONGEST_MANDATE)

    def check(self, agency: Agency) -> Proposal:
        """The same with clean territories.

        Raises:
            Refused: a share or a term that no mandate may have; the sum is shown.
        """
        if self.kind not in Mandate.Kind.values:
            raise BadInput(
                "unknown_kind", f"“{self.kind[:20]}” is no kind of mandate.", hint="agent or mother"
            )
        if not 1 <= self.months <= LONGEST_MONTHS:
            raise Refused(
                "term_too_long",
                f"A mandate of {self.months} months is not possible.",
                rule="FWA-09",
                hint=f"Between 1 and {LONGEST_MONTHS} months.",
            )
        rules.commission_rule(self.commission_bp)
        commissions.refuse_over_limit(
            [commissions.platform(), Taken("agent", agency.name, self.commission_bp, agency.pk)]
        )
        return Proposal(
            self.commission_bp, self.kind, self.months, tuple(rules.clean_territories(self.territories))
        )


@dataclass(frozen=True)
class Draft:
    """What an agency typed of a model whom it invites. She checks and changes every word of it."""

    legal_name: str = ""
    birth_date: date | None = None
    residence: str = ""
    language: str = "en"
    height_cm: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """As it is kept until she has checked it."""
        return {**asdict(self), "birth_date": self.birth_date.isoformat() if self.birth_date else ""}


@action
def invite_colleague(*, by: User, email: str, name: str, house_admin: bool = False) -> tuple[Invitation, str]:
    """An admin of an agency or a brand invites somebody into the own house; the link was mailed."""
    house = rights.must_run_house(by)
    kind = Invitation.Kind.AGENT if isinstance(house, Agency) else Invitation.Kind.BRAND
    email = free_email(email)
    _refuse_second(Invitation.objects.filter(kind=kind, agency=by.agency, brand=by.brand), email)
    return _send(
        Invitation(
            kind=kind,
            email=email,
            name=rules.clean_name(name, "The person's name"),
            agency=by.agency,
            brand=by.brand,
            house_admin=house_admin,
            invited_by=by,
        )
    )


@action
def invite_model(
    *,
    by: User,
    email: str,
    name: str,
    proposal: Proposal,
    draft: Draft | None = None,
    file_sha256: str = "",
) -> tuple[Invitation, str]:
    """An agency would like to speak for a model. She opens her own account, and gives the mandate or not.

    Raises:
        Refused: under 18, a share or a term that no mandate may have, or already invited or represented.
    """
    agency = _own_agency(by)
    email = clean_email(email)
    draft = draft or Draft()
    if draft.birth_date:
        rules.age_rule(draft.birth_date, clock.now().date())
    if Mandate.objects.living().filter(agency=agency, model__user__email__iexact=email).exists():
        raise Conflict("already_yours", "This model has given your agency a mandate already.")
    _refuse_second(Invitation.objects.filter(kind=Invitation.Kind.MODEL, agency=agency), email)
    return _send(
        Invitation(
            kind=Invitation.Kind.MODEL,
            email=email,
            name=rules.clean_name(name, "Her public name"),
            agency=agency,
            terms=asdict(proposal.check(agency)) | {"territories": list(proposal.territories)},
            draft=draft.as_dict(),
            invited_by=by,
            file_sha256=file_sha256,
        )
    )


@action
def resend_invitation(*, by: User, invitation: Invitation) -> tuple[Invitation, str]:
    """A new link and a new time; the link of before stops working."""
    invitation = _own(by, invitation)
    if invitation.state not in ("open", "expired"):
        raise Conflict("invitation_over", f"This invitation is already {invitation.state}.")
    if invitation.times_sent >= MOST_SENT:
        raise Refused(
            "sent_often_enough",
            f"This invitation was mailed {MOST_SENT} times.",
            rule="HOUSE-LIMIT",
            hint="Ask the person in another way.",
        )
    invitation.times_sent += 1
    return _send(invitation)


@action
def withdraw_invitation(*, by: User, invitation: Invitation) -> Invitation:
    """The house takes an invitation back; its link stops working at once."""
    invitation = _own(by, invitation)
    if invitation.state not in ("open", "joined", "expired"):
        raise Conflict("invitation_over", f"This invitation is already {invitation.state}.")
    invitation.withdrawn_at, invitation.draft = clock.now(), {}
    invitation.save()
    audit.record("invitation.withdrawn", actor=by, subject=invitation)
    return invitation


@action
def throw_away_drafts() -> int:
    """Forget what agencies typed of people who never came; the worker calls this. How many were forgotten."""
    stale = Invitation.objects.filter(Q(expires_at__lt=clock.now()) & ~Q(draft={}))
    for invitation in stale:
        invitation.draft = {}
        invitation.save()
        audit.record("invitation.draft_forgotten", actor="worker", subject=invitation)
    return len(stale)


def clean_email(text: str) -> str:
    """An address as it is kept.

    Raises:
        BadInput: not an e-mail address.
    """
    email = User.objects.normalize_email(text.strip())
    try:
        validate_email(email)
    except ValidationError:
        raise BadInput("email_unusable", "This is not an e-mail address.", hint="Check it.") from None
    return email


def _send(invitation: Invitation) -> tuple[Invitation, str]:
    secret, now = secrets.token_urlsafe(32), clock.now()
    to_model = invitation.kind == Invitation.Kind.MODEL
    invitation.digest, invitation.sent_at = digest_of(secret), now
    invitation.expires_at = now + (MODELS_HAVE if to_model else COLLEAGUES_HAVE)
    invitation.save()
    link = settings.SITE_URL + reverse("invited", args=[secret])
    audit.record(
        "invitation.sent", actor=invitation.invited_by, subject=invitation, times=invitation.times_sent
    )
    words = (
        f"{invitation.house} would like to speak for you on {settings.PLATFORM_NAME}. You open your own account; "
        "you consent to nothing by it, and you say yes or no to the mandate afterwards."
        if to_model
        else f"{invitation.invited_by.name} invites you to the team of {invitation.house} on {settings.PLATFORM_NAME}."
    )
    tell(
        invitation.email,
        f"{invitation.house} invites you",
        f"Hello {invitation.name},\n\n{words}\n\n{link}\n\nThe link works once, until "
        f"{invitation.expires_at:%d %B %Y}. If you do not know who this is, do nothing.\n",
    )
    return invitation, link


def _refuse_second(invitations: Any, email: str) -> None:
    open_ones: Sequence[Invitation] = [one for one in invitations.filter(email__iexact=email) if one.is_open]
    if open_ones:
        raise Conflict(
            "already_invited",
            "This address has an open invitation of yours.",
            hint="Send it again, or withdraw it first.",
        )


def _own(by: User, invitation: Invitation) -> Invitation:
    invitation = locked(invitation)
    if invitation.kind == Invitation.Kind.MODEL:
        assert invitation.agency is not None
        rights.must_be_agency(by, invitation.agency)
    elif rights.must_run_house(by) != invitation.house:
        raise NotAllowed("not_yours", "This belongs to another house.", rule="HOUSE-ROLE")
    return invitation


def locked(invitation: Invitation) -> Invitation:
    """The same row, held until the end of this step."""
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("agency", "brand", "invited_by")
        .get(pk=invitation.pk)
    )


def _own_agency(by: User) -> Agency:
    if by.role != Role.AGENT or by.agency is None:
        raise NotAllowed("agencies_only", "Only an agency invites models.", rule="HOUSE-ROLE")
    return by.agency
