"""Two operators pay people out through the pages; an auditor watches; nobody else gets in."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.ledger import references
from doublet.ledger.brand_money import receive_payment
from doublet.ledger.models import BankLine, BankStatement, Payout, PayoutItem, Posting
from doublet.ledger.queries import credit_of, owed_by
from doublet.people.actions import make_token
from doublet.people.models import User
from doublet.publishing.actions import approve
from doublet.story.bank import Booked, statement
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import paid_out, signed_in


@pytest.fixture
def ready(target: Target, frame: Frame) -> Target:
    approve(by=target.people.model.user, frame=frame)
    brand = target.licence.brand
    receive_payment(
        by=target.people.operator,
        brand=brand,
        amount=owed_by(brand, "EUR") + Money(5_00, "EUR"),
        reference="bank-1",
    )
    return target


@pytest.fixture
def olga(target: Target) -> Client:
    return signed_in(Client(), target.people.operator)


@pytest.fixture
def oskar(target: Target) -> Client:
    return signed_in(Client(), target.people.second_operator)


def text(client: Client, name: str, *args: str, **query: str) -> str:
    page = client.get(reverse(f"operator:{name}", args=args), query)
    assert page.status_code == 200, page.content
    return page.content.decode()


def plan(olga: Client, way: str = "file") -> Payout:
    answer = olga.post(reverse("operator:payout_plan"), {"currency": "EUR", "way": way})
    assert answer.status_code == 302
    return Payout.objects.latest("made_at")


def file(*lines: Booked) -> SimpleUploadedFile:
    data = statement(
        lines,
        number="S-1",
        iban="DE89370400440532013000",
        opening=Money(0, "EUR"),
        on=clock.now().date(),
        created=clock.now(),
    )
    return SimpleUploadedFile("statement.xml", data)


def test_from_the_preview_to_the_bank_file(ready: Target, olga: Client, oskar: Client) -> None:
    assert "Ready in EUR" in text(olga, "payouts")
    look = text(olga, "payout_preview", currency="EUR", way="file")
    assert ready.people.model.legal_name in look
    assert not Payout.objects.exists(), "looking writes nothing"
    run = plan(olga)
    page = text(olga, "payout", run.pk)
    assert "Another operator has to approve it" in page
    assert "Approve and send" not in page
    assert "Approve and send" in text(oskar, "payout", run.pk)
    refused = olga.post(reverse("operator:payout_approve", args=[run.pk]))
    assert refused.status_code == 403
    assert "somebody else has to approve it" in refused.content.decode()
    assert oskar.post(reverse("operator:payout_approve", args=[run.pk])).status_code == 302
    xml = olga.get(reverse("operator:payout_xml", args=[run.pk]))
    assert b"pain.001.001.09" in xml.content
    for item in run.items.all():
        assert item.reference.encode() in xml.content
        assert item.reference in olga.get(reverse("operator:payout_csv", args=[run.pk])).content.decode()


def test_approving_asks_for_the_password_of_this_moment(ready: Target, olga: Client, target: Target) -> None:
    run = plan(olga)
    stale = signed_in(Client(), target.people.second_operator, minutes_ago=6)
    answer = stale.post(reverse("operator:payout_approve", args=[run.pk]))
    assert "reauthenticate" in answer["Location"]
    assert Payout.objects.get(pk=run.pk).status == "draft"


def test_one_payment_by_hand_one_that_came_back_and_a_cancelled_run(
    ready: Target, olga: Client, oskar: Client
) -> None:
    run = plan(olga, way="manual")
    oskar.post(reverse("operator:payout_approve", args=[run.pk]))
    first, *_ = run.items.all()
    item = reverse("operator:payout_item", args=[first.pk])
    assert olga.post(item, {"prove": "1", "reference": "R-7", "evidence": "thin"}).status_code == 400
    proof = {"prove": "1", "reference": "R-7", "evidence": "receipt signed today, folder 7"}
    assert olga.post(item, proof).status_code == 302
    assert "R-7" in text(oskar, "payout", run.pk)
    assert olga.post(item, {"reason": "she gave it back", "bounced": "on"}).status_code == 302
    assert PayoutItem.objects.get(pk=first.pk).status == "returned"
    other = plan(olga)
    assert olga.post(reverse("operator:payout_cancel", args=[other.pk]), {"reason": ""}).status_code == 400
    assert (
        olga.post(reverse("operator:payout_cancel", args=[other.pk]), {"reason": "a mistake"}).status_code
        == 302
    )
    assert "Cancelled" in text(olga, "payout", other.pk)
    assert "Cancelled" in text(olga, "payouts")


def test_the_bank_is_read_and_what_is_unclear_is_decided(ready: Target, olga: Client, target: Target) -> None:
    people, brand = target.people, target.licence.brand
    run = paid_out(people.operator, people.second_operator)
    out = [
        Booked(Money(-item.net_minor, "EUR"), item.name, item.pk, end_to_end=item.reference)
        for item in run.items.all()
    ]
    unclear = [
        Booked(Money(12_00, "EUR"), "X", "B-2", text=references.of_brand(brand)),
        Booked(Money(7_00, "EUR"), "Stranger", "B-3"),
        Booked(Money(8_00, "EUR"), "Stranger", "B-4"),
        Booked(Money(-1_50, "EUR"), "Bank", "B-5"),
    ]
    answer = olga.post(reverse("operator:bank"), {"file": file(*out, *unclear)})
    told = BankStatement.objects.get()
    assert answer["Location"] == reverse("operator:bank_statement", args=[told.pk])
    assert Payout.objects.get(pk=run.pk).status == "done"
    page = text(olga, "bank_statement", told.pk)
    for words in ("Confirm all with a reference", "Stranger", "A charge of the bank", "Payout to"):
        assert words in page
    olga.post(reverse("operator:bank_confirm", args=[told.pk]))
    lines = {line.reference: line for line in BankLine.objects.all()}

    def decide(reference: str, **given: str) -> int:
        return olga.post(reverse("operator:bank_line", args=[lines[reference].pk]), given).status_code

    assert decide("B-3", what="assign", whose=brand.pk) == 302
    assert decide("B-4", what="set_aside", why="the operator's own money") == 302
    assert decide("B-5", what="fee") == 302
    assert decide("B-4", what="assign", whose="brd_nobody") == 400
    assert decide("B-4", what="swallow") == 400
    assert credit_of(brand, "EUR") == Money(5_00 + 12_00 + 7_00, "EUR")
    assert "For <em>a person</em>" not in text(olga, "bank_statement", told.pk)
    assert "Nothing left" in text(olga, "bank")


def test_a_file_that_cannot_be_read_is_said_at_the_form(target: Target, olga: Client) -> None:
    for data, words in ((b"<x", "no whole XML"), (b"a,b\n1,2\n", "no column")):
        answer = olga.post(reverse("operator:bank"), {"file": SimpleUploadedFile("x", data), "day": "date"})
        assert answer.status_code == 400
        assert words in answer.content.decode()
    assert olga.post(reverse("operator:bank")).status_code == 400


def test_tax_is_set_withheld_and_passed_on(ready: Target, olga: Client, target: Target) -> None:
    rule = {
        "country": "FR",
        "party": "model",
        "percent": "15",
        "authority": "Impots",
        "words": "Article 182 A",
        "starts": clock.now().date().isoformat(),
    }
    assert olga.post(reverse("operator:tax"), {**rule, "country": "ZZ"}).status_code == 400
    assert olga.post(reverse("operator:tax"), rule).status_code == 302
    page = text(olga, "tax")
    assert "15 %" in page
    assert "Tax to withhold" in text(olga, "payouts")
    paid_out(target.people.operator, target.people.second_operator)
    held = Money(PayoutItem.objects.get(tax_minor__gt=0).tax_minor, "EUR")
    assert str(held) in text(olga, "tax")
    paid = {"held": "Impots|EUR", "amount": held.decimal(), "reference": "tax-1"}
    assert olga.post(reverse("operator:tax_paid"), {**paid, "amount": "9999"}).status_code == 422
    assert olga.post(reverse("operator:tax_paid"), paid).status_code == 302
    assert Posting.objects.filter(kind="tax_paid", subject="tax-1").exists()


def test_a_refund_and_a_payment_that_was_taken_back(ready: Target, olga: Client) -> None:
    brand = ready.licence.brand
    page = text(olga, "brands_money")
    assert "EUR 5.00" in page
    refund = reverse("operator:refund", args=[brand.pk, "EUR"])
    assert "EUR 5.00" in olga.get(refund).content.decode()
    given = {"amount": "5.01", "reference": "r-1", "reason": "paid too much"}
    answer = olga.post(refund, given)
    assert answer.status_code == 422
    assert "has a credit of EUR 5.00" in answer.content.decode()
    assert olga.post(refund, {**given, "amount": "5"}).status_code == 302
    payment = Posting.objects.get(kind="payment_received")
    back = reverse("operator:chargeback", args=[payment.pk])
    assert olga.post(back, {"amount": "1000", "reference": "c-1"}).status_code == 422
    assert olga.post(back, {"amount": "80.00", "reference": "c-1"}).status_code == 302
    assert owed_by(brand, "EUR"), "a picture that is not wholly paid is not paid"
    assert "Partly or all" in text(olga, "brands_money")


def ask(user: User, path: str, body: dict[str, object], key: str) -> tuple[int, dict[str, object]]:
    _, secret = make_token(by=user, label="test", scopes=["read", "money"], days=1)
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key}
    answer = Client().post(
        f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers
    )
    return answer.status_code, answer.json()


def test_the_api_does_a_thing_once_for_a_key(ready: Target) -> None:
    operator, brand = ready.people.operator, ready.licence.brand
    body: dict[str, object] = {"brand": brand.pk, "amount_minor": 700, "currency": "EUR", "reference": "b-7"}
    first = ask(operator, "/payments", body, "k-1")
    assert first[0] == 201
    assert ask(operator, "/payments", body, "k-1") == first
    status, other = ask(operator, "/payments", {**body, "amount_minor": 701}, "k-1")
    assert (status, other["code"]) == (409, "key_for_something_else")
    assert ask(operator, "/payments", body, "")[0] == 409, "without a key the reference is known"
    assert ask(operator, "/payments", body, "k" * 121)[0] == 400
    run = ask(operator, "/payouts", {"currency": "EUR"}, "k-2")
    assert ask(operator, "/payouts", {"currency": "EUR"}, "k-2") == run
    assert Payout.objects.count() == 1
    status, refused = ask(ready.people.second_operator, f"/payouts/{run[1]['id']}/approval", {}, "k-3")
    assert (status, refused["code"]) == (403, "token_cannot_sign")
