"""The operator's pages: what an operator does, what an auditor reads, and what nobody else sees."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from doublet.kernel.money import Money
from doublet.ledger import queries
from doublet.ledger.models import Posting
from doublet.people.models import Brand, Role, User

pytestmark = pytest.mark.django_db
READS = ["overview", "audit", "ledger", "payouts"]


@pytest.fixture
def olga(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("olga@example.org", "plum-lantern-42", name="Olga"))
    return client


@pytest.fixture
def aude() -> Client:
    client = Client()
    client.force_login(
        User.objects.create_user("aude@example.org", "plum-lantern-42", name="Aude", role=Role.AUDITOR)
    )
    return client


@pytest.fixture
def lumen() -> Brand:
    return Brand.objects.create(name="Maison Lumen", country="FR")


def pay(client: Client, brand: Brand, **changes: str) -> int:
    given = {"brand": brand.pk, "amount": "1,250.00", "currency": "EUR", "reference": "RF18 5390", **changes}
    return client.post(reverse("operator:payment"), given).status_code


@pytest.mark.parametrize("name", READS)
def test_an_auditor_reads_what_an_operator_reads(olga: Client, aude: Client, name: str) -> None:
    for client in (olga, aude):
        assert client.get(reverse(f"operator:{name}")).status_code == 200


@pytest.mark.parametrize("name", READS)
def test_nobody_else_does(client: Client, lumen: Brand, name: str) -> None:
    assert client.get(reverse(f"operator:{name}")).status_code == 302
    client.force_login(User.objects.create_user("b@example.org", None, role=Role.BRAND, brand=lumen))
    assert client.get(reverse(f"operator:{name}")).status_code == 403


def test_a_payment_is_noted_once(olga: Client, lumen: Brand) -> None:
    assert pay(olga, lumen) == 302
    assert queries.credit_of(lumen, "EUR") == Money(125_000, "EUR")
    answer = olga.post(
        reverse("operator:payment"),
        {"brand": lumen.pk, "amount": "5", "currency": "EUR", "reference": " RF18  5390 "},
    )
    assert answer.status_code == 409
    assert b"is in the books already" in answer.content
    assert Posting.objects.count() == 1
    assert b"RF18 5390" in olga.get(reverse("operator:ledger")).content


@pytest.mark.parametrize("amount", ["0", "-5", "1e30", "0.001", "ten", "9" * 19])
def test_an_amount_that_is_none_is_refused(olga: Client, lumen: Brand, amount: str) -> None:
    assert 400 <= pay(olga, lumen, amount=amount) < 500
    assert not Posting.objects.exists()


def test_an_auditor_changes_nothing(aude: Client, lumen: Brand) -> None:
    assert pay(aude, lumen) == 403
    assert aude.post(reverse("operator:payout_plan"), {"currency": "EUR"}).status_code == 403
    assert aude.get(reverse("operator:captures")).status_code == 403
    assert b"Note this payment" not in aude.get(reverse("operator:ledger")).content
    assert not Posting.objects.exists()


def test_a_payout_of_nothing_is_refused_with_the_reason(olga: Client) -> None:
    answer = olga.post(reverse("operator:payout_plan"), {"currency": "EUR"})
    assert answer.status_code == 422
    assert b"Nothing is owed in EUR that a brand has paid." in answer.content


def test_the_chain_is_checked_on_the_page_and_a_change_shows(
    olga: Client, aude: Client, lumen: Brand
) -> None:
    pay(olga, lumen)
    assert b"Whole" in aude.post(reverse("operator:audit_check")).content
    with connection.cursor() as cursor:  # the table itself: rows cannot be changed through the house
        cursor.execute("UPDATE kernel_auditevent SET actor = 'somebody else' WHERE seq = 1")
    broken = aude.post(reverse("operator:audit_check")).content
    assert b"The chain is broken" in broken
    assert b"its content was changed after it was written" in broken


def test_the_log_is_filtered_by_what_happened_and_to_whom(olga: Client, lumen: Brand) -> None:
    pay(olga, lumen)
    pay(olga, lumen)
    posted = olga.get(reverse("operator:audit"), {"kind": "ledger.posted"})
    assert b"1 event," in posted.content
    posting = Posting.objects.get()
    found = olga.get(reverse("operator:audit"), {"subject": posting.pk})
    assert found.content.count(b'<tr><th scope="row"') == 1
    assert b"No such event" in olga.get(reverse("operator:audit"), {"subject": "lic_none"}).content
    assert olga.get(reverse("operator:audit"), {"kind": "' OR 1=1", "page": "999999"}).status_code == 200
