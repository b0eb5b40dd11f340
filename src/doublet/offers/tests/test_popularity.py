"""Popularity: inputs only ever add, and nothing that is a person's right to do is an input."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from doublet.consents.actions import close_boundaries
from doublet.kernel import clock
from doublet.kernel.refusals import BadInput, NotAllowed, NotThere
from doublet.licences.actions import pause_licence, withdraw_licence
from doublet.offers import rates, standing
from doublet.offers.actions import counter, decline, send_offer, write_brief
from doublet.offers.following import enter_followers, take_out, take_out_stated
from doublet.offers.pricing import BUILT_IN
from doublet.offers.pricing.popularity import Fact, reckon
from doublet.story import scenery
from doublet.story.target import Target

DAY = date(2026, 11, 22)
RULE = BUILT_IN["2026-11"].model_popularity
KINDS = sorted(RULE.inputs)
numbers = st.fixed_dictionaries({kind: st.integers(0, 20_000_000) for kind in KINDS})

# What a score may be reckoned from: nothing else stands in the statements that are sent.
MAY_READ = {
    "offers_offer": {"id", "brand_id", "model_id", "opened_at"},
    "offers_offerversion": {"id", "offer_id"},
    "offers_following": {"id", "model_id", "source", "number", "counted_on", "entered_at", "taken_out_at"},
    "licences_licence": {"id", "version_id", "signed_at"},
}


def facts(given: dict[str, int]) -> list[Fact]:
    return [Fact(kind, number, "a test", DAY) for kind, number in given.items()]


@given(numbers, st.sampled_from(KINDS), st.integers(0, 10_000_000))
def test_more_of_any_input_never_lowers_a_score(before: dict[str, int], kind: str, more: int) -> None:
    after = before | {kind: before[kind] + more}
    assert reckon(RULE, facts(after), day=DAY).score >= reckon(RULE, facts(before), day=DAY).score


@given(numbers)
def test_a_score_is_the_sum_of_what_it_shows(given: dict[str, int]) -> None:
    known = reckon(RULE, facts(given), day=DAY)
    assert known.score == min(100, sum(each.points for each in known.counted))
    assert RULE.start <= known.score <= 100
    assert reckon(RULE, reversed(facts(given)), day=DAY) == known


def test_a_newcomer_starts_at_the_published_value_and_a_stated_figure_counts_only_above_it() -> None:
    assert reckon(RULE, [], day=DAY).score == 20
    assert reckon(RULE, [Fact("stated", 5, "somebody", DAY)], day=DAY).score == 20
    known = reckon(RULE, [Fact("stated", 45, "an index", DAY), Fact("licences", 3, "here", DAY)], day=DAY)
    assert known.score == 53
    assert known.in_words == "45 stated figure + 8 (licences signed: 3)"
    assert [(each.kind, each.next_at) for each in known.counted] == [("stated", 0), ("licences", 10)]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ([Fact("declines", 1, "x", DAY)], "unknown_input"),
        ([Fact("offers", -1, "x", DAY)], "input_not_counted"),
        ([Fact("offers", 1, "x", DAY), Fact("offers", 2, "x", DAY)], "repeated_input"),
    ],
)
def test_what_is_no_input_is_refused(wrong: list[Fact], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        reckon(RULE, wrong, day=DAY)
    assert refused.value.code == code


def score(target: Target) -> int:
    return standing.of_model(target.people.model, rates.current()).score


def another_offer(target: Target, title: str) -> Any:
    wish = scenery.wish(pictures=2)
    brief = write_brief(
        by=target.people.brand, model=target.people.model, title=title, garments=[target.garment], terms=wish
    )
    return send_offer(by=target.people.brand, brief=brief)


def test_what_she_may_do_never_lowers_her_score(target: Target) -> None:
    """Declines, counters, closed doors, a pause and a withdrawal, any number of them, in any order."""
    model = target.people.model
    last = score(target)
    steps = [
        lambda: decline(by=model.user, offer=another_offer(target, "One"), because="price"),
        lambda: decline(by=target.people.agent, offer=another_offer(target, "Two")),
        lambda: counter(by=model.user, offer=another_offer(target, "Three"), changes={"rate_minor": 99_900}),
        lambda: pause_licence(by=model.user, licence=target.licence),
        lambda: withdraw_licence(by=model.user, licence=target.licence),
        lambda: close_boundaries(by=model.user, model=model),
    ]
    for step in steps:
        step()
        now = score(target)
        assert now >= last
        last = now


@pytest.mark.parametrize("whose", ["model", "brand"])
def test_the_statements_that_are_sent_read_nothing_else(target: Target, whose: str) -> None:
    """The code path itself: which tables and columns a score is reckoned from (rule FWA-18)."""
    card = rates.current()
    with CaptureQueriesContext(
        connection,
    ) as sent:
        if whose == "model":
            standing.of_model(target.people.model, card)
        else:
            standing.of_brand(target.people.brand.brand, card)  # type: ignore[arg-type]
    assert sent.captured_queries
    for query in sent.captured_queries:
        read = _columns(query["sql"])
        for table, columns in read.items():
            if table.startswith("ledger_"):
                continue  # what a brand paid on time: whole rows of the books, in which nobody says no
            assert columns <= MAY_READ.get(table, set()), f"{table}: {columns} in {query['sql']}"


def _columns(sql: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    names = re.findall(r'"([a-z_0-9]+)"\."([a-z_0-9]+)"', sql)
    aliases = dict(re.findall(r'(?:FROM|JOIN) "([a-z_0-9]+)" ([A-Z][0-9]+)', sql))
    assert not aliases, "an alias would hide a table"
    for table, column in names:
        found.setdefault(table, set()).add(column)
    for table in re.findall(r'(?:FROM|JOIN) "([a-z_0-9]+)"', sql):
        found.setdefault(table, set())
    return found


def test_followers_count_only_as_she_enters_them_and_come_out_again(target: Target) -> None:
    model, start = target.people.model, score(target)
    today = clock.now().date()
    first = enter_followers(
        by=model.user, model=model, source="a.example/her", number=12_000, counted_on=today
    )
    assert score(target) == start + 8
    enter_followers(by=model.user, model=model, source="b.example/her", number=900_000, counted_on=today)
    assert score(target) == start + 15, "the largest counts, not the sum"
    enter_followers(by=model.user, model=model, source="b.example/her", number=2_000, counted_on=today)
    assert score(target) == start + 8, "corrected: the newer figure for a place replaces the older"
    take_out(by=model.user, model=model, following=first.pk)
    assert score(target) == start + 3
    with pytest.raises(NotThere):
        take_out(by=model.user, model=model, following=first.pk)


def test_nobody_else_enters_followers_and_no_figure_is_of_tomorrow(target: Target) -> None:
    model, today = target.people.model, clock.now().date()
    for other in (target.people.agent, target.people.brand, target.people.operator):
        with pytest.raises(NotAllowed):
            enter_followers(by=other, model=model, source="a.example", number=10, counted_on=today)
    wrongs: tuple[dict[str, Any], ...] = (
        {"source": "x", "number": 10, "counted_on": today},
        {"source": "a.example", "number": 0, "counted_on": today},
        {"source": "a.example", "number": 10, "counted_on": today + timedelta(days=1)},
    )
    for wrong in wrongs:
        with pytest.raises(BadInput):
            enter_followers(by=model.user, model=model, **wrong)


def test_she_takes_a_stated_figure_out(target: Target) -> None:
    model = target.people.model
    before = score(target)
    take_out_stated(by=model.user, model=model)
    assert before - score(target) == 30 - 20
    with pytest.raises(NotThere):
        take_out_stated(by=model.user, model=model)
