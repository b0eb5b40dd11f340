"""A second proof of who somebody is, for everybody who can sign or move money.

A passkey, or six digits from an app. Whoever has one is asked for it at every sign-in, so a stolen
password alone signs nothing. `DOUBLET_REQUIRE_MFA` switches the rule off for demonstrations.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from doublet.kernel.refusals import NotAllowed
from doublet.people.models import Role, User

KINDS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
RULE = "HOUSE-FACTOR"


def has_second(user: User) -> bool:
    """Is there a passkey or an authenticator app on this account? Recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=KINDS).exists()


def signs_or_pays(user: User) -> bool:
    """Models sign; operators pay out and confirm identities; a brand's members say yes to what it will pay."""
    return user.role in (Role.MODEL, Role.OPERATOR, Role.BRAND)


def is_missing(user: User) -> bool:
    """Does this instance ask for a second proof, of somebody who has none?"""
    return bool(settings.REQUIRE_MFA) and not has_second(user)


def must_hold(user: User) -> None:
    """For actions that sign or move money.

    Raises:
        NotAllowed: ``second_factor_first``.
    """
    if is_missing(user):
        raise NotAllowed(
            "second_factor_first",
            "Signing and paying need a second proof that it is you, and this account has only a password.",
            rule=RULE,
            hint="Add a passkey or an authenticator app under Settings, Passkeys and codes; it takes two minutes.",
        )
