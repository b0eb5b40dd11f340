"""Ana's agency asks Alice; houses bring in colleagues; links are used once, by the right person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from doublet.kernel import clock
from doublet.kernel.models import AuditEvent, Notice
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, NotThere, Refused
from doublet.people import inviting, joining, queries, rights, teams
from doublet.people.actions import make_token
from doublet.people.inviting import Draft, Proposal
from doublet.people.models import Agency, Invitation, Mandate, ModelProfile, User
from doublet.people.tests.conftest import PASSWORD
from doublet.testing import signed_in

pytestmark = pytest.mark.django_db

TYPED = {
    "legal_name": "Alice Fiktiv",
    "public_name": "Alice",
    "birth_date": "1998-06-30",
    "residence": "FR",
    "language": "fr",
    "password": PASSWORD,
}


def ask(by: User, email: str = "alice@example.org", points: int = 1000) -> tuple[Invitation, str]:
    draft = Draft(legal_name="Alice Fiktive", birth_date=None, residence="FR")
    return inviting.invite_model(by=by, email=email, name="Alice", proposal=Proposal(points), draft=draft)


def path_of(link: str) -> str:
    return link.split("8000", 1)[1]


def secret_of(link: str) -> str:
    return link.rsplit("/", 1)[1]


def test_alice_opens_her_account_and_consents_to_nothing_by_it(ana: User, client: Client) -> None:
    invitation, link = ask(ana)
    assert link in Notice.objects.get(to="alice@example.org").body
    page = client.get(path_of(link)).content.decode()
    assert "10 % of your gross" in page
    assert "Alice Fiktive" in page
    answer = client.post(path_of(link), TYPED)
    assert answer["Location"] == "/me"
    alice = ModelProfile.objects.get()
    assert (alice.user.email, alice.legal_name) == ("alice@example.org", "Alice Fiktiv")
    assert not queries.unconfirmed_address(alice.user)
    assert not Mandate.objects.exists()
    assert rights.mandate(ana, alice) is None
    assert "Would like to speak for you" in client.get("/me").content.decode()
    invitation.refresh_from_db()
    assert (invitation.state, invitation.draft) == ("joined", {})
    assert Client().get(path_of(link)).status_code == 404


def test_she_gives_the_mandate_herself_with_her_password(ana: User, client: Client) -> None:
    invitation, link = ask(ana, points=1200)
    client.post(path_of(link), TYPED)
    alice = ModelProfile.objects.get()
    address = reverse("proposal_answer", args=[invitation.pk])
    signed_in(client, alice.user, minutes_ago=10)
    assert client.post(address)["Location"].startswith(reverse("account_reauthenticate"))
    assert not Mandate.objects.exists()
    signed_in(client, alice.user)
    client.post(address, {})
    mandate = Mandate.objects.get()
    assert (mandate.commission_bp, mandate.may_negotiate) == (1200, False)
    assert mandate.ends_on == clock.now().date() + timedelta(days=365)
    assert client.post(address).status_code == 409


def test_she_says_no_and_nothing_follows(ana: User, client: Client) -> None:
    invitation, link = ask(ana)
    client.post(path_of(link), TYPED)
    signed_in(client, ModelProfile.objects.get().user)
    client.post(reverse("proposal_answer", args=[invitation.pk]), {"decline": "1"})
    invitation.refresh_from_db()
    assert invitation.state == "declined"
    assert not Mandate.objects.exists()


def test_nobody_answers_for_her(ana: User, mallory: User, ines: ModelProfile, client: Client) -> None:
    invitation, link = ask(ana)
    client.post(path_of(link), TYPED)
    for who in (ana, mallory, ines.user):
        with pytest.raises(NotAllowed):
            joining.accept_proposal(
                by=who, invitation=invitation, may_negotiate=True, reauthenticated_at=clock.now()
            )
    alice = User.objects.get(email="alice@example.org")
    with pytest.raises(NotAllowed) as refused:
        joining.accept_proposal(
            by=alice, invitation=invitation, may_negotiate=True, reauthenticated_at=None, by_token=True
        )
    assert refused.value.code == "token_cannot_sign"
    assert not Mandate.objects.exists()


def test_a_model_who_has_an_account_answers_there(
    ana: User, mallory: User, ines: ModelProfile, client: Client
) -> None:
    invitation, link = ask(ana, email="INES@example.org")
    page = client.get(path_of(link)).content.decode()
    assert "Sign in to answer" in page
    assert client.post(path_of(link), TYPED).status_code == 400
    wrong = signed_in(Client(), mallory)
    assert "signed in with another account" in wrong.get(path_of(link)).content.decode()
    assert wrong.post(path_of(link)).status_code == 403
    signed_in(client, ines.user).post(path_of(link))
    invitation.refresh_from_db()
    assert invitation.used_by == ines.user


def test_a_stranger_model_cannot_take_up_the_invitation_of_another(ana: User, ines: ModelProfile) -> None:
    _, link = ask(ana)
    with pytest.raises(NotAllowed) as refused:
        joining.take_up(by=ines.user, secret=secret_of(link))
    assert refused.value.code == "other_address"


def test_a_link_dies_with_its_time_when_sent_anew_and_when_withdrawn(
    ana: User, mallory: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation, first = ask(ana)
    with pytest.raises(NotAllowed):
        inviting.resend_invitation(by=mallory, invitation=invitation)
    _, second = inviting.resend_invitation(by=ana, invitation=invitation)
    with pytest.raises(NotThere):
        joining.invitation_by_link(secret_of(first))
    assert joining.invitation_by_link(secret_of(second)) == invitation
    with pytest.raises(Conflict) as twice:
        ask(ana)
    assert twice.value.code == "already_invited"
    with monkeypatch.context() as month:
        at = clock.now() + timedelta(days=31)
        month.setattr(clock, "now", lambda: at)
        with pytest.raises(NotThere):
            joining.invitation_by_link(secret_of(second))
        assert inviting.throw_away_drafts() == 1
    inviting.withdraw_invitation(by=ana, invitation=invitation)
    with pytest.raises(NotThere):
        joining.invitation_by_link(secret_of(second))
    assert second not in str(list(AuditEvent.objects.values()))
    assert secret_of(second) not in str(list(Invitation.objects.values()))


def test_no_invitation_is_sent_six_times(ana: User) -> None:
    invitation, _ = ask(ana)
    for _ in range(4):
        invitation, _ = inviting.resend_invitation(by=ana, invitation=invitation)
    with pytest.raises(Refused) as refused:
        inviting.resend_invitation(by=ana, invitation=invitation)
    assert refused.value.code == "sent_often_enough"


@pytest.mark.parametrize(
    ("proposal", "code"),
    [
        (Proposal(1600), "commission_over_limit"),
        (Proposal(2500), "commission_too_high"),
        (Proposal(1000, months=37), "term_too_long"),
        (Proposal(1000, kind="owner"), "unknown_kind"),
        (Proposal(1000, territories=("XX",)), "place_unknown"),
    ],
)
def test_a_proposal_that_no_mandate_may_hold_is_never_sent(ana: User, proposal: Proposal, code: str) -> None:
    with pytest.raises(Refused) as refused:
        inviting.invite_model(by=ana, email="a@example.org", name="A", proposal=proposal)
    assert refused.value.code == code
    assert not Invitation.objects.exists()


def test_a_child_is_not_even_invited(ana: User) -> None:
    born = clock.now().date() - timedelta(days=365 * 17)
    with pytest.raises(Refused) as refused:
        inviting.invite_model(
            by=ana, email="a@example.org", name="A", proposal=Proposal(1000), draft=Draft(birth_date=born)
        )
    assert refused.value.rule == "MIN-01"


def test_an_admin_invites_a_colleague_who_joins_the_same_house(
    ana: User, agency: Agency, client: Client
) -> None:
    answer = signed_in(client, ana).post(reverse("team"), {"name": "Bo", "email": "bo@example.org"})
    assert answer.status_code == 302
    body = Notice.objects.get(to="bo@example.org").body
    path = path_of(next(word for word in body.split() if "/invited/" in word))
    stranger = Client()
    stranger.post(path, {"name": "Bo", "password": PASSWORD})
    bo = User.objects.get(email="bo@example.org")
    assert (bo.role, bo.agency, bo.house_admin) == ("agent", agency, False)
    with pytest.raises(NotAllowed) as refused:
        inviting.invite_colleague(by=bo, email="x@example.org", name="X")
    assert refused.value.code == "admins_only"
    assert stranger.get(reverse("team")).status_code == 200
    assert stranger.post(reverse("member_change", args=[ana.pk]), {"remove": "1"}).status_code == 403


def test_a_brands_admin_brings_a_member_of_the_brand(bruno: User) -> None:
    _, link = inviting.invite_colleague(by=bruno, email="lia@example.org", name="Lia", house_admin=True)
    lia = joining.join_house(secret=secret_of(link), name="Lia", password=PASSWORD)
    assert (lia.role, lia.brand, lia.house_admin) == ("brand", bruno.brand, True)
    _, other = inviting.invite_colleague(by=lia, email="tom@example.org", name="Tom")
    with pytest.raises(BadInput):
        joining.join_as_model(secret=secret_of(other), **TYPED)


def test_a_removed_member_is_out_at_once(ana: User, mallory: User, olga: User, client: Client) -> None:
    _, link = inviting.invite_colleague(by=ana, email="bo@example.org", name="Bo")
    bo = joining.join_house(secret=secret_of(link), name="Bo", password=PASSWORD)
    _, secret = make_token(by=bo, label="x", scopes=["read"], days=10)
    signed_in(client, bo)
    assert client.get("/me").status_code == 200
    for who in (mallory, bo):
        with pytest.raises((NotAllowed, Refused)):
            teams.remove_member(by=who, member=bo)
    with pytest.raises(Refused) as own:
        teams.remove_member(by=ana, member=ana)
    assert own.value.code == "not_yourself"
    signed_in(Client(), ana).post(reverse("member_change", args=[bo.pk]), {"remove": "1"})
    assert client.get("/me").status_code == 302
    assert queries.account_for_token(secret, clock.now()) is None
    teams.remove_member(by=olga, member=mallory)
    mallory.refresh_from_db()
    assert not mallory.is_active


def test_money_between_an_agency_and_a_brand_is_declared(
    ana: User, mallory: User, bruno: User, olga: User, agency: Agency, client: Client
) -> None:
    brand = bruno.brand
    assert brand
    words = "The brand owns a fifth of the agency."
    with pytest.raises(NotAllowed):
        teams.declare_affiliation(by=mallory, agency=agency, brand=brand, words=words)
    answer = signed_in(client, ana).post(reverse("ties"), {"brand": brand.pk, "words": words})
    assert answer.status_code == 302
    tie = queries.affiliation(agency, brand)
    assert tie
    assert words in signed_in(Client(), olga).get(reverse("ties")).content.decode()
    assert words not in signed_in(Client(), mallory).get(reverse("ties")).content.decode()
    assert signed_in(Client(), mallory).post(reverse("tie_end", args=[tie.pk])).status_code == 404
    client.post(reverse("tie_end", args=[tie.pk]))
    assert queries.affiliation(agency, brand) is None
