"""The decision, property by property: nothing outside the licence is ever allowed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.consents.boundaries import BoundaryTerms, Firm
from doublet.consents.rules import ConsentTerms
from doublet.consents.terms import CHANNELS, TERRITORIES, GarmentRef, UseTerms
from doublet.kernel.refusals import NotAllowed
from doublet.licences.inputs import read_inputs, write_inputs
from doublet.licences.rules import MOMENTS, Ask, Decision, Facts, Signing, decide
from doublet.licences.scope import Scope, compile_scope
from doublet.rulebook.pack import load
from doublet.rulebook.rules import Ruleset, compile_rules, places_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TEE = GarmentRef("gar_1", "Tee", "everyday", "a" * 64)
TERMS = UseTerms(
    garments=(TEE,),
    settings=("studio",),
    backgrounds=("studio_white",),
    pictures=3,
    purpose="ecommerce",
    description="Fifteen words or more, which do not matter to the rules that are looked at here now.",
    channels=("own_web",),
    territories=("EU", "US"),
    starts=date(2026, 11, 1),
    ends=date(2027, 4, 30),
    rate_minor=100_00,
)
BOUNDS = BoundaryTerms(
    kinds=("everyday",),
    poses=("standing",),
    settings=("studio",),
    purposes=("ecommerce",),
    channels=("own_web", "own_social"),
    territories=("EU", "US"),
)
CONSENT = ConsentTerms("twin_use", date(2026, 10, 1), date(2027, 9, 30), BOUNDS, floor_minor=80_00)
BOOK = load("2026-11-21")
PARIS = compile_rules(BOOK, places_of("FR", "IT", ("EU",)), NOW.date())


def scope(terms: UseTerms = TERMS, **change: Any) -> Scope:
    """What the licence allows, for terms that differ from the usual ones."""
    found = compile_scope(
        licence_id="lic_1",
        brand_id="brd_1",
        brand=Firm("Maison"),
        terms=terms,
        consent=CONSENT,
        creation_ends=date(2027, 9, 30),
        residence="FR",
        seat="IT",
    )
    return replace(found, **change)


FACTS = Facts(
    scope=scope(),
    now=NOW,
    last_event_at=NOW - timedelta(minutes=1),
    database_problem="",
    licence_status="active",
    withdrawn_at=None,
    licence_problem="",
    consent_status="active",
    consent_problem="",
    consent_signed=True,
    creation_status="active",
    creation_problem="",
    creation_signed=True,
    twin_erased=False,
    adult=True,
    memo_accepted=True,
    pictures_taken=0,
)


def decided(facts: Facts, asked: Ask, rules: Ruleset = PARIS) -> Decision:
    return decide(facts, asked, rules)


def ask(moment: str) -> Ask:
    return Ask(
        moment=moment,  # type: ignore[arg-type]
        brand_id="brd_1",
        garment_id=TEE.id,
        garment_sha256=TEE.sha256,
        background="studio_white",
        channel="own_web",
        territory="FR",
        label="on_picture",
    )


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_the_licence_names_is_allowed(moment: str) -> None:
    assert decided(FACTS, ask(moment)).allowed


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"licence_status": "withdrawn", "withdrawn_at": NOW}, "withdrawn"),
        ({"consent_status": "withdrawn"}, "consent_withdrawn"),
        ({"consent_status": "offered"}, "consent_withdrawn"),
        ({"creation_status": "withdrawn"}, "consent_withdrawn"),
        ({"consent_problem": "its text was changed after signing"}, "papers_differ"),
        ({"consent_problem": "it was never signed", "consent_signed": False}, "unsigned_consent"),
        ({"creation_problem": "whatever the words", "creation_signed": False}, "unsigned_consent"),
        ({"licence_status": "paused"}, "paused"),
        ({"database_problem": "its audit log ends at event 3"}, "database_put_back"),
        ({"adult": False}, "under_age"),
        ({"memo_accepted": False}, "memo_not_accepted"),
        ({"licence_problem": "its seal tells of something else"}, "papers_differ"),
        ({"creation_problem": "its receipt was not made by this instance"}, "papers_differ"),
        ({"twin_erased": True}, "twin_erased"),
        ({"now": NOW - timedelta(hours=1)}, "clock_set_back"),
        ({"now": NOW + timedelta(days=400)}, "expired"),
        ({"now": NOW - timedelta(days=30), "last_event_at": None}, "not_begun"),
        ({"scope": scope(replace(TERMS, rate_minor=79_99))}, "outside_consent"),
        ({"scope": scope(replace(TERMS, territories=("CN",)))}, "outside_consent"),
    ],
)
def test_whatever_is_wrong_is_refused_at_every_moment(moment: str, change: dict, code: str) -> None:
    decision = decided(replace(FACTS, **change), ask(moment))
    assert code in {reason.code for reason in decision.reasons}
    with pytest.raises(NotAllowed):
        decision.demand()


@given(st.text(max_size=30), st.text(max_size=64), st.text(max_size=20), st.text(max_size=20))
def test_no_other_garment_background_or_brand_ever_passes(
    gid: str, sha: str, background: str, brand: str
) -> None:
    asked = replace(ask("enqueue"), garment_id=gid, garment_sha256=sha, background=background, brand_id=brand)
    same = (gid, sha, background, brand) == (TEE.id, TEE.sha256, "studio_white", "brd_1")
    assert decided(FACTS, asked).allowed == same


@given(st.integers(0, 2_000), st.integers(1, 1_000))
def test_the_quota_is_never_passed(taken: int, pictures: int) -> None:
    facts = replace(FACTS, pictures_taken=taken, scope=scope(replace(TERMS, pictures=pictures)))
    assert decided(facts, ask("enqueue")).allowed == (taken < pictures)


@given(st.sampled_from(sorted(CHANNELS)), st.sampled_from(sorted(TERRITORIES)))
def test_a_delivery_stays_inside_channel_and_territory(channel: str, place: str) -> None:
    decision = decided(FACTS, replace(ask("delivery"), channel=channel, territory=place))
    inside = channel == "own_web" and place in {"EU", "FR", "IT", "DE", "ES", "US", "US-NY"}
    assert decision.allowed == inside


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)))
def test_only_the_days_of_the_licence_count(at: datetime) -> None:
    facts = replace(FACTS, now=at, last_event_at=None)
    assert decided(facts, ask("download")).allowed == (TERMS.starts <= at.date() <= TERMS.ends)


def test_every_reason_is_given_not_only_the_first() -> None:
    facts = replace(FACTS, licence_status="withdrawn", withdrawn_at=NOW, pictures_taken=3)
    codes = {reason.code for reason in decided(facts, replace(ask("start"), garment_id="x")).reasons}
    assert {"withdrawn", "quota_used_up", "wrong_garment"} <= codes


def test_a_law_leads_where_it_holds_and_the_house_everywhere_else() -> None:
    new_york = compile_rules(BOOK, places_of("US-NY", "US-NY", ("US",)), NOW.date())
    tokyo = compile_rules(BOOK, places_of("JP", "JP", ("JP",)), NOW.date())
    gone = replace(FACTS, consent_status="withdrawn")
    leading = [decided(gone, ask("start"), rules).reasons[0].rule for rules in (PARIS, new_york, tokyo)]
    assert leading == ["GDPR-07", "FWA-01", "HOUSE-WITHDRAWN"]


def test_what_no_rule_has_heard_of_is_refused() -> None:
    decision = decided(replace(FACTS, signing=None), replace(ask("verify"), moment="sign"))
    assert [(reason.rule, reason.code) for reason in decision.reasons] == [
        ("HOUSE-GATE", "signing_facts_missing")
    ]


def test_signing_asks_for_shares_and_payment_and_warns_of_the_rest() -> None:
    fine = Signing(commission_bp=2000, addresses_missing=("the brand's",), registration="expired")
    new_york = compile_rules(BOOK, places_of("US-NY", "IT", ("US",)), NOW.date())
    decision = decided(replace(FACTS, signing=fine), Ask("sign", brand_id="brd_1"), new_york)
    assert decision.allowed
    assert {warning.code for warning in decision.warnings} == {
        "address_missing",
        "not_advised",
        "registration_expired",
        "short_notice",
    }
    assert [note.code for note in decision.notes] == ["payment_term"]
    greedy = replace(fine, commission_bp=2001)
    refused = decided(replace(FACTS, signing=greedy), Ask("sign", brand_id="brd_1"), new_york)
    assert [(reason.code, reason.rule) for reason in refused.reasons] == [("commission_over_limit", "FWA-06")]


def test_a_licence_is_signed_before_its_first_day() -> None:
    later = replace(FACTS, scope=scope(starts=date(2027, 1, 1)), signing=Signing(commission_bp=0))
    assert decided(later, Ask("sign", brand_id="brd_1")).allowed


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"label": ""}, "label_missing"),
        ({"label": "beside"}, "label_off_picture"),
        ({"altered": ("body_shape",)}, "retouch_mark_missing_fr"),
        ({"channel": None}, "wrong_channel"),
        ({"territory": None}, "wrong_territory"),
    ],
)
@pytest.mark.parametrize("moment", ["delivery", "download"])
def test_a_delivery_needs_its_label_and_its_place(moment: str, change: dict, code: str) -> None:
    assert code in {reason.code for reason in decided(FACTS, replace(ask(moment), **change)).reasons}


def test_a_mark_is_needed_only_where_its_country_is() -> None:
    altered = replace(ask("delivery"), altered=("body_shape",), marks=("retouched_fr",))
    assert decided(FACTS, altered).allowed
    assert decided(FACTS, replace(altered, territory="DE", marks=())).allowed
    assert not decided(FACTS, replace(altered, territory="EU", marks=())).allowed


ASKS = st.builds(
    Ask,
    moment=st.sampled_from(MOMENTS),
    brand_id=st.sampled_from(["brd_1", "brd_2", None]),
    garment_id=st.sampled_from(["gar_1", "gar_2"]),
    garment_sha256=st.just(TEE.sha256),
    background=st.sampled_from(["studio_white", "bar"]),
    channel=st.sampled_from(["own_web", "paid_ads", None]),
    territory=st.sampled_from(["FR", "CN", None]),
    label=st.sampled_from(["", "beside", "on_picture"]),
    altered=st.sampled_from([(), ("body_shape",)]),
)


@given(
    ASKS,
    st.sampled_from(["active", "paused", "withdrawn"]),
    st.integers(0, 4),
    st.integers(-400, 400),
    st.one_of(st.none(), st.builds(Signing, commission_bp=st.integers(0, 3000))),
)
def test_a_decision_taken_again_from_its_stored_inputs_is_the_same(
    asked: Ask, status: str, taken: int, days: int, signing: Signing | None
) -> None:
    facts = replace(
        FACTS, licence_status=status, pictures_taken=taken, now=NOW + timedelta(days=days), signing=signing
    )
    once = decided(facts, asked)
    data = json.loads(json.dumps(write_inputs(facts, asked)))
    again = decided(*read_inputs(data))
    assert [ground[0] for ground in again.grounds] == [ground[0] for ground in once.grounds]
    assert again.allowed == once.allowed
    assert write_inputs(*read_inputs(data)) == data
    assert "Maison" not in json.dumps(data)
