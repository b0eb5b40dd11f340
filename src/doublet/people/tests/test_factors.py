"""Whoever signs or pays has a second proof: Inés sets one up before her first signature."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from doublet.kernel.refusals import NotAllowed
from doublet.people import actions, factors, identity
from doublet.people.models import ModelProfile, User
from doublet.people.tests.conftest import PASSWORD, SEEN
from doublet.testing import signed_in

pytestmark = pytest.mark.django_db
IBAN = "DE89 3704 0044 0532 0130 00"


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.REQUIRE_MFA = True


def with_app(user: User) -> User:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


def code_of(secret: str) -> str:
    """RFC 6238 with the app's usual 30 seconds, SHA-1 and six digits."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = digest[-1] & 15
    return str((struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000).zfill(6)


def test_a_password_alone_moves_no_money(ines: ModelProfile) -> None:
    with pytest.raises(NotAllowed) as refused:
        actions.set_bank_account(by=ines.user, iban=IBAN)
    assert (refused.value.code, refused.value.rule) == ("second_factor_first", "HOUSE-FACTOR")
    with_app(ines.user)
    assert actions.set_bank_account(by=ines.user, iban=IBAN)


def test_recovery_codes_alone_are_no_second_proof(ines: ModelProfile) -> None:
    RecoveryCodes.activate(ines.user)
    assert not factors.has_second(ines.user)


def test_an_operator_confirms_nobody_without_one(olga: User, ines: ModelProfile, as_olga: Client) -> None:
    with pytest.raises(NotAllowed):
        identity.confirm_identity(by=olga, model=ines, evidence=SEEN)
    answer = as_olga.get(reverse("identity_check", args=[ines.pk]))
    assert answer["Location"].startswith(reverse("second_factor"))
    with_app(olga)
    assert as_olga.get(reverse("identity_check", args=[ines.pk])).status_code == 200


def test_she_is_shown_the_way_and_comes_back(ines: ModelProfile, client: Client) -> None:
    EmailAddress.objects.update(verified=True)
    signed_in(client, ines.user)
    answer = client.post(reverse("bank_change"), {"iban": IBAN})
    assert answer["Location"].startswith(reverse("second_factor"))
    page = client.get(reverse("second_factor") + "?next=/me").content.decode()
    assert "Add a passkey" in page
    assert 'href="/me"' in page
    assert (
        "evil.example" not in client.get(reverse("second_factor") + "?next=//evil.example").content.decode()
    )
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    form = client.get(reverse("mfa_activate_totp"))
    assert "Turn it on" in form.content.decode()
    code = code_of(form.context["form"].secret)
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert factors.has_second(ines.user)
    assert "Done" in client.get(reverse("second_factor")).content.decode()
    client.post(reverse("bank_change"), {"iban": IBAN})
    ines.refresh_from_db()
    assert ines.iban


def test_it_is_asked_of_those_who_sign_or_pay(ines: ModelProfile, ana: User, olga: User, bruno: User) -> None:
    assert [factors.signs_or_pays(user) for user in (ines.user, olga, bruno, ana)] == [
        True,
        True,
        True,
        False,
    ]
