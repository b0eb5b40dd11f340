"""The link with which an invited person sets a first password."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from django.conf import settings
from django.urls import reverse

from doublet.people.models import User


def password_link(user: User) -> str:
    """An address that lets its holder set this account's password once; it dies after some days."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user.pk, "key": default_token_generator.make_token(user)},
    )
    return settings.SITE_URL + path
