"""Roster, briefs and offers, as brand, agent, model and stranger meet them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doublet.kernel import clock
from doublet.offers.models import Brief, Offer
from doublet.offers.scenes import SETTING_OF, settings_of
from doublet.testing import signed_in

WORDS = "Front pictures of the new tees for the product pages of our web shop, shown to shoppers in Europe."


@pytest.fixture
def team(target: Any) -> Client:
    return signed_in(Client(), target.people.brand)


def typed(target: Any, **changes: Any) -> dict[str, Any]:
    today = clock.now().date()
    return {
        "title": "Autumn tees",
        "garments": [target.garment.pk],
        "backgrounds": ["studio_white"],
        "pictures": "6",
        "purpose": "ecommerce",
        "channels": ["own_web"],
        "territories": ["EU"],
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=60)).isoformat(),
        "exclusivity": "none",
        "description": WORDS,
    } | changes


@pytest.fixture
def offer(target: Any, team: Client) -> Offer:
    path = f"/roster/{target.people.model.pk}/brief"
    team.post(path, typed(target))
    brief = Brief.objects.get(title="Autumn tees")
    team.post(f"/briefs/{brief.pk}/send", {"note": "We liked your show."})
    return Offer.objects.get(brief=brief)


def test_the_roster_filters_by_what_she_opened_and_by_her_floor(team: Client) -> None:
    assert b"Sandbox" in team.get("/roster/").content
    assert b"Sandbox" in team.get("/roster/?kind=everyday&territory=FR&at_most=5000").content
    assert b"Nobody fits" in team.get("/roster/?kind=lingerie").content
    assert b"Nobody fits" in team.get("/roster/?territory=CN").content
    assert b"Nobody fits" in team.get("/roster/?at_most=0.01").content


def test_an_unreadable_filter_is_named_and_asks_for_nothing(team: Client) -> None:
    page = team.get("/roster/?at_most=cheap").content
    assert b"cannot be read as an amount" in page
    assert b"Sandbox" in page


def test_who_withdrew_her_consent_is_not_on_the_roster(team: Client, target: Any) -> None:
    signed_in(Client(), target.people.model.user).get("/")
    target.use.status, target.use.withdrawn_at = "withdrawn", clock.now()
    target.use.save()
    assert b"Sandbox" not in team.get("/roster/").content
    assert team.get(f"/roster/{target.people.model.pk}/").status_code == 404


def test_models_do_not_browse_each_other(target: Any) -> None:
    her = signed_in(Client(), target.people.model.user)
    assert her.get("/roster/").status_code == 403
    assert her.get(f"/roster/{target.people.model.pk}/").status_code == 200


def test_the_price_moves_with_the_form(team: Client, target: Any) -> None:
    path = f"/roster/{target.people.model.pk}/brief/outlook"
    six = team.post(path, typed(target)).context["outlook"].quote
    twelve = team.post(path, typed(target, pictures="12")).context["outlook"].quote
    assert twelve["gross_minor"] > six["gross_minor"]
    assert sum(line["amount_minor"] for line in six["lines"]) == six["gross_minor"]


def test_a_half_filled_form_has_no_price_yet(team: Client, target: Any) -> None:
    answer = team.post(f"/roster/{target.people.model.pk}/brief/outlook", {"pictures": "6"})
    assert answer.status_code == 200
    assert answer.context["outlook"] is None


def test_a_crossed_boundary_is_named_while_typing_and_refused_when_kept(team: Client, target: Any) -> None:
    path = f"/roster/{target.people.model.pk}/brief"
    crossing = typed(target, channels=["own_web", "print"])
    assert "Shown on: print" in team.post(f"{path}/outlook", crossing).content.decode()
    answer = team.post(path, crossing)
    assert answer.status_code == 422
    assert "Shown on: print" in answer.content.decode()
    assert not Brief.objects.filter(title="Autumn tees").exists()


def test_a_vague_description_is_refused_at_its_field(team: Client, target: Any) -> None:
    answer = team.post(f"/roster/{target.people.model.pk}/brief", typed(target, description="Nice pictures."))
    assert answer.status_code == 400
    assert "3 words" not in answer.content.decode()
    assert "2 words" in str(answer.context["form"].errors["description"])


def test_another_brands_garment_cannot_be_named(target: Any) -> None:
    other = signed_in(Client(), target.people.other)
    answer = other.post(f"/roster/{target.people.model.pk}/brief", typed(target))
    assert not Brief.objects.filter(title="Autumn tees").exists()
    assert answer.status_code in (200, 400)


def test_a_brief_becomes_an_offer_that_all_three_can_read(offer: Offer, target: Any) -> None:
    for user in (target.people.brand, target.people.model.user, target.people.agent):
        page = signed_in(Client(), user).get(f"/offers/{offer.pk}/").content.decode()
        assert "Autumn tees" in page
        assert "We liked your show." in page
    assert signed_in(Client(), target.people.other).get(f"/offers/{offer.pk}/").status_code == 404
    assert signed_in(Client(), target.people.other).get(f"/briefs/{offer.brief_id}/").status_code == 404


def test_her_side_sees_what_reaches_her_and_the_brand_does_not(offer: Offer, target: Any) -> None:
    page = f"/offers/{offer.pk}/"
    assert b"What reaches her" in signed_in(Client(), target.people.agent).get(page).content
    assert b"What reaches you" in signed_in(Client(), target.people.model.user).get(page).content
    assert b"What reaches" not in signed_in(Client(), target.people.brand).get(page).content


def test_a_counter_holds_only_what_was_changed(offer: Offer, target: Any) -> None:
    agent = signed_in(Client(), target.people.agent)
    form = agent.get(f"/offers/{offer.pk}/counter").context["form"]
    again = {name: value for name in form.fields if (value := form[name].value())}
    answer = agent.post(f"/offers/{offer.pk}/counter", again | {"pictures": "4", "note": "Four will do."})
    assert answer.status_code == 302
    version = offer.versions.get(number=2)
    assert [change[0] for change in version.changes] == ["pictures"]
    page = signed_in(Client(), target.people.brand).get(f"/offers/{offer.pk}/").content.decode()
    assert "Four will do." in page


def test_a_counter_that_changes_nothing_or_goes_under_the_floor_is_refused(offer: Offer, target: Any) -> None:
    agent = signed_in(Client(), target.people.agent)
    form = agent.get(f"/offers/{offer.pk}/counter").context["form"]
    again = {name: value for name in form.fields if (value := form[name].value())}
    assert agent.post(f"/offers/{offer.pk}/counter", again).status_code == 400
    low = agent.post(f"/offers/{offer.pk}/counter", again | {"rate": "0.01"})
    assert low.status_code == 422
    assert low.context["form"].errors["rate"]
    assert agent.post(f"/offers/{offer.pk}/counter", again | {"rate": "lots"}).status_code == 400
    assert offer.versions.count() == 1


def test_accepting_an_old_version_is_refused(offer: Offer, target: Any) -> None:
    her = signed_in(Client(), target.people.model.user)
    assert her.post(f"/offers/{offer.pk}/accept", {"number": "7"}).status_code == 409
    assert her.post(f"/offers/{offer.pk}/accept", {"number": "x" * 40}).status_code == 409
    assert her.post(f"/offers/{offer.pk}/accept", {"number": "1"}).status_code == 302
    offer.refresh_from_db()
    assert offer.status == Offer.Status.AGREED


def test_a_no_closes_the_offer_and_the_brand_cannot_decline_for_her(offer: Offer, target: Any) -> None:
    assert signed_in(Client(), target.people.brand).post(f"/offers/{offer.pk}/decline").status_code == 403
    assert (
        signed_in(Client(), target.people.model.user).post(f"/offers/{offer.pk}/decline").status_code == 302
    )
    assert signed_in(Client(), target.people.brand).post(f"/offers/{offer.pk}/withdraw").status_code == 409


def test_today_says_whose_turn_it_is(offer: Offer, target: Any) -> None:
    assert b"It is your turn to answer" in signed_in(Client(), target.people.agent).get("/home").content
    assert b"It is your turn to answer" not in signed_in(Client(), target.people.brand).get("/home").content
    signed_in(Client(), target.people.agent).post(f"/offers/{offer.pk}/accept", {"number": "1"})
    assert b"Read and sign" in signed_in(Client(), target.people.model.user).get("/home").content
    assert b"Read and sign" not in signed_in(Client(), target.people.agent).get("/home").content


def test_a_background_that_nobody_sorted_opens_no_door() -> None:
    assert settings_of(("studio_white", "sunlit_wall", "charcoal")) == ("daylight", "studio")
    assert settings_of(("a_new_one",)) == ("a_new_one",)


def test_every_background_of_the_engine_is_sorted_and_drawn(client: Client) -> None:
    from doublet.engines.tryon.scenes import BACKGROUNDS, LIGHTS

    assert set(SETTING_OF) == set(BACKGROUNDS)
    for name in BACKGROUNDS:
        assert client.get(f"/briefs/backgrounds/{name}.jpg")["Content-Type"] == "image/jpeg"
    for name in LIGHTS:
        assert client.get(f"/briefs/lights/{name}.jpg")["Content-Type"] == "image/jpeg"
    assert client.get("/briefs/backgrounds/moon.jpg").status_code == 404
    assert client.get("/briefs/lights/moon.jpg").status_code == 404
