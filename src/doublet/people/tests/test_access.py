from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from doublet.kernel.refusals import NotAllowed
from doublet.people.access import require_role
from doublet.people.models import ModelProfile

pytestmark = pytest.mark.django_db

OWN = ["me", "my_data", "home"]


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    for name in [*OWN, "people"]:
        answer = client.get(reverse(name))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


def test_the_wrong_role_gets_the_refusal_page(as_ines: Client) -> None:
    answer = as_ines.get(reverse("people"))
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "wrong_role" in page
    assert "yours is a model account" in page


def test_a_role_is_never_assumed(ines: ModelProfile) -> None:
    assert require_role(ines.user, "model", "agent") == ines.user
    for user, code in ((AnonymousUser(), "sign_in_first"), (ines.user, "wrong_role")):
        with pytest.raises(NotAllowed) as refused:
            require_role(user, "operator")
        assert refused.value.code == code


def test_an_operator_has_no_profile_to_change_or_mandate_to_give(as_olga: Client) -> None:
    assert as_olga.post(reverse("profile_change")).status_code == 404
    assert as_olga.post(reverse("mandate_give")).status_code == 404


def test_changes_are_never_made_by_a_plain_get(as_ines: Client) -> None:
    for name in ("profile_change", "mandate_give", "token_make"):
        assert as_ines.get(reverse(name)).status_code == 405
