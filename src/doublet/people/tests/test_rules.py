from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.refusals import BadInput, Refused
from doublet.people import rules

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("born", [date(2008, 11, 22), date(2014, 1, 1), TODAY])
def test_who_is_under_eighteen_is_refused_by_name_of_the_rule(born: date) -> None:
    with pytest.raises(Refused) as refused:
        rules.age_rule(born, TODAY)
    assert (refused.value.code, refused.value.rule) == ("under_age", "MIN-01")


@pytest.mark.parametrize("born", [TODAY + timedelta(days=1), date(1905, 1, 1)])
def test_a_birth_date_that_cannot_be_is_not_taken_for_an_age(born: date) -> None:
    with pytest.raises(BadInput) as refused:
        rules.age_rule(born, TODAY)
    assert refused.value.code == "implausible_birth_date"


def test_the_eighteenth_birthday_counts_also_for_a_leap_day() -> None:
    rules.age_rule(date(2008, 11, 21), TODAY)
    assert rules.age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert rules.age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_nobody_under_eighteen_ever_passes(born: date, today: date) -> None:
    try:
        rules.age_rule(born, today)
    except Refused:
        return
    assert (today.year - 18, today.month, today.day) >= (born.year, born.month, born.day)


@pytest.mark.parametrize("name", ["Inés Fiktiv", "李小明", "Ολga O'Neil-Ström", "محمد", "می\u200cخواهم"])
def test_a_name_in_any_script_stays_as_it_is(name: str) -> None:
    assert rules.clean_name(f"  {name} ", "The name") == name


@pytest.mark.parametrize("name", ["", "   ", "\u202eevil", "a\x00b", "...", "\u200b", "x" * 121])
def test_a_name_that_hides_something_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        rules.clean_name(name, "The name")


@given(st.text(max_size=200))
def test_any_text_is_a_clean_name_or_a_refusal(text: str) -> None:
    try:
        name = rules.clean_name(text, "The name")
    except BadInput:
        return
    assert rules.clean_name(name, "The name") == name
    assert "\n" not in name


@pytest.mark.parametrize(("typed", "code"), [("fr", "FR"), (" us-ny ", "US-NY"), ("GB-ENG", "GB-ENG")])
def test_a_place_is_an_iso_code(typed: str, code: str) -> None:
    assert rules.clean_place(typed) == code


@pytest.mark.parametrize("typed", ["", "XX", "France", "US-", "U", "FR; DROP"])
def test_no_other_place_is_taken(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        rules.clean_place(typed)
    assert refused.value.code == "place_unknown"


@pytest.mark.parametrize("points", [-1, 2001, 10**9])
def test_a_commission_above_a_fifth_is_refused(points: int) -> None:
    with pytest.raises(Refused) as refused:
        rules.commission_rule(points)
    assert refused.value.rule == "FWA-06"


@pytest.mark.parametrize(("scopes", "days"), [([], 5), (["sign"], 5), (["read"], 0), (["read"], 9999)])
def test_a_token_is_never_for_signing_or_for_ever(scopes: list[str], days: int) -> None:
    with pytest.raises(BadInput):
        rules.token_rule(scopes, days)
