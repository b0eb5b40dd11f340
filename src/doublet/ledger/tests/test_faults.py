"""Twelve classic faults of marketplaces with money, each tried: at the action, at the books, straight in SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from doublet.engines.payout import stripe_connect
from doublet.engines.payout.tests.stripe_server import KEY, SECRET, Stripe, message, served, signature
from doublet.kernel.ids import NewId
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.ledger import book, checking, earning
from doublet.ledger.accounts import Account, account
from doublet.ledger.brand_money import receive_payment, refund, take_back
from doublet.ledger.drafts import Draft, Line
from doublet.ledger.entries import moved
from doublet.ledger.models import Balance, MoneyTerms, PayeeChoice, Payout, PayoutItem, Posting
from doublet.ledger.payouts import approving, planning, sending, service, settling
from doublet.ledger.tests.earned import approved
from doublet.licences.actions import withdraw_licence
from doublet.licences.models import Licence
from doublet.people.mandates import end_mandate, give_mandate
from doublet.people.models import Agency, Mandate
from doublet.publishing.actions import approve, reject
from doublet.story.target import Target
from doublet.studio.models import Frame

pytestmark = pytest.mark.django_db
PRICE = 80_00
BANK = account(Account.BANK_CLEARING)


@pytest.fixture(autouse=True)
def at_a_round_price(target: Target, frame: Frame) -> None:
    """From here on; the picture was made under the terms that were signed."""
    terms = {**target.licence.terms, "rate_minor": PRICE}
    target.licence.terms = frame.licence.terms = terms
    Licence.objects.filter(pk=target.licence.pk).update(terms=terms)


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def pay(target: Target, minor: int = PRICE, reference: str = "bank-1", **more: Any) -> Posting:
    return receive_payment(
        by=target.people.operator, brand=target.licence.brand, amount=euro(minor), reference=reference, **more
    )


def stands(kind: Account, holder: str = "") -> int:
    return book.standing(account(kind, holder), "EUR").amount


def hers(target: Target) -> int:
    return -stands(Account.MODEL_PAYABLE, target.people.model.pk)


def post(*drafts: Draft) -> list[Posting]:
    with transaction.atomic():
        return book.post(drafts, by="test")


def in_sql(kind: str, subject: str, *lines: tuple[str, int, str]) -> None:
    """Past every line of Python: what somebody with the database's password can do."""
    pk = NewId("pst")()
    with transaction.atomic(), connection.cursor() as sql:
        for line in lines:
            sql.execute(
                "INSERT INTO ledger_entry (posting_id, account, amount_minor, currency) VALUES (%s, %s, %s, %s)",
                [pk, *line],
            )
        sql.execute(
            "INSERT INTO ledger_posting (id, kind, subject, licence_id, source, words, posted_at) "
            "VALUES (%s, %s, %s, '', '', 'raw', '2026-12-01 09:00:00')",
            [pk, kind, subject],
        )


@contextmanager
def refused(code: str, kind: type[Refused] = Refused) -> Iterator[None]:
    before = _state()
    with pytest.raises(kind) as said, transaction.atomic():
        yield
    assert said.value.code == code, said.value.reason
    assert _state() == before, "a refusal moves no money"


@contextmanager
def stopped(words: str) -> Iterator[None]:
    before = _state()
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        yield
    assert _state() == before
    assert checking.check()[1] == []


def _state() -> list[Any]:
    with connection.cursor() as sql:
        sql.execute("SELECT account, currency, amount_minor FROM ledger_balance ORDER BY account, currency")
        return [sql.fetchall(), Posting.objects.count()]


def test_double_posting_on_retry(target: Target, frame: Frame) -> None:
    model = target.people.model.user
    approve(by=model, frame=frame)
    with refused("already_reviewed", Conflict):
        approve(by=model, frame=frame)
    with refused("posted_already", Conflict):
        earning.post_approval(frame, by=model)
    first = pay(target, key="k-1")
    assert pay(target, key="k-1") == first
    with refused("already_noted", Conflict):
        pay(target, key="k-2")
    with refused("posted_already", Conflict):
        earning.post_approval(frame, by="worker")
    credit = account(Account.BRAND_CREDIT, target.licence.brand_id)
    with stopped("(?i)unique"):
        in_sql("payment_received", "bank-1", (BANK, PRICE, "EUR"), (credit, -PRICE, "EUR"))
    assert stands(Account.BANK_CLEARING) == PRICE


def test_refund_above_payment(target: Target) -> None:
    brand, operator = target.licence.brand, target.people.operator
    payment = pay(target, 50_00)
    asked: dict[str, Any] = {"by": operator, "brand": brand, "reason": "too much"}
    with refused("refund_over_credit"):
        refund(**asked, amount=euro(50_01), reference="r")
    refund(**asked, amount=euro(30_00), reference="r-1")
    with refused("refund_over_credit"):
        refund(**asked, amount=euro(30_00), reference="r-2")
    with refused("chargeback_over_payment"):
        take_back(by=operator, payment=payment, amount=euro(50_01), reference="cb")
    credit = account(Account.BRAND_CREDIT, brand.pk)
    with refused("overdrawn"):
        post(moved("refund", euro(20_01), reference="r-3", debit=credit, credit=BANK))
    with stopped("no_more_is_paid_than_there_is"):
        in_sql("refund", "r-4", (credit, 20_01, "EUR"), (BANK, -20_01, "EUR"))


def test_what_was_paid_back_and_is_then_taken_back_costs_the_house_and_nobody_else(
    target: Target, frame: Frame
) -> None:
    brand, operator = target.licence.brand, target.people.operator
    payment = pay(target, 50_00)
    refund(by=operator, brand=brand, amount=euro(50_00), reference="r-1", reason="paid twice")
    take_back(by=operator, payment=payment, amount=euro(50_00), reference="cb-1")
    assert (stands(Account.LOSSES), stands(Account.BANK_CLEARING)) == (50_00, -50_00)
    assert stands(Account.BRAND_CREDIT, brand.pk) == stands(Account.BRAND_RECEIVABLE, brand.pk) == 0
    assert checking.check()[1] == []


def test_commission_on_refunded_money(target: Target, frame: Frame) -> None:
    """Nobody earns of money that goes back: unused exclusivity, prepayment, and what was paid too much."""
    licence, brand = target.licence, target.licence.brand
    MoneyTerms.objects.filter(pk=licence.pk)._raw_delete("default")
    MoneyTerms.objects.create(licence=licence, payout_currency="EUR", exclusivity_bp=3_750)
    approve(by=target.people.model.user, frame=frame)
    pay(target, PRICE + 5_00)
    pay(target, PRICE, "bank-2", licence=licence)
    withdraw_licence(by=target.people.model.user, licence=licence)
    back = -stands(Account.BRAND_CREDIT, brand.pk)
    used = 2 * PRICE + 5_00 - back
    assert PRICE * 6_250 // 10_000 <= used < PRICE
    shares = Account.MODEL_PAYABLE, Account.AGENT_PAYABLE, Account.PLATFORM_REVENUE
    rows = Balance.objects.values_list("account", "amount_minor")
    earned = -sum(amount for code, amount in rows if code.partition(":")[0] in shares)
    assert earned == used, "what is earned is what the brand does not get back"
    assert hers(target) * 10 >= used * 8
    before = hers(target), stands(Account.PLATFORM_REVENUE)
    refund(by=target.people.operator, brand=brand, amount=euro(back), reference="r-1", reason="not used")
    assert (hers(target), stands(Account.PLATFORM_REVENUE)) == before
    assert checking.check()[1] == []


def test_rounding_drift_over_many_splits(target: Target) -> None:
    """Three hundred pictures of an odd price: every sum is three hundred times its part, to the cent."""
    licence = target.licence
    licence.terms = {**licence.terms, "rate_minor": 33_33}
    rows = [["agent", target.people.agency.pk, 333], ["platform", "", 666]]
    licence.commissions = rows
    Licence.objects.filter(pk=licence.pk).update(terms=licence.terms, commissions=rows)
    for _ in range(30):
        approved(licence)
    pay(target, 30 * 33_33)
    taken = 33_33 * 999 // 10_000
    assert hers(target) == 30 * (33_33 - taken)
    assert (
        -stands(Account.AGENT_PAYABLE, target.people.agency.pk) - stands(Account.PLATFORM_REVENUE)
        == 30 * taken
    )
    assert (
        stands(Account.BRAND_CREDIT, licence.brand_id)
        == stands(Account.BRAND_RECEIVABLE, licence.brand_id)
        == 0
    )
    assert checking.check()[1] == []


def test_wrong_payee_after_an_agency_change(target: Target, frame: Frame) -> None:
    model, former = target.people.model, target.people.agency
    mandate = Mandate.objects.living().get(model=model)
    end_mandate(by=model.user, mandate=mandate)
    house = Agency.objects.create(name="New house (fictional)", country="IT", fictional=True)
    give_mandate(by=model.user, model=model, agency=house, commission_bp=1_500)
    approve(by=model.user, frame=frame)
    pay(target)
    [points] = [points for party, holder, points in target.licence.commissions if holder == former.pk]
    assert -stands(Account.AGENT_PAYABLE, former.pk) == PRICE * points // 10_000
    assert stands(Account.AGENT_PAYABLE, house.pk) == 0, "the licence was signed before"
    run = planning.plan(by=target.people.operator, currency="EUR")
    assert {item.account.partition(":")[2] for item in run.items.all()} == {model.pk, former.pk}
    former.iban = "IT60X0542811101000000123456"
    former.save()
    with refused("account_changed", Conflict):
        approving.approve(by=target.people.second_operator, payout=run)


def test_currency_mix(target: Target, frame: Frame) -> None:
    approve(by=target.people.model.user, frame=frame)
    brand, operator = target.licence.brand, target.people.operator
    receive_payment(by=operator, brand=brand, amount=Money(PRICE, "USD"), reference="dollars")
    assert stands(Account.BRAND_RECEIVABLE, brand.pk) == PRICE, "dollars pay no euro"
    assert not hers(target)
    payment = Posting.objects.get(kind="payment_received")
    with refused("other_currency"):
        receive_payment(
            by=operator, brand=brand, amount=Money(1, "USD"), reference="x", licence=target.licence
        )
    with refused("refund_over_credit"):
        refund(by=operator, brand=brand, amount=euro(1), reference="x", reason="because")
    with refused("chargeback_over_payment"):
        take_back(by=operator, payment=payment, amount=euro(1), reference="x")
    credit = account(Account.BRAND_CREDIT, brand.pk)
    with refused("unbalanced"):
        post(Draft("payment_received", "x", (Line(BANK, euro(5)), Line(credit, Money(-5, "USD")))))
    with stopped("balances"):
        in_sql("payment_received", "x", (BANK, 5, "EUR"), (credit, -5, "USD"))


def test_negative_payout(target: Target, frame: Frame) -> None:
    approve(by=target.people.model.user, frame=frame)
    for minor in (0, -1, -PRICE):
        with refused("amount_not_positive", BadInput):
            pay(target, minor)
    pay(target)
    payable, clearing = (
        account(Account.MODEL_PAYABLE, target.people.model.pk),
        account(Account.PAYOUT_CLEARING),
    )
    with refused("amount_not_positive", BadInput):
        post(moved("payout", euro(-5), reference="x", debit=payable, credit=clearing))
    with refused("overdrawn"):
        post(Draft("payout", "x", (Line(payable, euro(-5)), Line(clearing, euro(5)))))
    with stopped("no_more_is_paid_than_there_is"):
        in_sql("payout", "x", (payable, -5, "EUR"), (clearing, 5, "EUR"))
    run = planning.plan(by=target.people.operator, currency="EUR")
    with stopped("a_payout_is_over_zero"):
        PayoutItem.objects.filter(payout=run).update(gross_minor=-1)
    with stopped("a_payout_is_over_zero"):
        PayoutItem.objects.filter(payout=run).update(tax_minor=10**9)


def test_payout_of_unsettled_money(target: Target, frame: Frame) -> None:
    operator, second = target.people.operator, target.people.second_operator
    approve(by=target.people.model.user, frame=frame)
    pay(target, PRICE - 1)
    with refused("nothing_owed"):
        planning.plan(by=operator, currency="EUR")
    payable, clearing = (
        account(Account.MODEL_PAYABLE, target.people.model.pk),
        account(Account.PAYOUT_CLEARING),
    )
    with refused("overdrawn"):
        post(moved("payout", euro(1), reference="x", debit=payable, credit=clearing))
    with stopped("no_more_is_paid_than_there_is"):
        in_sql("payout", "x", (payable, 1, "EUR"), (clearing, -1, "EUR"))
    payment = pay(target, 1, "bank-2")
    run = planning.plan(by=operator, currency="EUR")
    take_back(by=operator, payment=payment, amount=euro(1), reference="cb")
    with refused("balance_changed", Conflict):
        approving.approve(by=second, payout=run)
    with refused("not_approved", Conflict):
        settling.book_item(by="bank", item=run.items.all()[0], seen="statement")
    assert checking.check()[1] == []


def test_race_of_two_approvals(target: Target, frame: Frame) -> None:
    """Two runs for the same money, and two approvals of one run; tests/test_killed_ledger.py races processes."""
    operator, second = target.people.operator, target.people.second_operator
    approve(by=target.people.model.user, frame=frame)
    pay(target)
    one, other = (planning.plan(by=operator, currency="EUR") for _ in range(2))
    stale = Payout.objects.get(pk=one.pk)
    approving.approve(by=second, payout=one)
    with refused("moved_on", Conflict):
        approving.approve(by=second, payout=stale)
    with refused("balance_changed", Conflict):
        approving.approve(by=second, payout=other)
    item = one.items.all()[0]
    with refused("posted_already", Conflict):
        pay(target, item.gross_minor, "again")
        post(approving._posting(item, one))
    assert -stands(Account.PAYOUT_CLEARING) == one.total_minor
    assert hers(target) == 0


@pytest.fixture
def at_stripe(
    target: Target, frame: Frame, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PayoutItem]:
    """A payment that Stripe has taken: sent, not seen to arrive."""
    pytest.importorskip("stripe", reason="the optional extra `stripe` is not installed")
    monkeypatch.setattr(stripe_connect, "RETRIES", 0)
    approve(by=target.people.model.user, frame=frame)
    pay(target)
    with served() as server:
        settings.STRIPE_URL, settings.STRIPE_PAYOUT_KEY = server.url, KEY
        settings.STRIPE_PAYOUT_WEBHOOK_SECRET = SECRET
        service.begin(by=target.people.model.user)
        choice = PayeeChoice.objects.get()
        server.ready(choice.stripe_account)
        service.look_at(choice)
        run = planning.plan(by=target.people.operator, currency="EUR", way="stripe")
        run = sending.send(payout=approving.approve(by=target.people.second_operator, payout=run))
        _StripeHere.server = server
        yield run.items.get()


class _StripeHere:
    server: Stripe


def test_lost_webhook(at_stripe: PayoutItem) -> None:
    assert (service.poll(), service.poll()) == (1, 0)
    at_stripe.refresh_from_db()
    assert at_stripe.status == "booked"
    assert stands(Account.PAYOUT_CLEARING) == 0
    assert checking.check()[1] == []


def test_replayed_webhook(at_stripe: PayoutItem) -> None:
    _StripeHere.server.reverse(at_stripe.outside)
    created = message("transfer.created", {"id": at_stripe.outside}, event="evt_1")
    reversed_ = message("transfer.reversed", {"id": at_stripe.outside}, event="evt_2")
    for body in (reversed_, created, reversed_, reversed_, created):
        service.hear(body=body, signature=signature(body))
    kinds = list(Posting.objects.filter(subject=at_stripe.pk).values_list("kind", flat=True))
    assert sorted(kinds) == ["payout", "payout_booked", "payout_returned"]
    assert -book.standing(at_stripe.account, "EUR").amount == at_stripe.gross_minor
    assert checking.check()[1] == []


def test_edit_of_a_paid_order(target: Target, frame: Frame) -> None:
    """What was agreed, approved and posted stays, through the objects, the actions and the database."""
    model = target.people.model.user
    approve(by=model, frame=frame)
    pay(target)
    posting = Posting.objects.get(kind="approval")
    entry = posting.entries.all()[0]
    attempts: list[Callable[[], object]] = [
        posting.save,
        posting.delete,
        entry.save,
        entry.delete,
        lambda: Posting.objects.update(words="x"),
        lambda: Posting.objects.all().delete(),
        lambda: posting.entries.update(amount_minor=1),
        lambda: MoneyTerms.objects.update(exclusivity_bp=1),
    ]
    for attempt in attempts:
        with pytest.raises(TypeError, match="never"), transaction.atomic():
            attempt()
    for statement in (
        "UPDATE ledger_entry SET amount_minor = amount_minor * 2",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_posting SET due = '2030-01-01'",
        "DELETE FROM ledger_posting",
    ):
        with stopped("only ever added"), connection.cursor() as sql:
            sql.execute(statement)
    with refused("already_reviewed", Conflict):
        reject(by=model, frame=frame, reason="taste")
    before = hers(target)
    Licence.objects.filter(pk=target.licence.pk).update(terms={**target.licence.terms, "rate_minor": 1})
    assert hers(target) == before
    with connection.cursor() as sql:
        sql.execute(
            "UPDATE ledger_balance SET amount_minor = amount_minor - 1 WHERE account = %s",
            [f"model_payable:{target.people.model.pk}"],
        )
    assert [problem.code for problem in checking.check()[1]] == ["balance_off"]
