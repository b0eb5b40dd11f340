"""Statements: the whole chain of each earning, its state, and an end that follows from its beginning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput
from doublet.ledger import chart, periods, statements, wording
from doublet.ledger.covering import Turn, covered
from doublet.ledger.models import ExchangeRate, MoneyTerms
from doublet.ledger.owing import owing_of
from doublet.ledger.telling import currencies_of, statement_of
from doublet.ledger.tests.earned import approved, paid
from doublet.ledger.views.shown import Reasons
from doublet.story.target import Target
from doublet.testing import paid_out

DAY = date(2026, 11, 3)


def test_what_waits_what_is_ready_and_what_was_paid_out(target: Target) -> None:
    people, licence = target.people, target.licence
    price = Money(int(licence.terms["rate_minor"]), "EUR")
    first = approved(licence, what="Coat")
    assert _states(target) == ["waiting"]
    paid(licence, price, by=people.operator)
    assert _states(target) == ["ready"]
    run = paid_out(people.operator, people.second_operator)
    second = approved(licence, what="Dress")
    told = statement_of("model", people.model.pk, "EUR")
    assert [(line.reference, line.state.code, line.state.payout) for line in told.lines] == [
        (first.subject, "paid", run.pk),
        (second.subject, "waiting", ""),
    ]
    assert told.lines[1].state.on == second.due
    assert told.closing.waiting == told.lines[1].mine
    assert told.paid_out == told.lines[0].mine
    assert not told.closing.ready


def test_the_chain_names_everybody_and_sums_to_the_price(target: Target) -> None:
    approved(target.licence)
    people = target.people
    hers = statement_of("model", people.model.pk, "EUR").lines[0]
    theirs = statement_of("agent", people.agency.pk, "EUR").lines[0]
    ours = statement_of("platform", "", "EUR").lines[0]
    assert hers.split == theirs.split == ours.split
    assert hers.mine + theirs.mine + ours.mine == hers.price == hers.split.gross
    assert "you" in wording.chain(statement_of("agent", people.agency.pk, "EUR"), theirs)
    assert currencies_of("mother_agent", people.agency.pk) == []


def test_a_month_begins_where_the_one_before_ended(target: Target) -> None:
    licence, people = target.licence, target.people
    price = Money(int(licence.terms["rate_minor"]), "EUR")
    approved(licence, on="2026-09-10")
    approved(licence, on="2026-10-10")
    paid(licence, price, by=people.operator, on="2026-10-20")
    months = [statement_of("model", people.model.pk, "EUR", periods.month(2026, at)) for at in (9, 10, 11)]
    assert [len(told.lines) for told in months] == [1, 1, 0]
    assert months[0].closing == months[1].opening
    assert months[1].closing == months[2].closing == statement_of("model", people.model.pk, "EUR").closing
    assert months[1].closing.ready
    assert months[1].closing.waiting
    year = statement_of("model", people.model.pk, "EUR", periods.year(2026))
    assert year.by_brand() == [(licence.brand_id, year.net, 2)]


def test_another_currency_and_exclusivity_are_told_with_their_reasons(target: Target) -> None:
    licence = target.licence
    MoneyTerms._base_manager.filter(pk=licence.pk)._raw_delete("default")  # as if it had been fixed otherwise
    MoneyTerms.objects.create(
        licence=licence,
        payout_currency="USD",
        rate_from=10_000,
        rate_to=10_850,
        rate_source="a central bank",
        rate_on=DAY,
        exclusivity_bp=3_750,
    )
    approved(licence)
    told = statement_of("model", target.people.model.pk, "USD")
    line = told.lines[0]
    assert line.price.currency == "EUR"
    assert line.mine.currency == "USD"
    assert line.held == line.price.basis_points(3_750)
    why = Reasons("model").of(line)
    assert why is not None
    assert sum(step.amount.amount for step in why.lines) == why.agreed.amount  # type: ignore[union-attr]
    words = " ".join(f"{step.label} {step.how}" for step in why.steps)
    assert "a central bank" in words
    assert "37.5 %" in words
    assert why.steps[-1].amount == line.mine
    assert why.steps[-1].mine
    assert ExchangeRate.objects.count() == 0


def test_what_a_brand_owes_follows_from_what_it_did(target: Target) -> None:
    licence, people = target.licence, target.people
    price = Money(int(licence.terms["rate_minor"]), "EUR")
    approved(licence, on="2026-09-10")
    approved(licence, on="2026-10-10")
    paid(licence, price, by=people.operator, on="2026-10-12")
    paid(licence, Money(5_00, "EUR"), by=people.operator, on="2026-10-13", reference="transfer-2")
    told = owing_of(licence.brand, "EUR", periods.month(2026, 10))
    assert told.owed == price
    assert told.credit == Money(5_00, "EUR")
    assert told.opening == price
    assert told.closing == told.owed - told.credit
    assert [each.kind for each in told.moved] == ["approval", "payment_received", "payment_received"]


def test_a_statement_that_does_not_follow_is_none(target: Target) -> None:
    approved(target.licence)
    told = statement_of("model", target.people.model.pk, "EUR")
    wrong = replace(told.closing, ready=Money(1, "EUR"))
    with pytest.raises(BadInput, match="does not follow"):
        statements.statement(
            "model", told.holder, "EUR", periods.EVER,
            opening=told.opening, lines=told.lines, movements=(), closing=wrong,
        )  # fmt: skip


@given(st.lists(st.integers(1, 500), min_size=1, max_size=8), st.lists(st.integers(1, 400), max_size=8))
def test_payouts_cover_the_oldest_first_and_nothing_twice(earned: list[int], taken: list[int]) -> None:
    turns = [Turn("settlement", f"p{at}", "", DAY, -amount) for at, amount in enumerate(earned)]
    turns += [Turn("payout", "", f"run{at}", DAY, amount) for at, amount in enumerate(taken)]
    states = covered(turns)
    left = sum(taken)
    for at, amount in enumerate(earned):
        expected = "paid" if left >= amount else "partly" if left > 0 else "ready"
        assert states[f"p{at}"].code == expected
        left = max(0, left - amount)


def test_what_came_back_or_was_taken_back_is_not_paid() -> None:
    turns = [Turn("settlement", "a", "", DAY, -10), Turn("payout", "", "run", DAY, 10)]
    assert covered(turns)["a"].code == "paid"
    assert covered([*turns, Turn("payout_returned", "", "run", DAY, -10)])["a"].code == "ready"
    advance = [turns[0], Turn("advance", "a", "adv", DAY, 4), Turn("payout", "", "run", DAY, 6)]
    assert covered(advance)["a"].code == "paid"


def test_periods_are_read_strictly() -> None:
    assert periods.read("2026-02").last == date(2026, 2, 28)
    assert periods.read("2024").is_year
    assert DAY not in periods.read("2024")
    assert DAY in periods.read("")
    assert [each.code for each in periods.months_back(periods.month(2026, 2), 3)] == [
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    for wrong in ("2026-13", "26", "2026-1", "x"):
        with pytest.raises(BadInput):
            periods.read(wrong)


def test_bars_are_as_high_as_their_months() -> None:
    months = periods.months_back(periods.month(2026, 11), 3)
    drawn = chart.chart(
        [(month, Money(amount, "EUR")) for month, amount in zip(months, (0, 50, 100), strict=True)]
    )
    assert [bar.height for bar in drawn.bars] == [0, drawn.bars[2].height / 2, drawn.bars[2].height]
    assert drawn.best.period.code == "2026-11"
    assert all(bar.x >= 0 and bar.x + bar.width <= drawn.width for bar in drawn.bars)
    assert "November 2026: EUR 1.00" in drawn.words


def _states(target: Target) -> list[str]:
    told = statement_of("model", target.people.model.pk, "EUR")
    return [line.state.code for line in told.lines]
