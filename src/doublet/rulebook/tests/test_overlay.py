"""What an operator may change: stricter and more, never less."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel import clock
from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import BadInput, NotAllowed, Refused
from doublet.people.models import Role, User
from doublet.rulebook import overlay
from doublet.rulebook.actions import add_rule, answer_setup, raise_rule
from doublet.rulebook.pack import LEVELS, load
from doublet.rulebook.queries import book, book_named, duties, registration, setup

BOOK = load()
LIMIT = {"title": "Small jobs only", "what": "pictures", "most": 5}


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_user("operator@test.invalid", "correct horse", role=Role.OPERATOR)


@given(st.sampled_from(BOOK.rules), st.sampled_from([*LEVELS, "nothing"]))
def test_no_change_ever_makes_a_rule_milder(rule, level) -> None:  # type: ignore[no-untyped-def]
    try:
        overlay.check_raise(rule, level)
    except Refused:
        return
    laid = overlay.lay(BOOK, [overlay.Change("raised", rule.id, level, {})])
    assert LEVELS.index(laid.rule(rule.id).level) > LEVELS.index(rule.level)
    assert {other.id for other in laid.rules} == {other.id for other in BOOK.rules}


@pytest.mark.parametrize(
    ("rule", "level", "code"),
    [
        ("MIN-01", "warn", "floor_stays"),
        ("HOUSE-WITHDRAWN", "show", "floor_stays"),
        ("FWA-03", "warn", "never_lower"),
        ("NY-FIFA-01", "warn", "never_lower"),
        ("US-NOFAKES", "block", "a_bill_is_no_law"),
        ("FWA-12", "block", "not_at_the_gate"),
        ("FWA-13", "harsh", "unknown_level"),
        ("FWA-99", "block", "no_such_rule"),
    ],
)
def test_what_cannot_be_raised_is_refused_by_name(operator: User, rule: str, level: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        raise_rule(by=operator, rule=rule, level=level, why="we want it so")
    assert refused.value.code == code
    assert book().version == BOOK.version


def test_a_raised_rule_has_a_version_a_reason_and_an_audit_row(operator: User) -> None:
    raise_rule(by=operator, rule="NY-FIFA-01", level="block", why="our lawyer asks for it")
    assert book().version == f"{BOOK.version}+1"
    assert book().sha256 != BOOK.sha256
    assert book().rule("NY-FIFA-01").level == "block"
    assert book_named(book().version).sha256 == book().sha256
    event = AuditEvent.objects.get(kind="rule.raised")
    assert event.data["pack_sha256"] == book().sha256
    with pytest.raises(Refused, match="never_lower"):
        raise_rule(by=operator, rule="NY-FIFA-01", level="warn", why="changed our mind")


@pytest.mark.parametrize(
    ("name", "level", "body", "code"),
    [
        ("MINE-1", "block", LIMIT, "own_rule_name"),
        ("OWN-x", "block", LIMIT, "own_rule_name"),
        ("OWN-1", "show", LIMIT, "unknown_level"),
        ("OWN-1", "block", {**LIMIT, "what": "moods"}, "unknown_limit"),
        ("OWN-1", "block", {**LIMIT, "most": 0}, "limit_missing"),
        ("OWN-1", "block", {"title": "No ads", "what": "channel", "never": ""}, "limit_missing"),
        ("OWN-1", "block", {**LIMIT, "title": " "}, "title_missing"),
    ],
)
def test_an_own_rule_that_says_nothing_is_refused(
    operator: User, name: str, level: str, body: dict, code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        add_rule(by=operator, rule=name, level=level, body=body, why="we want it so")
    assert refused.value.code == code


def test_an_own_rule_is_added_once(operator: User) -> None:
    add_rule(by=operator, rule="OWN-SMALL", level="block", body=LIMIT, why="we begin small")
    assert book().rule("OWN-SMALL").must == "At most 5 pictures of one licence."
    with pytest.raises(BadInput, match="own_rule_taken"):
        add_rule(by=operator, rule="OWN-SMALL", level="warn", body=LIMIT, why="twice the same")


@pytest.mark.parametrize("minutes", [0, -5])
def test_no_change_is_lost_where_the_clock_stood_or_was_put_back(operator: User, minutes: int) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        raise_rule(by=operator, rule="NY-FIFA-01", level="block", why="our lawyer asks for it")
        assert book().rule("NY-FIFA-01").level == "block"
        traveller.shift(timedelta(minutes=minutes))
        add_rule(by=operator, rule="OWN-SMALL", level="block", body=LIMIT, why="we begin small")
        assert book().rule("OWN-SMALL").level == "block"
        assert book().rule("NY-FIFA-01").level == "block"
        assert book_named(book().version).sha256 == book().sha256


def test_only_the_operator_changes_rules(db: None) -> None:
    model = User.objects.create_user("model@test.invalid", "correct horse", role=Role.MODEL)
    for change in (
        lambda: raise_rule(by=model, rule="NY-FIFA-01", level="block", why="because I say"),
        lambda: add_rule(by=model, rule="OWN-1", level="block", body=LIMIT, why="because I say"),
        lambda: answer_setup(by=model, kind="software", seat="FR"),
    ):
        with pytest.raises(NotAllowed, match="operator_only"):
            change()


def test_what_the_operator_is_brings_its_duties(operator: User) -> None:
    assert setup() is None
    answer_setup(by=operator, kind="agency", seat="US-NY")
    day = setup().at.date()  # type: ignore[union-attr]
    assert registration(day) == "missing"
    here = {duty.rule.id for duty in duties("agency", "US-NY") if duty.here}
    assert {"FWA-06", "FWA-13", "US-TID"} - {"US-TID"} <= here
    assert "GDPR-07" in {duty.rule.id for duty in duties("agency", "US-NY") if not duty.here}
    answer_setup(by=operator, kind="software", seat="fr")
    assert registration(day) == ""
    assert "FWA-06" not in {duty.rule.id for duty in duties("software", "FR")}


def test_a_registration_runs_out(operator: User) -> None:
    with pytest.raises(BadInput, match="registration_ends"):
        answer_setup(by=operator, kind="agency", seat="US-NY", registration="MMC-1")
    answer = answer_setup(
        by=operator, kind="marketplace", seat="US-NY", registration="MMC-1", registration_ends=day(1)
    )
    assert registration(day(1)) == "fine"
    assert registration(day(2)) == "expired"
    assert answer.registration == "MMC-1"


def day(number: int):  # type: ignore[no-untyped-def]
    from datetime import date

    return date(2027, 1, number)
