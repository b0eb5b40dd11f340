"""Splits, postings and statements by themselves: no database, no clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.money import Money, total
from doublet.kernel.refusals import BadInput, Refused
from doublet.ledger.accounts import Account, account, read, settled
from doublet.ledger.arrangement import Arrangement
from doublet.ledger.checking import prove
from doublet.ledger.drafts import Draft, Line
from doublet.ledger.entries import (
    approval,
    due_date,
    due_state,
    exclusivity,
    exclusivity_returned,
    moved,
    payment_received,
    settlement,
    used_part,
)
from doublet.offers.shares import Commission, split

USUAL = (
    Commission("agent", 1_000, "agency-1"),
    Commission("mother_agent", 500, "agency-2"),
    Commission("platform", 500),
)
FEE = Money(100_01, "EUR")
DAY = date(2026, 11, 21)
AGREED = Arrangement(
    licence="lic-1",
    brand="brand-1",
    model="model-1",
    price=FEE,
    commissions=USUAL,
    payment_days=30,
    starts=date(2026, 11, 1),
    ends=date(2026, 11, 30),
    payout_currency="EUR",
    rate_from=1,
    rate_to=1,
    exclusivity_bp=0,
    interest_bp=0,
)

fees = st.integers(1, 10**9).map(lambda minor: Money(minor, "EUR"))
rates = st.tuples(
    st.integers(1, 900), st.integers(1, 500), st.integers(1, 400), st.integers(1, 100), st.integers(1, 100)
).map(
    lambda bp: (
        Commission("agent", bp[0], "agency-1"),
        Commission("mother_agent", bp[1], "agency-2"),
        Commission("platform", bp[2]),
        Commission("crew", bp[3], "crew-1"),
        Commission("crew", bp[4], "crew-2"),
    )
)


def approved(agreed: Arrangement = AGREED, frame: str = "frame-1") -> Draft:
    return approval(agreed, frame=frame, words="picture, approved", on=DAY)


def told(draft: Draft) -> list[tuple[str, int]]:
    return [(line.account, line.amount.amount) for line in draft.lines]


def open_of(draft: Draft) -> list[Line]:
    own = ("_pending", "_receivable")
    return [line for line in draft.lines if line.account.partition(":")[0].endswith(own)]


@given(fees, rates)
def test_every_cent_goes_to_somebody_and_at_least_80_percent_to_the_model(
    fee: Money, commissions: tuple[Commission, ...]
) -> None:
    parts = split(fee, commissions=commissions)
    assert parts.model + total([share.amount for share in parts.shares], "EUR") == fee
    assert parts.model.amount * 10 >= fee.amount * 8
    for share, agreed in zip(parts.shares, commissions, strict=True):
        assert abs(share.amount.amount * 10_000 - fee.amount * agreed.basis_points) < 20_000
        assert share.holder == agreed.holder


def test_the_odd_cent_is_the_models() -> None:
    parts = split(FEE, commissions=USUAL)
    assert parts.model == Money(80_01, "EUR")
    assert [share.amount.amount for share in parts.shares] == [10_00, 5_00, 5_00]


def test_commissions_that_do_not_divide_evenly_lose_nothing() -> None:
    thirds = tuple(Commission("crew", 333, f"crew-{n}") for n in range(3))
    parts = split(Money(10_00, "EUR"), commissions=thirds)
    assert parts.model == Money(9_01, "EUR")
    assert [share.amount.amount for share in parts.shares] == [33, 33, 33]
    assert split(Money(1, "EUR"), commissions=thirds).model == Money(1, "EUR")


def test_a_picture_is_approved_and_waits_until_the_brand_pays() -> None:
    earned = approved()
    assert told(earned) == [
        ("brand_receivable:brand-1", 100_01),
        ("model_pending:model-1", -80_01),
        ("agent_pending:agency-1", -10_00),
        ("mother_agent_pending:agency-2", -5_00),
        ("platform_pending", -5_00),
    ]
    assert earned.due == date(2026, 12, 21)
    received = payment_received(FEE, reference="transfer-9", brand="brand-1")
    funds = [Line("brand_credit:brand-1", FEE)]
    paid = settlement(open_of(earned), funds, frame="frame-1", about="pst", words="paid", licence="lic-1")
    assert dict(told(paid))["model_payable:model-1"] == -80_01
    assert dict(told(paid))["model_pending:model-1"] == 80_01
    assert prove([earned, received, paid]) == (3, [])


def test_in_another_currency_both_sides_balance_and_nothing_is_lost() -> None:
    dollars = replace(AGREED, payout_currency="USD", rate_from=10_000, rate_to=11_637)
    draft = approved(dollars)
    lines = dict(told(draft))
    assert lines["brand_receivable:brand-1"] == 100_01
    earned = [line for line in draft.lines if line.amount.currency == "USD" and line.amount.amount < 0]
    assert -sum(line.amount.amount for line in earned) == 100_01 * 11_637 // 10_000
    assert prove([draft]) == (1, [])


@given(st.integers(1, 10**7), st.integers(0, 6_000), st.integers(0, 40))
def test_exclusivity_is_held_and_what_is_unused_goes_back_without_a_clawback(
    minor: int, points: int, days: int
) -> None:
    agreed = replace(AGREED, price=Money(minor, "EUR"), exclusivity_bp=points)
    first = approved(agreed)
    held = agreed.for_exclusivity
    used = used_part(held, starts=agreed.starts, ends=agreed.ends, today=agreed.starts + timedelta(days=days))
    assert Money(0, "EUR") <= used <= held
    if days >= 29:
        assert used == held
    if not held:
        return
    back = exclusivity_returned(
        agreed, unused=held - used, used=used, frame="frame-1", about="pst", words="ended"
    )
    assert prove([first, back]) == (2, [])
    hers = sum(amount for draft in (first, back) for code, amount in told(draft) if code.startswith("model_"))
    assert -hers * 10 >= (minor - held.amount + used.amount) * 8 - 20
    if used:
        nothing = Money(0, "EUR")
        paid = exclusivity(agreed, before=nothing, until=used, paid={}, reference="lic-1:day", words="so far")
        assert prove([first, paid]) == (2, [])


@given(st.lists(st.integers(1, 400), min_size=1, max_size=40), st.sampled_from([100, 61, 79]))
def test_exclusivity_earned_in_many_steps_is_shared_as_if_in_one(steps: list[int], rate: int) -> None:
    """The rounding does not drift: who is paid a cent a day gets what she would get at once."""
    agreed = replace(AGREED, payout_currency="EUR" if rate == 100 else "USD", rate_from=100, rate_to=rate)
    before, paid, drafts = Money(0, "EUR"), dict[str, Money](), []
    for number, step in enumerate(steps):
        until = before + Money(step, "EUR")
        draft = exclusivity(
            agreed, before=before, until=until, paid=paid, reference=f"lic-1:{number}", words="day"
        )
        drafts.append(draft)
        for line in draft.lines:
            if line.account.endswith("revenue") or "_payable" in line.account:
                assert line.amount.amount < 0, "nobody gives a cent back"
                paid[line.account] = paid.get(line.account, Money(0, line.amount.currency)) - line.amount
        before = until
    if not (gross := agreed.exchanged(before)):
        return
    at_once = agreed.shared(before)
    assert sum(share.amount for share in paid.values()) == gross.amount
    assert paid.get("model_payable:model-1", gross) == at_once.model
    for share in at_once.shares:
        code = f"{share.party}_payable:{share.holder}" if share.holder else "platform_revenue"
        assert abs(paid.get(code, gross - gross).amount - share.amount.amount) <= 1


def test_a_fee_too_small_for_a_commission_leaves_no_entry_of_zero() -> None:
    one_cent = approved(replace(AGREED, price=Money(1, "EUR")))
    assert told(one_cent) == [("brand_receivable:brand-1", 1), ("model_pending:model-1", -1)]
    assert prove([one_cent]) == (1, [])


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
        (FEE, (Commission("agent", 100, "a"), Commission("agent", 100, "a")), "repeated_party"),
        (FEE, (Commission("photographer", 100),), "unknown_party"),  # type: ignore[arg-type]
    ],
)
def test_a_split_of_nonsense_is_refused(fee: Money, commissions: tuple[Commission, ...], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        split(fee, commissions=commissions)
    assert refused.value.code == code


def test_a_share_needs_a_holder_and_the_house_has_none() -> None:
    nobody = replace(AGREED, commissions=(Commission("agent", 100),))
    with pytest.raises(BadInput) as refused:
        approved(nobody)
    assert refused.value.code == "account_holder"
    for code in ("platform_revenue:somebody", "model_payable", "piggy_bank:x", ""):
        with pytest.raises(BadInput):
            read(code)
    assert settled("model_pending:x") == "model_payable:x"
    assert settled(account(Account.PLATFORM_PENDING)) == "platform_revenue"


def test_only_amounts_over_zero_are_paid() -> None:
    for amount in (Money(0, "EUR"), Money(-1, "EUR")):
        with pytest.raises(BadInput):
            payment_received(amount, reference="t", brand="b")
        with pytest.raises(BadInput):
            moved("payout", amount, reference="p", debit="model_payable:m", credit="bank_clearing")


def test_the_check_names_each_thing_that_is_wrong() -> None:
    good = approved()
    owed, model, *rest = good.lines
    cent = Money(1, "EUR")
    lowered = replace(good, reference="f2", lines=(owed, replace(model, amount=model.amount + cent), *rest))
    robbed = Draft(
        "approval",
        "f3",
        (
            owed,
            Line("model_pending:m", -Money(50_00, "EUR")),
            Line("platform_pending", -Money(50_01, "EUR")),
        ),
    )
    two_currencies = Draft(
        "payment_received", "t", (Line("bank_clearing", FEE), Line("brand_credit:b", -Money(1, "USD")))
    )
    hollow = Draft("payout", "p", (Line("bank_clearing", Money(0, "EUR")),))
    overpaid = Draft("payout", "q", (Line("model_payable:z", cent), Line("bank_clearing", -cent)))
    count, problems = prove([good, good, lowered, robbed, two_currencies, hollow, overpaid])
    assert count == 7
    assert [problem.code for problem in problems] == [
        "posted_twice",
        "unbalanced",
        "model_under_80_percent",
        "unbalanced",
        "unbalanced",
        "too_few_entries",
        "empty_entry",
        "overdrawn",
    ]


def test_the_term_is_30_days_and_never_longer() -> None:
    assert due_date(DAY) == date(2026, 12, 21)
    assert due_date(DAY, days=14) == date(2026, 12, 5)
    for days in (31, 45, -1, 10**6):
        with pytest.raises(Refused) as refused:
            due_date(DAY, days=days)
        assert refused.value.rule == "NY-FIFA-01"


@given(st.integers(-400, 400))
def test_a_fee_is_open_then_due_soon_then_overdue(offset: int) -> None:
    due = date(2026, 12, 21)
    state = due_state(due, today=due + timedelta(days=offset))
    assert state == ("overdue" if offset > 0 else "due_soon" if offset >= -3 else "open")
