"""Inés opens an account and decides who speaks for her; Olga runs the instance; Ana is an agent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from doublet.kernel import audit, clock, events
from doublet.kernel.models import AuditEvent, Notice
from doublet.kernel.refusals import Conflict, NotAllowed, Refused
from doublet.people import actions, identity, mandates, queries, rights
from doublet.people.models import Agency, ApiToken, Brand, Mandate, ModelProfile, User
from doublet.people.tests.conftest import PASSWORD, SEEN
from doublet.testing import signed_in

pytestmark = pytest.mark.django_db

TYPED = {
    "legal_name": "Noa Fiktiv",
    "public_name": "Noa",
    "birth_date": "1990-05-17",
    "residence": "us-ny",
    "language": "en",
    "email": "noa@example.org",
    "password": PASSWORD,
}


def kinds() -> list[str]:
    return list(AuditEvent.objects.order_by("seq").values_list("kind", flat=True))


def test_a_model_opens_her_account_and_is_signed_in(client: Client) -> None:
    answer = client.post(reverse("join"), TYPED, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("home")
    noa = ModelProfile.objects.get()
    assert (noa.user.role, noa.residence, noa.age_checked_at) == ("model", "US-NY", None)
    assert answer.wsgi_request.user == noa.user
    assert "Confirm your e-mail" in answer.content.decode()
    assert kinds() == ["account.opened"]


@pytest.mark.parametrize("born", ["2014-01-01", "2200-01-01"])
def test_a_childlike_birth_date_is_refused_and_nothing_stays(client: Client, born: str) -> None:
    answer = client.post(reverse("join"), TYPED | {"birth_date": born})
    assert answer.status_code in (400, 422)
    assert not User.objects.exists()
    assert not ModelProfile.objects.exists()
    assert not EmailAddress.objects.exists()
    kept = AuditEvent.objects.get()
    assert kept.kind == "refused"
    assert "noa" not in str(kept.data).lower()


def test_the_refusal_of_a_child_names_the_rule_next_to_the_field(client: Client) -> None:
    page = client.post(reverse("join"), TYPED | {"birth_date": "2014-01-01"}).content.decode()
    assert 'id="id_birth_date_error"' in page
    assert "rule MIN-01" in page


@pytest.mark.parametrize(
    "wrong",
    [{"email": "ines@EXAMPLE.org"}, {"password": "short"}, {"residence": "XX"}, {"legal_name": "\u202e"}],
)
def test_what_cannot_be_used_opens_no_account(
    client: Client, ines: ModelProfile, wrong: dict[str, str]
) -> None:
    answer = client.post(reverse("join"), TYPED | wrong)
    assert 400 <= answer.status_code < 500
    assert list(ModelProfile.objects.all()) == [ines]


def test_the_operator_invites_an_agent_who_sets_a_password_with_the_link(
    as_olga: Client, client: Client
) -> None:
    typed = {
        "role": "agent",
        "house_name": "Agence Fictive",
        "country": "fr",
        "name": "Ana",
        "email": "ana@example.org",
    }
    answer = as_olga.post(reverse("people"), typed)
    assert answer.status_code == 201
    link = answer.context["link"]
    assert link in Notice.objects.get().body
    path = link.split("8000", 1)[1]
    form = client.get(path, follow=True)
    page = form.redirect_chain[-1][0]
    client.post(page, {"password1": PASSWORD, "password2": PASSWORD})
    ana = User.objects.get(email="ana@example.org")
    assert ana.check_password(PASSWORD)
    assert Client().get(path).context["token_fail"]


def test_a_second_person_of_the_same_house_joins_it(olga: User, ana: User, agency: Agency) -> None:
    other, _ = actions.open_house_account(
        by=olga, role="agent", house_name="AGENCE fictive", country="FR", email="b@example.org", name="Bo"
    )
    assert other.agency == agency
    assert Agency.objects.count() == 1
    assert not Brand.objects.exists()


def test_nobody_but_the_operator_invites_or_confirms_an_age(
    ines: ModelProfile, ana: User, olga: User
) -> None:
    for who in (ines.user, ana):
        with pytest.raises(NotAllowed):
            identity.confirm_identity(by=who, model=ines, evidence=SEEN)
        with pytest.raises(NotAllowed):
            actions.open_house_account(
                by=who, role="brand", house_name="B", country="FR", email="x@example.org", name="X"
            )
    assert kinds().count("refused") == 4
    identity.confirm_identity(by=olga, model=ines, evidence=SEEN)
    assert ines.age_checked_by == olga
    with pytest.raises(Conflict):
        identity.confirm_identity(by=olga, model=ines, evidence=SEEN)


def test_a_model_gives_a_mandate_and_ends_it_without_a_reason(
    ines: ModelProfile, ana: User, agency: Agency
) -> None:
    mandate = mandates.give_mandate(by=ines.user, model=ines, agency=agency, commission_bp=1500)
    assert rights.mandate(ana, ines) == mandate
    heard: list[Mandate] = []
    events.subscribe("mandate.ended")(lambda mandate: heard.append(mandate))
    mandates.end_mandate(by=ines.user, mandate=mandate)
    assert heard == [mandate]
    assert rights.mandate(ana, ines) is None
    with pytest.raises(Conflict):
        mandates.end_mandate(by=ines.user, mandate=mandate)
    assert Notice.objects.filter(to="ana@example.org", subject="A mandate has ended").exists()
    assert mandates.give_mandate(by=ines.user, model=ines, agency=agency, commission_bp=0)


def test_an_agent_cannot_give_herself_a_mandate_nor_take_more_than_a_fifth(
    ines: ModelProfile, ana: User, agency: Agency
) -> None:
    with pytest.raises(NotAllowed):
        mandates.give_mandate(by=ana, model=ines, agency=agency, commission_bp=1000)
    with pytest.raises(Refused) as refused:
        mandates.give_mandate(by=ines.user, model=ines, agency=agency, commission_bp=2001)
    assert refused.value.rule == "FWA-06"
    assert not Mandate.objects.exists()


def test_the_pages_of_a_mandate(as_ines: Client, ines: ModelProfile, agency: Agency) -> None:
    typed = {"agency": agency.pk, "percent": "12.5", "kind": "agent", "ends_on": "2027-06-30"}
    asked = as_ines.post(reverse("mandate_give"), typed)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    signed_in(as_ines, ines.user)
    as_ines.post(reverse("mandate_give"), typed)
    mandate = Mandate.objects.get()
    assert mandate.commission_bp == 1250
    assert "12.5 %" in as_ines.get(reverse("me")).content.decode()
    as_ines.post(reverse("mandate_end", args=[mandate.pk]))
    mandate.refresh_from_db()
    assert mandate.ended_at
    refused = as_ines.post(reverse("mandate_give"), typed | {"percent": "25"})
    assert refused.status_code == 400
    assert "25 % is not allowed" in refused.content.decode()


def test_a_token_is_shown_once_and_kept_as_a_hash(as_ines: Client, ines: ModelProfile) -> None:
    answer = as_ines.post(reverse("token_make"), {"label": "My site", "scopes": ["read"], "days": 30})
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert secret not in as_ines.get(reverse("me")).content.decode()
    token = ApiToken.objects.get()
    assert secret not in str(ApiToken.objects.values().get())
    assert secret not in str(list(AuditEvent.objects.values()))
    found = queries.account_for_token(secret, clock.now())
    assert found
    assert found.user == ines.user
    assert queries.account_for_token(secret, clock.now() + timedelta(days=31)) is None
    as_ines.post(reverse("token_revoke", args=[token.pk]))
    assert queries.account_for_token(secret, clock.now()) is None


def test_nobody_revokes_the_token_of_somebody_else(ines: ModelProfile, olga: User, as_olga: Client) -> None:
    token, secret = actions.make_token(by=ines.user, label="x", scopes=["read"], days=1)
    with pytest.raises(NotAllowed):
        actions.revoke_token(by=olga, token=token)
    assert as_olga.post(reverse("token_revoke", args=[token.pk])).status_code == 404
    assert queries.account_for_token(secret, clock.now())


def test_a_model_changes_her_profile_but_not_her_birth_date(as_ines: Client, ines: ModelProfile) -> None:
    typed = {"public_name": "Inès", "residence": "it", "language": "it", "height_cm": "178"}
    as_ines.post(reverse("profile_change"), typed | {"birth_date": "1980-01-01", "legal_name": "Other"})
    ines.refresh_from_db()
    assert (ines.public_name, ines.residence, ines.height_cm) == ("Inès", "IT", 178)
    assert (ines.birth_date.year, ines.legal_name) == (1999, "Inés Fiktiv")
    assert as_ines.post(reverse("profile_change"), typed | {"height_cm": "9"}).status_code == 400


def test_she_says_where_she_is_paid(as_ines: Client, ines: ModelProfile) -> None:
    answer = as_ines.post(reverse("bank_change"), {"iban": "DE89 3704 0044 0532 0130 00"})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    signed_in(as_ines, ines.user)
    answer = as_ines.post(reverse("bank_change"), {"iban": "DE89 3704 0044 0532 0130 01"})
    assert answer.status_code == 400
    assert "wrong digit" in answer.content.decode()
    as_ines.post(reverse("bank_change"), {"iban": "de89 3704 0044 0532 0130 00"})
    ines.refresh_from_db()
    assert ines.iban == "DE89370400440532013000"
    page = as_ines.get(reverse("me")).content.decode()
    assert "3000" in page
    assert ines.iban not in page


def test_an_agent_says_where_the_agency_is_paid_and_an_operator_is_not_paid(
    ana: User, agency: Agency, olga: User
) -> None:
    actions.set_bank_account(by=ana, iban="FR14 2004 1010 0505 0001 3M02 606")
    agency.refresh_from_db()
    assert agency.iban.endswith("2606")
    with pytest.raises(NotAllowed):
        actions.set_bank_account(by=olga, iban="DE89370400440532013000")


def test_my_data_holds_what_is_mine_and_no_secret(
    as_ines: Client, ines: ModelProfile, agency: Agency
) -> None:
    mandates.give_mandate(by=ines.user, model=ines, agency=agency, commission_bp=1000)
    actions.make_token(by=ines.user, label="x", scopes=["read"], days=1)
    told = as_ines.get(reverse("my_data")).json()
    assert told["profile"]["legal_name"] == "Inés Fiktiv"
    assert told["profile"]["mandates"][0]["agency"] == "Agence Fictive"
    assert "digest" not in str(told)
    assert "password" not in str(told)


def test_every_change_stands_in_the_audit_chain(ines: ModelProfile, agency: Agency) -> None:
    mandates.give_mandate(by=ines.user, model=ines, agency=agency, commission_bp=1000)
    assert {"account.opened", "account.invited", "mandate.given"} <= set(kinds())
    assert audit.check()[1] == []
