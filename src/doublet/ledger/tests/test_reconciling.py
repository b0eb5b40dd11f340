"""The bank's statement beside the books: what is clear is settled, what is not waits for a person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doublet.engines.bank import Columns
from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed
from doublet.ledger import book, checking, references
from doublet.ledger.accounts import Account, account
from doublet.ledger.bank import assigning, reading
from doublet.ledger.brand_money import receive_payment, refund
from doublet.ledger.models import BankLine, BankStatement, Payout, Posting
from doublet.ledger.payouts import approving, planning, sending
from doublet.ledger.queries import credit_of, owed_by
from doublet.people.models import User
from doublet.publishing.actions import approve
from doublet.story.bank import Booked, statement
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import paid_out

IBAN = "DE89370400440532013000"
DAY = date(2026, 11, 20)


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.fixture
def olga(target: Target) -> User:
    return target.people.operator


@pytest.fixture
def earned(target: Target, frame: Frame) -> Target:
    approve(by=target.people.model.user, frame=frame)
    return target


def file(*lines: Booked, number: str = "S-1", opening: int = 0) -> bytes:
    return statement(lines, number=number, iban=IBAN, opening=euro(opening), on=DAY, created=clock.now())


def read(by: User, *lines: Booked, **more: Any) -> list[BankLine]:
    (told,) = reading.reconcile(by=by, data=file(*lines, **more))
    return list(told.lines.all())


def standing(kind: Account) -> int:
    return book.standing(account(kind), "EUR").amount


def test_a_month_of_the_bank_and_the_books_agree_to_the_cent(earned: Target, olga: User) -> None:
    brand = earned.licence.brand
    owed = owed_by(brand, "EUR")
    (line,) = read(olga, Booked(owed, "Somebody's bank", "B-1", text=references.of_brand(brand)))
    assert (line.status, line.brand) == ("proposed", brand)
    assert owed_by(brand, "EUR") == owed, "a proposal moves nothing"
    assert assigning.confirm_all(by=olga, statement=line.statement) == 1
    assert owed_by(brand, "EUR") == euro(0)

    run = paid_out(olga, earned.people.second_operator)
    out = [
        Booked(euro(-item.net_minor), item.name, f"B-{at}", end_to_end=item.reference)
        for at, item in enumerate(run.items.all(), 2)
    ]
    data = file(*out, number="S-2", opening=owed.amount)
    (told,) = reading.reconcile(by=olga, data=data)
    assert {one.status for one in told.lines.all()} == {"settled"}
    run.refresh_from_db()
    assert run.status == "done"
    stand = reading.standing(told)
    assert stand is not None
    assert stand.difference == euro(0)
    assert checking.check()[1] == []

    postings = Posting.objects.count()
    assert reading.reconcile(by=olga, data=data) == [told]
    assert Posting.objects.count() == postings
    longer = file(*out, Booked(euro(1_00), "?", "B-99"), number="S-MONTH")
    (month,) = reading.reconcile(by=olga, data=longer)
    assert (month.known_lines, month.lines.count()) == (len(out), 1), (
        "what a day's statement had is not read twice"
    )


def test_a_payment_is_proposed_with_its_reason_and_a_stranger_waits(earned: Target, olga: User) -> None:
    brand = earned.licence.brand
    owed = owed_by(brand, "EUR")
    lines = read(
        olga,
        Booked(owed, "X", "B-1", text=references.of_licence(earned.licence)),
        Booked(euro(5), brand.name.upper(), "B-2"),
        Booked(owed, "Unknown", "B-3"),
        Booked(euro(777), "Unknown", "B-4", text="hello"),
    )
    assert [line.status for line in lines] == ["proposed", "proposed", "proposed", "open"]
    assert [line.licence_id for line in lines] == [earned.licence.pk, "", "", ""]
    assert assigning.confirm_all(by=olga, statement=lines[0].statement) == 1, (
        "names and sums need a look each"
    )
    with pytest.raises(Conflict):
        assigning.confirm(by=olga, line=lines[0])
    assigning.reopen(by=olga, line=lines[2])
    assigning.set_aside(by=olga, line=lines[2], why="the operator's own money")
    assigning.assign(by=olga, line=lines[3], brand=brand, key="a")
    assigning.assign(by=olga, line=lines[3], brand=brand, key="a")
    assert credit_of(brand, "EUR") == euro(777)
    assert BankLine.objects.filter(status="settled").count() == 2
    for who in (earned.people.brand, earned.people.agent, earned.people.model.user):
        with pytest.raises(NotAllowed):
            assigning.confirm(by=who, line=lines[1])


def test_what_was_noted_by_hand_is_not_noted_again(earned: Target, olga: User) -> None:
    brand = earned.licence.brand
    receive_payment(by=olga, brand=brand, amount=euro(90_00), reference="B-1")
    same, other = read(olga, Booked(euro(90_00), "X", "B-1"), Booked(euro(7), "X", "B-2"))
    assert (same.status, same.why) == ("settled", "Noted before")
    receive_payment(by=olga, brand=brand, amount=euro(8), reference="B-3")
    (wrong,) = read(olga, Booked(euro(9), "X", "B-3"), number="S-2")
    assert wrong.status == "open"
    assert "another amount" in wrong.why
    refund(by=olga, brand=brand, amount=euro(5), reference="REF-1", reason="paid too much")
    (back,) = read(olga, Booked(euro(-5), "X", "B-5", end_to_end="REF-1"), number="S-3")
    assert back.status == "settled"
    assert other.status == "open"


@pytest.fixture
def sent(earned: Target, olga: User) -> Payout:
    brand = earned.licence.brand
    receive_payment(by=olga, brand=brand, amount=owed_by(brand, "EUR"), reference="B-1")
    return paid_out(olga, earned.people.second_operator)


def test_a_payment_that_the_bank_returned_is_hers_again(earned: Target, olga: User, sent: Payout) -> None:
    item = sent.items.get(account__contains=earned.people.model.pk)
    net = euro(item.net_minor)
    lines = read(
        olga,
        Booked(net, item.name, "B-8", end_to_end=item.reference, returned="AC04"),
        Booked(-net, item.name, "B-7", end_to_end=item.reference),
    )
    assert {line.status for line in lines} == {"settled"}
    item.refresh_from_db()
    assert (item.status, item.bounced) == ("returned", True)
    assert -book.standing(item.account, "EUR") == euro(item.gross_minor)
    assert planning.preview("EUR").left_out[0].code == "came_back"
    (again,) = read(
        olga, Booked(net, item.name, "B-9", end_to_end=item.reference, returned="AC04"), number="S-2"
    )
    assert (again.status, "once more" in again.why) == ("open", True)
    assert checking.check()[1] == []


def test_only_the_return_was_in_the_file(earned: Target, olga: User, sent: Payout) -> None:
    item = sent.items.get(account__contains=earned.people.model.pk)
    before = standing(Account.BANK_CLEARING)
    (line,) = read(
        olga, Booked(euro(item.net_minor), "X", "B-8", text=f"RETURN {item.reference}", returned="MS03")
    )
    assert line.status == "settled"
    item.refresh_from_db()
    assert (item.status, item.bounced) == ("returned", False)
    assert standing(Account.BANK_CLEARING) == before


def test_another_amount_is_left_for_a_person(earned: Target, olga: User, sent: Payout) -> None:
    item = sent.items.all()[0]
    (line,) = read(olga, Booked(euro(-item.net_minor - 1), "X", "B-8", end_to_end=item.reference))
    assert (line.status, "another amount" in line.why) == ("open", True)
    with pytest.raises(BadInput):
        assigning.assign(by=olga, line=line, brand=earned.licence.brand)
    item.refresh_from_db()
    assert item.status == "sent"


def test_a_whole_run_in_one_sum(earned: Target, olga: User, sent: Payout) -> None:
    from doublet.ledger.payouts.files import batch_of

    (line,) = read(olga, Booked(euro(-sent.total_minor), "Payments", "B-8", text=f"{batch_of(sent)}-1"))
    assert line.status == "settled"
    sent.refresh_from_db()
    assert sent.status == "done"


def test_a_cancelled_payment_that_the_bank_made_counts_as_paid(
    earned: Target, olga: User, sent: Payout
) -> None:
    item = sent.items.get(account__contains=earned.people.model.pk)
    approving.cancel(by=olga, payout=sent, reason="the bank refused the file")
    line, fee = read(
        olga,
        Booked(euro(-item.net_minor), "X", "B-8", end_to_end=item.reference),
        Booked(euro(-3_50), "The bank", "B-9", text="Monthly charge"),
    )
    assert (line.status, "the bank has paid it" in line.why) == ("open", True)
    assigning.paid_after_all(by=olga, line=line)
    assert book.standing(item.account, "EUR") == euro(0)
    assigning.note_fee(by=olga, line=fee)
    assert standing(Account.FEES) == 3_50
    assert checking.check()[1] == []


def test_a_reader_that_was_killed_is_carried_on(
    earned: Target, olga: User, sent: Payout, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = file(
        *(Booked(euro(-item.net_minor), "X", item.pk, end_to_end=item.reference) for item in sent.items.all())
    )
    monkeypatch.setattr(reading, "settle_lines", lambda **_: None)
    (told,) = reading.reconcile(by=olga, data=data)
    assert {line.status for line in told.lines.all()} == {"open"}
    monkeypatch.undo()
    reading.reconcile(by=olga, data=data)
    assert {line.status for line in told.lines.all()} == {"settled"}


def test_a_banks_csv_and_who_may_read_one(earned: Target, olga: User, sent: Payout) -> None:
    item = sent.items.all()[0]
    sheet = f"Tag;Betrag;E2E\n20.11.2026;-{euro(item.net_minor).decimal()};{item.reference}\n".encode()
    columns = Columns(day="Tag", amount="Betrag", end_to_end="E2E", reference="", dates="dmy")
    (told,) = reading.reconcile(by=olga, data=sheet, columns=columns)
    assert told.lines.get().status == "settled"
    assert reading.standing(told) is None
    with pytest.raises(NotAllowed):
        reading.reconcile(by=earned.people.brand, data=file(), columns=None)
    with pytest.raises(BadInput):
        reading.reconcile(by=olga, data=b"<x")
    assert BankStatement.objects.count() == 1


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minors=st.lists(st.integers(-500_00, 500_00).filter(bool), max_size=5))
def test_the_difference_is_what_nobody_has_decided(target: Target, minors: list[int]) -> None:
    """Whatever a bank sends: bank less books is the sum of the lines that are open, proposed or set aside."""
    olga = target.people.operator
    number = f"H-{BankStatement.objects.count()}"
    lines = [Booked(euro(minor), "X", f"{number}-{at}") for at, minor in enumerate(minors)]
    opening = standing(Account.BANK_CLEARING)
    (told,) = reading.reconcile(by=olga, data=file(*lines, number=number, opening=opening))
    for line in told.lines.filter(amount_minor__gt=200_00):
        assigning.assign(by=olga, line=line, brand=target.licence.brand)
    for line in told.lines.filter(amount_minor__lt=-200_00):
        assigning.note_fee(by=olga, line=line)
    left = sum(line.amount_minor for line in told.lines.exclude(status="settled"))
    stand = reading.standing(told)
    assert stand is not None
    assert stand.difference == euro(left)


def test_a_run_by_hand_is_not_booked_by_a_sum(earned: Target, olga: User) -> None:
    brand = earned.licence.brand
    receive_payment(by=olga, brand=brand, amount=owed_by(brand, "EUR"), reference="B-1")
    run = planning.plan(by=olga, currency="EUR", way="manual")
    sending.send(payout=approving.approve(by=earned.people.second_operator, payout=run))
    (line,) = read(olga, Booked(euro(-run.total_minor), "X", "B-8", text=run.pk))
    assert line.status == "open"
