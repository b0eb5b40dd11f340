"""What this part holds of an account, for the file that its owner takes home (GDPR 15 and 20)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q

from doublet.kernel.models import AuditEvent, AuditHead, Notice, Tally
from doublet.people.held import FILE, LOCKED, MACHINE, Held, Row, also_held, not_told, part_of_my_data
from doublet.people.models import (
    Affiliation,
    Agency,
    ApiToken,
    Brand,
    CrewMember,
    IdentityCheck,
    Invitation,
    Mandate,
    ModelProfile,
    User,
    VendorEvent,
)

IN_THE_MAIL = "The words came to you by mail. They may hold links that open something once."
OPENED = "Sealed. What is in it is told beside it."
IN_THE_PACK = "The log's own hashes. “With papers and proofs” they come with the proof that they stand in the public log."
CREW_OWN = "Where somebody else is paid and pays tax: hers alone."
COMPANY = "A company's own data, on its pages. Which company you belong to stands in your account."

ACCOUNT = Held(
    User,
    (),
    "id email name first_name last_name role agency_id brand_id house_admin is_active is_staff is_superuser"
    " date_joined last_login",
    many="groups user_permissions",
    keeps={"password": LOCKED},
    find=lambda user: Q(pk=user.pk),
)
PROFILE = Held(
    ModelProfile,
    ("user",),
    "id user_id public_name legal_name birth_date age_checked_at age_checked_by_id residence language height_cm"
    " popularity popularity_source popularity_on iban fictional joined_at",
    keeps={"portrait": FILE, "wrapped_key": LOCKED, "sealed_address": OPENED},
)
MANDATES = Held(
    Mandate,
    ("model__user",),
    "id model_id agency_id kind commission_bp territories may_negotiate given_at ends_on reminded_at ended_at",
)
CHECKS = Held(
    IdentityCheck,
    ("model__user",),
    "id model_id outcome how document country last_four birth_date_matches expires_on reason note begun_at"
    " decided_at checked_by_id second_by_id vendor session",
)
CREW = Held(
    CrewMember,
    ("model__user",),
    "id model_id capture role name email language share_bp status answered_at typed_name text text_sha256 credited"
    " sent_at named_at ended_at resolved_at resolved_by_id resolution",
    keeps={"iban": CREW_OWN, "country": CREW_OWN, "digest": LOCKED},
)
TOKENS = Held(
    ApiToken,
    ("user",),
    "id user_id label scopes made_at expires_at revoked_at",
    keeps={"digest": LOCKED},
)
INVITATIONS = Held(
    Invitation,
    ("used_by",),
    "id kind email name agency_id brand_id house_admin terms draft invited_by_id times_sent sent_at expires_at"
    " used_at used_by_id accepted_at mandate_id declined_at withdrawn_at file_sha256",
    keeps={"digest": LOCKED},
)
ADDRESSES = Held(EmailAddress, ("user",), "id user_id email verified primary")
SIGN_IN = Held(Authenticator, ("user",), "id user_id type created_at last_used_at", keeps={"data": LOCKED})
MAIL = Held(
    Notice,
    (),
    "id to subject written_at sent_at",
    keeps={"body": IN_THE_MAIL, "lease_token": MACHINE, "lease_until": MACHINE, "attempts": MACHINE},
    find=lambda user: Q(to__iexact=user.email) if _answers_its_mail(user) else Q(pk__in=[]),
)
LOG = Held(
    AuditEvent,
    (),
    "seq at kind actor subject data",
    keeps=dict.fromkeys(("previous", "digest"), IN_THE_PACK),
)

also_held(LOG)
not_told(LOCKED, Session, EmailConfirmation)
not_told(COMPANY, Agency, Brand, Affiliation)
not_told(MACHINE, AuditHead, Tally, VendorEvent, ContentType, Group, Permission)


@part_of_my_data("account", ACCOUNT)
def _account(user: User) -> Row:
    return ACCOUNT.row(user)


@part_of_my_data("profile", PROFILE, MANDATES, CHECKS, CREW)
def _profile(user: User) -> dict[str, Any] | None:
    profile = PROFILE.of(user).first()
    if profile is None:
        return None
    mandates = MANDATES.of(user).select_related("agency").order_by("given_at")
    checks = CHECKS.of(user).select_related("checked_by", "second_by").order_by("-begun_at")
    return PROFILE.row(profile) | {
        "postal_address": profile.postal_address,
        "mandates": [MANDATES.row(mandate) | {"agency": mandate.agency.name} for mandate in mandates],
        "crew": CREW.rows(user),
        "identity_checks": [
            CHECKS.row(check)
            | {"checked_by": str(check.checked_by or ""), "second_look_by": str(check.second_by or "")}
            for check in checks
        ],
    }


@part_of_my_data("addresses", ADDRESSES)
def _addresses(user: User) -> list[Row]:
    return ADDRESSES.rows(user)


@part_of_my_data("tokens", TOKENS)
def _tokens(user: User) -> list[Row]:
    return TOKENS.rows(user)


@part_of_my_data("invitations", INVITATIONS)
def _invitations(user: User) -> list[Row]:
    invitations = INVITATIONS.of(user).select_related("agency", "brand").order_by("sent_at")
    return [INVITATIONS.row(invitation) | {"house": str(invitation.house)} for invitation in invitations]


@part_of_my_data("sign_in_methods", SIGN_IN)
def _sign_in_methods(user: User) -> list[Row]:
    return SIGN_IN.rows(user)


@part_of_my_data("mail", MAIL)
def _mail(user: User) -> list[Row]:
    return MAIL.rows(user)


def log_of(user: User, ids: Iterable[str]) -> list[Row]:
    """What this account did, and what happened to anything of its own, by the ids of those things."""
    events = AuditEvent.objects.filter(Q(actor=user.pk) | Q(subject__in=[user.pk, *ids]))
    return [LOG.row(event) for event in events.order_by("seq")]


def _answers_its_mail(user: User) -> bool:
    """Whoever has not shown that an address is theirs is not told what was written to it."""
    return not EmailAddress.objects.filter(user=user, verified=False).exists()
