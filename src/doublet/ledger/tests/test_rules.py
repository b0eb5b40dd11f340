from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.money import Money, total
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.ledger.rules import (
    Account,
    Entry,
    Posting,
    StatementLine,
    account,
    check,
    due_date,
    due_state,
    posting_for_approval,
    posting_for_payment_received,
    posting_for_payout,
    statement,
)
from doublet.offers.shares import Commission, Party, Split, split

USUAL = (Commission("agent", 1_000), Commission("mother_agent", 500), Commission("platform", 500))
HOLDERS: dict[Party, str] = {"agent": "agency-1", "mother_agent": "agency-2"}
FEE = Money(100_01, "EUR")

fees = st.integers(1, 10**9).map(lambda minor: Money(minor, "EUR"))
rates = st.tuples(st.integers(1, 1_000), st.integers(1, 600), st.integers(1, 400)).map(
    lambda bp: (Commission("agent", bp[0]), Commission("mother_agent", bp[1]), Commission("platform", bp[2]))
)


def approval(parts: Split, reference: str = "frame-1") -> Posting:
    return posting_for_approval(parts, reference=reference, brand="brand-1", model="model-1", holders=HOLDERS)


@given(fees, rates)
def test_every_cent_goes_to_somebody_and_at_least_80_percent_to_the_model(
    fee: Money, commissions: tuple[Commission, ...]
) -> None:
    parts = split(fee, commissions=commissions)
    assert parts.model + total([share.amount for share in parts.shares], "EUR") == fee
    assert parts.model.amount * 10 >= fee.amount * 8
    for share, agreed in zip(parts.shares, commissions, strict=True):
        assert share.amount.amount * 10_000 <= fee.amount * agreed.basis_points


@given(st.lists(st.tuples(fees, rates), max_size=12))
def test_the_books_of_any_run_of_pictures_hold_and_the_statement_matches_them(
    run: list[tuple[Money, tuple[Commission, ...]]],
) -> None:
    splits = [split(fee, commissions=commissions) for fee, commissions in run]
    postings = [approval(parts, f"frame-{n}") for n, parts in enumerate(splits)]
    assert check(postings) == []
    lines = [
        StatementLine(date(2026, 11, 1), f"frame-{n}", "picture", parts) for n, parts in enumerate(splits)
    ]
    told = statement(lines, currency="EUR")
    booked = [e.amount for p in postings for e in p.entries if e.account == "model_payable:model-1"]
    assert -total(booked, "EUR") == told.net
    assert told.gross - total([share.amount for share in told.commissions], "EUR") == told.net


def test_the_odd_cent_is_the_models() -> None:
    parts = split(FEE, commissions=USUAL)
    assert parts.model == Money(80_01, "EUR")
    assert [share.amount.amount for share in parts.shares] == [10_00, 5_00, 5_00]


def test_a_picture_is_approved_paid_and_paid_out() -> None:
    parts = split(FEE, commissions=USUAL)
    earned = approval(parts)
    assert [(entry.account, entry.amount.amount) for entry in earned.entries] == [
        ("brand_receivable:brand-1", 100_01),
        ("model_payable:model-1", -80_01),
        ("agent_payable:agency-1", -10_00),
        ("mother_agent_payable:agency-2", -5_00),
        ("platform_revenue", -5_00),
    ]
    received = posting_for_payment_received(FEE, reference="transfer-9", brand="brand-1")
    paid = posting_for_payout(
        parts.model, reference="payout-3", payable=Account.MODEL_PAYABLE, holder="model-1", owed=parts.model
    )
    assert check([earned, received, paid]) == []
    everything = [entry.amount for posting in (earned, received, paid) for entry in posting.entries]
    assert total(everything, "EUR") == Money(0, "EUR")


def test_a_fee_too_small_for_a_commission_leaves_no_entry_of_zero() -> None:
    one_cent = split(Money(1, "EUR"), commissions=USUAL)
    assert one_cent.model == Money(1, "EUR")
    assert len(approval(one_cent).entries) == 2
    assert check([approval(one_cent)]) == []


def test_commissions_over_20_percent_together_are_refused_with_the_rule() -> None:
    split(FEE, commissions=(Commission("agent", 2_000),))
    with pytest.raises(Refused) as refused:
        split(FEE, commissions=(Commission("agent", 1_600), Commission("platform", 401)))
    assert (refused.value.code, refused.value.rule) == ("commission_over_limit", "FWA-06")
    assert "20.01 %" in refused.value.reason


@pytest.mark.parametrize(
    ("fee", "commissions", "code"),
    [
        (Money(0, "EUR"), USUAL, "gross_not_positive"),
        (Money(-5, "EUR"), USUAL, "gross_not_positive"),
        (FEE, (Commission("agent", 0),), "commission_not_positive"),
        (FEE, (Commission("agent", -100), Commission("platform", 2_100)), "commission_not_positive"),
        (FEE, (Commission("agent", 10.5),), "commission_not_positive"),  # type: ignore[arg-type]
        (FEE, (Commission("agent", 100), Commission("agent", 100)), "repeated_party"),
        (FEE, (Commission("photographer", 100),), "unknown_party"),  # type: ignore[arg-type]
    ],
)
def test_a_split_of_nonsense_is_refused(fee: Money, commissions: tuple[Commission, ...], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        split(fee, commissions=commissions)
    assert refused.value.code == code


def test_a_share_needs_a_holder_and_the_house_has_none() -> None:
    parts = split(FEE, commissions=USUAL)
    with pytest.raises(BadInput) as refused:
        posting_for_approval(parts, reference="f", brand="b", model="m", holders={"agent": "a"})
    assert refused.value.code == "account_holder"
    with pytest.raises(BadInput):
        account(Account.PLATFORM_REVENUE, "somebody")


def test_nobody_is_paid_out_more_than_owed_or_from_a_wrong_account() -> None:
    with pytest.raises(Conflict) as over:
        posting_for_payout(
            FEE, reference="p", payable=Account.MODEL_PAYABLE, holder="m", owed=Money(1, "EUR")
        )
    assert over.value.code == "payout_over_balance"
    with pytest.raises(BadInput) as wrong:
        posting_for_payout(FEE, reference="p", payable=Account.BRAND_RECEIVABLE, holder="b", owed=FEE)
    assert wrong.value.code == "not_a_payable"
    with pytest.raises(BadInput):
        posting_for_payment_received(Money(0, "EUR"), reference="t", brand="b")


def test_the_check_names_each_thing_that_is_wrong() -> None:
    good = approval(split(FEE, commissions=USUAL))
    owed, model, *rest = good.entries
    cent = Money(1, "EUR")
    lowered = replace(good, reference="f2", entries=(owed, replace(model, amount=model.amount + cent), *rest))
    robbed = Posting(
        "approval",
        "f3",
        (
            owed,
            Entry("model_payable:m", -Money(50_00, "EUR")),
            Entry("platform_revenue", -Money(50_01, "EUR")),
        ),
    )
    two_currencies = Posting(
        "payment_received", "t", (Entry("bank_clearing", FEE), Entry("brand_receivable:b", -Money(1, "USD")))
    )
    hollow = Posting("payout", "p", (Entry("bank_clearing", Money(0, "EUR")),))
    overpaid = Posting("payout", "q", (Entry("model_payable:z", cent), Entry("bank_clearing", -cent)))
    codes = [
        problem.code for problem in check([good, good, lowered, robbed, two_currencies, hollow, overpaid])
    ]
    assert codes == [
        "posted_twice",
        "unbalanced",
        "model_under_80_percent",
        "model_under_80_percent",
        "unbalanced",
        "unbalanced",
        "too_few_entries",
        "empty_entry",
        "paid_more_than_earned",
    ]


def test_a_statement_is_in_order_and_in_one_currency() -> None:
    early = StatementLine(date(2026, 11, 2), "b", "picture", split(FEE, commissions=USUAL))
    late = StatementLine(date(2026, 11, 9), "a", "picture", split(FEE, commissions=USUAL[:1]))
    told = statement([late, early], currency="EUR")
    assert told.lines == (early, late)
    assert told.net == Money(80_01 + 90_01, "EUR")
    assert [(share.party, share.amount.amount) for share in told.commissions] == [
        ("agent", 20_00),
        ("mother_agent", 5_00),
        ("platform", 5_00),
    ]
    dollars = replace(late, split=split(Money(5, "USD"), commissions=()))
    with pytest.raises(BadInput) as refused:
        statement([early, dollars], currency="EUR")
    assert refused.value.code == "mixed_currencies"


def test_the_term_is_30_days_and_never_longer() -> None:
    day = date(2026, 11, 21)
    assert due_date(day) == date(2026, 12, 21)
    assert due_date(day, days=14) == date(2026, 12, 5)
    for days in (31, 45, -1, 10**6):
        with pytest.raises(Refused) as refused:
            due_date(day, days=days)
        assert refused.value.rule == "NY-FIFA-01"


@given(st.integers(-400, 400))
def test_a_fee_is_open_then_due_soon_then_overdue(offset: int) -> None:
    due = date(2026, 12, 21)
    state = due_state(due, today=due + timedelta(days=offset))
    assert state == ("overdue" if offset > 0 else "due_soon" if offset >= -3 else "open")
