"""The rate card, a model's price and the roster's order, as everybody meets them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from doublet.cli import main
from doublet.kernel import clock
from doublet.offers.models import Brief, Following, RateCardVersion
from doublet.offers.pricing import BUILT_IN
from doublet.offers.pricing.card_data import sha256_of, to_toml
from doublet.story.target import Target
from doublet.testing import signed_in

OLD = BUILT_IN["2026-11"]


def new_card(**changes: str) -> str:
    text = (
        to_toml(OLD).replace('"2026-11"', '"2027-01"').replace("2026-11-01", clock.now().date().isoformat())
    )
    for before, after in {"EUR = 6000": "EUR = 9000", **changes}.items():
        assert before in text
        text = text.replace(before, after)
    return text


def client(user: Any) -> Client:
    return signed_in(Client(), user)


@pytest.mark.django_db
def test_anybody_reads_the_card_in_words_and_numbers() -> None:
    page = Client().get("/rates").content.decode()
    for words in ("EUR 60.00", "USD 65.00", "GBP 52.00", "At least 80 %", "30 days", "EUR 20.00", "5 %"):
        assert words in page
    assert "never lowers it" in page
    assert sha256_of(OLD) in page
    told = Client().get("/rates/2026-11.json").json()
    assert told["sha256"] == sha256_of(OLD)
    assert "EUR = 6000" in Client().get("/rates/2026-11.toml").content.decode()
    assert Client().get("/rates/2019-01").status_code == 404


def test_the_operator_looks_first_and_publishes_then(target: Target) -> None:
    operator = client(target.people.operator)
    seen = operator.post("/operator/rates", {"text": new_card(), "look": "1"}).content.decode()
    assert "What 2027-01 would change" in seen
    assert "base.EUR" in seen
    assert not RateCardVersion.objects.exists()
    unread = operator.post("/operator/rates", {"text": "EUR = 1", "look": "1"})
    assert unread.status_code == 400
    assert "is missing" in unread.content.decode()
    sent = operator.post("/operator/rates", {"text": new_card(), "why": "Prices rise by half"}, follow=True)
    assert "Rate card 2027-01 holds from" in sent.content.decode()
    assert "Prices rise by half" in Client().get("/rates").content.decode()
    again = operator.post("/operator/rates", {"text": new_card(), "why": "Prices rise by half"})
    assert again.status_code == 409


def test_a_model_sees_what_orders_would_pay_her_and_why(target: Target) -> None:
    model = target.people.model
    hers = client(model.user)
    page = hers.get("/price/", follow=True).content.decode()
    assert page.count("would reach you") == 3
    assert "Popularity <em>" in page
    assert "fictional demo figure" in page
    assert page.count("Who gets it, when every picture is approved") == 3
    bad = hers.post("/price/followers", {"source": "a.example", "number": "0", "counted_on": "2026-01-01"})
    assert bad.status_code == 400
    day = clock.now().date().isoformat()
    hers.post("/price/followers", {"source": "a.example/her", "number": "12000", "counted_on": day})
    assert (
        '<strong class="number">12000</strong> on a.example/her'
        in hers.get("/price/", follow=True).content.decode()
    )
    hers.post(f"/price/followers/{Following.objects.get().pk}/out")
    hers.post("/price/stated/out")
    page = hers.get("/price/", follow=True).content.decode()
    assert "fictional demo figure" not in page
    assert "a.example" not in page


def test_a_receipt_shows_the_operators_fee_and_is_the_one_the_api_gives(target: Target) -> None:
    brand = client(target.people.brand)
    today = clock.now().date()
    typed = {
        "title": "Autumn tees",
        "garments": [target.garment.pk],
        "backgrounds": ["studio_white"],
        "pictures": "6",
        "purpose": "ecommerce",
        "channels": ["own_web"],
        "territories": ["EU"],
        "starts": today.isoformat(),
        "ends": today.replace(year=today.year + 1).isoformat(),
        "exclusivity": "none",
        "description": "Front pictures of the new tees for the product pages of our web shop, shown to shoppers.",
    }
    path = f"/roster/{target.people.model.pk}/brief"
    live = brand.post(f"{path}/outlook", typed).content.decode()
    brand.post(path, typed)
    brief = Brief.objects.get(title="Autumn tees")
    page = brand.get(f"/briefs/{brief.pk}/").content.decode()
    for shown in (live, page):
        assert "Operator&#x27;s fee" in shown
        assert brief.quote["sha256"][:16] in shown


def test_the_roster_says_what_its_order_costs(target: Target) -> None:
    brand = client(target.people.brand)
    plain, turns = (brand.get(f"/roster/?turns={n}").content.decode() for n in ("0", "100"))
    assert "nDCG of the first 20 places" in plain
    assert "Who fits best first" in plain
    assert "Everybody in turn" in turns


def test_a_brand_sees_its_own_inputs(target: Target) -> None:
    page = client(target.people.brand).get("/popularity/").content.decode()
    assert "Licences signed" in page
    assert "stated figure" in page.lower()


def test_the_command_reckons_every_receipt_again(target: Target, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rates", "check", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"receipts": 2, "same": True, "older": 0, "differ": []}
    row = Brief.objects.get()
    row.quote["lines"][0]["amount_minor"] += 1
    row.save()
    assert main(["rates", "check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["differ"] == [row.pk]
    assert main(["rates", "list"]) == 0
    assert "in use" in capsys.readouterr().out
    assert main(["rates", "show"]) == 0
    assert "EUR = 6000" in capsys.readouterr().out


def test_the_command_publishes(target: Target, tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "card.toml"
    file.write_text(new_card())
    assert main(["rates", "look", str(file)]) == 0
    assert not RateCardVersion.objects.exists()
    why = ["--by", target.people.operator.email, "--why", "Prices rise by half"]
    assert main(["rates", "publish", str(file), *why]) == 0
    assert RateCardVersion.objects.get().version == "2027-01"
    assert main(["rates", "publish", str(file), *why]) == 1
    assert main(["rates", "look", str(tmp_path / "none.toml")]) == 2
    capsys.readouterr()
