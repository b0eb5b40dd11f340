"""A licence's pages: who reads them, who signs, and how it is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from doublet.kernel import clock
from doublet.licences.models import Licence
from doublet.offers.actions import accept, send_offer, write_brief
from doublet.offers.models import Offer
from doublet.testing import signed_in


@pytest.fixture
def agreed(target: Any) -> Offer:
    terms = dict(target.licence.terms)
    for name in ("garments", "rate_minor", "currency", "payment_days"):
        terms.pop(name)
    today = clock.now().date()
    terms |= {"starts": today, "ends": today}
    brief = write_brief(
        by=target.people.brand,
        model=target.people.model,
        title="One more",
        garments=[target.garment],
        terms=terms,
    )
    offer = send_offer(by=target.people.brand, brief=brief)
    accept(by=target.people.model.user, offer=offer, number=1)
    offer.refresh_from_db()
    return offer


def signature(offer: Offer, target: Any, **changes: Any) -> dict[str, str]:
    version = offer.versions.order_by("-number")[0]
    return {
        "shown_sha256": version.terms_sha256,
        "name": target.people.model.legal_name,
        "memo": "on",
        "advised_by": "none",
    } | changes


def test_both_parties_her_agent_and_the_operator_read_it_and_strangers_do_not(target: Any) -> None:
    path = f"/licences/{target.licence.pk}/"
    people = target.people
    for user in (people.brand, people.model.user, people.agent, people.operator):
        assert b"Frozen" in signed_in(Client(), user).get(path).content
        assert signed_in(Client(), user).get(f"{path}contract.pdf").content.startswith(b"%PDF")
    assert signed_in(Client(), people.other).get(path).status_code == 404
    assert signed_in(Client(), people.other).get(f"{path}contract.pdf").status_code == 404
    assert Client().get(path).status_code == 302


def test_the_page_says_what_the_seal_proves_and_what_the_gate_refused(target: Any) -> None:
    team = signed_in(Client(), target.people.brand)
    team.post(
        f"/studio/{target.licence.pk}/ask",
        {
            "garments": [target.garment.pk],
            "backgrounds": ["studio_white"],
            "lights": ["soft", "warm"],
            "crops": ["full"],
        },
    )
    page = team.get(f"/licences/{target.licence.pk}/").content.decode()
    assert "Seal intact" in page
    assert "Pictures were asked for: All 2 pictures" in page


def test_who_has_not_entered_her_password_just_now_is_asked_for_it(agreed: Offer, target: Any) -> None:
    answer = signed_in(Client(), target.people.model.user, minutes_ago=6).get(f"/offers/{agreed.pk}/sign")
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_she_reads_the_memo_and_signs(agreed: Offer, target: Any) -> None:
    her = signed_in(Client(), target.people.model.user)
    memo = her.get(f"/offers/{agreed.pk}/sign").content.decode()
    assert "What you earn" in memo
    assert "This starts within 24 hours" in memo
    answer = her.post(f"/offers/{agreed.pk}/sign", signature(agreed, target))
    licence = Licence.objects.get(version__offer=agreed)
    assert answer["Location"] == f"/licences/{licence.pk}/"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": "Somebody Else"}, "name"), ({"memo": ""}, "memo"), ({"shown_sha256": "0" * 64}, None)],
)
def test_a_wrong_signature_is_refused_where_it_is_wrong(
    change: dict[str, str], field: str | None, agreed: Offer, target: Any
) -> None:
    her = signed_in(Client(), target.people.model.user)
    answer = her.post(f"/offers/{agreed.pk}/sign", signature(agreed, target, **change))
    assert answer.status_code in (400, 422)
    errors = answer.context["form"].errors
    assert list(errors) == [field or "__all__"]
    assert not Licence.objects.filter(version__offer=agreed).exists()


def test_nobody_signs_for_her(agreed: Offer, target: Any) -> None:
    for user in (target.people.agent, target.people.brand, target.people.operator):
        answer = signed_in(Client(), user).post(f"/offers/{agreed.pk}/sign", signature(agreed, target))
        assert answer.status_code == 403
        assert b"nobody can sign for her" in answer.content
    page = signed_in(Client(), target.people.agent).get(f"/offers/{agreed.pk}/").content.decode()
    assert "you cannot sign for her" in page
    assert not Licence.objects.filter(version__offer=agreed).exists()


def test_one_screen_lists_the_effects_and_one_button_withdraws(target: Any) -> None:
    her = signed_in(Client(), target.people.model.user)
    path = f"/licences/{target.licence.pk}/withdraw"
    effects = her.get(path).content.decode()
    assert "1 waiting picture is cancelled." in effects
    assert "No reason is asked" in effects
    her.post(path)
    target.licence.refresh_from_db()
    assert target.licence.status == Licence.Status.WITHDRAWN
    assert (
        b"Permission was withdrawn"
        in signed_in(Client(), target.people.brand).get(f"/licences/{target.licence.pk}/").content
    )
    assert her.post(path).status_code == 409


def test_only_she_can_withdraw(target: Any) -> None:
    path = f"/licences/{target.licence.pk}/withdraw"
    for user in (target.people.agent, target.people.brand, target.people.operator):
        assert signed_in(Client(), user).post(path).status_code == 403
    target.licence.refresh_from_db()
    assert target.licence.status == Licence.Status.ACTIVE
