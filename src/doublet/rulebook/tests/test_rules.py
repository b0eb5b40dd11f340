"""Which rules count: every place of the three, strictest first, from their day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.rulebook.pack import GATE, LEVELS, PLACES, Rule, load, pack_of
from doublet.rulebook.rules import CORE, LAST, compile_rules, counts, effective, holds_in, places_of

BOOK = load()
TODAY = date(2026, 11, 21)
ANYWHERE = st.sampled_from([*PLACES, "", "JP", "BR", "XX", "nonsense", "US-NV", "IT"])


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("FR", {"FR"}),
        ("US-NY", {"US-NY"}),
        ("WORLD", {"WORLD"}),
        ("UK", {"GB"}),
        ("", {"US-NY", "EU"}),
        ("Atlantis", {"US-NY", "EU"}),
    ],
)
def test_a_place_that_nobody_can_name_counts_as_new_york_and_the_union(
    place: str, expected: set[str]
) -> None:
    assert places_of(place, place, (place,)) == expected


@pytest.mark.parametrize(
    ("where", "places", "holds"),
    [
        (("US",), {"US-NY"}, True),
        (("EU",), {"FR"}, True),
        (("EU",), {"FR-75"}, True),
        (("FR",), {"FR-75"}, True),
        (("US-NY",), {"US"}, True),  # a licence for the United States reaches New York
        (("FR",), {"EU"}, True),
        (("FR",), {"IT"}, False),
        (("US-NY",), {"US-CA"}, False),
        (("EU",), {"GB", "US"}, False),
        (("KR",), {"WORLD"}, True),
        (("WORLD",), {"JP"}, True),
    ],
)
def test_a_rule_holds_where_its_place_and_theirs_meet(
    where: tuple[str, ...], places: set[str], holds: bool
) -> None:
    assert holds_in(where, frozenset(places)) is holds


def test_a_rule_counts_from_its_first_day() -> None:
    law = BOOK.rule("EU-5-NUD")
    assert law.in_force is not None
    europe = frozenset({"EU"})
    assert not counts(law, europe, law.in_force - timedelta(days=1))
    assert counts(law, europe, law.in_force)


def test_a_bill_never_stops_anything() -> None:
    assert {effective(rule) for rule in BOOK.rules if rule.kind == "bill"} == {"show"}


@given(ANYWHERE, ANYWHERE, st.lists(ANYWHERE, max_size=3), st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_the_core_stops_everything_everywhere_and_always(
    residence: str, seat: str, territories: list[str], day: date
) -> None:
    rules = compile_rules(BOOK, places_of(residence, seat, territories), day)
    for moment in GATE:
        for check in CORE:
            verdict = rules.verdict(moment, check)
            assert verdict is not None
            assert verdict.level == "block"
        assert rules.verdict(moment, "never heard of") == LAST


@given(ANYWHERE, ANYWHERE, ANYWHERE)
def test_more_places_are_never_milder(residence: str, seat: str, other: str) -> None:
    few = compile_rules(BOOK, places_of(residence, seat, (seat,)), TODAY)
    many = compile_rules(BOOK, places_of(residence, seat, (seat, other)), TODAY)
    for moment in GATE:
        for check, verdict in few.verdicts[moment].items():
            wider = many.verdicts[moment][check]
            assert LEVELS.index(wider.level) >= LEVELS.index(verdict.level)
            assert set(verdict.rules) <= set(wider.rules)


def test_the_strictest_level_wins_and_leads() -> None:
    mild = Rule(
        id="A", title="A", places=("WORLD",), binds=("brand",), when="x", must="x", level="warn",
        moments=GATE, source="x", status="ours", kind="policy", checks=("short_notice",),
    )  # fmt: skip
    strict = replace(mild, id="B", level="block")
    rules = compile_rules(pack_of("t", (*BOOK.rules, mild, strict)), frozenset({"JP"}), TODAY)
    verdict = rules.verdict("sign", "short_notice")
    assert verdict is not None
    assert (verdict.level, verdict.rules[0]) == ("block", "B")


def test_what_is_known_but_holds_elsewhere_is_dropped() -> None:
    japan = compile_rules(BOOK, places_of("JP", "JP", ("JP",)), TODAY)
    assert japan.verdict("sign", "address_missing") is None
