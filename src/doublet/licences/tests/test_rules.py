"""The decision, property by property: nothing outside the licence is ever allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.consents.boundaries import BoundaryTerms, Firm
from doublet.consents.rules import ConsentTerms
from doublet.consents.terms import CHANNELS, TERRITORIES, GarmentRef, UseTerms
from doublet.kernel.refusals import NotAllowed
from doublet.licences.rules import MOMENTS, Ask, Facts, decide

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
FACTS = Facts(
    now=NOW,
    last_event_at=NOW - timedelta(minutes=1),
    licence_id="lic_1",
    brand_id="brd_1",
    brand=Firm("Maison"),
    licence_status="active",
    withdrawn_at=None,
    licence_problem="",
    terms=TERMS,
    consent_status="active",
    consent_problem="",
    consent_terms=CONSENT,
    creation_status="active",
    creation_problem="",
    creation_ends=date(2027, 9, 30),
    twin_erased=False,
    pictures_taken=0,
)


def ask(moment: str) -> Ask:
    return Ask(
        moment=moment,  # type: ignore[arg-type]
        brand_id="brd_1",
        garment_id=TEE.id,
        garment_sha256=TEE.sha256,
        background="studio_white",
        channel="own_web",
        territory="FR",
    )


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_the_licence_names_is_allowed(moment: str) -> None:
    assert decide(FACTS, ask(moment)).allowed


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"licence_status": "withdrawn", "withdrawn_at": NOW}, "withdrawn"),
        ({"consent_status": "withdrawn"}, "consent_withdrawn"),
        ({"consent_status": "offered"}, "consent_withdrawn"),
        ({"creation_status": "withdrawn"}, "consent_withdrawn"),
        ({"consent_problem": "its text was changed after signing"}, "papers_differ"),
        ({"consent_problem": "it was never signed"}, "unsigned_consent"),
        ({"licence_problem": "its seal tells of something else"}, "papers_differ"),
        ({"creation_problem": "its receipt was not made by this instance"}, "papers_differ"),
        ({"twin_erased": True}, "twin_erased"),
        ({"now": NOW - timedelta(hours=1)}, "clock_set_back"),
        ({"now": NOW + timedelta(days=400)}, "expired"),
        ({"now": NOW - timedelta(days=30), "last_event_at": None}, "not_begun"),
        ({"terms": replace(TERMS, rate_minor=79_99)}, "outside_consent"),
        ({"terms": replace(TERMS, territories=("CN",))}, "outside_consent"),
    ],
)
def test_whatever_is_wrong_is_refused_at_every_moment(moment: str, change: dict, code: str) -> None:
    decision = decide(replace(FACTS, **change), ask(moment))
    assert code in {reason.code for reason in decision.reasons}
    with pytest.raises(NotAllowed):
        decision.demand()


@given(st.text(max_size=30), st.text(max_size=64), st.text(max_size=20), st.text(max_size=20))
def test_no_other_garment_background_or_brand_ever_passes(
    gid: str, sha: str, background: str, brand: str
) -> None:
    asked = replace(ask("enqueue"), garment_id=gid, garment_sha256=sha, background=background, brand_id=brand)
    same = (gid, sha, background, brand) == (TEE.id, TEE.sha256, "studio_white", "brd_1")
    assert decide(FACTS, asked).allowed == same


@given(st.integers(0, 2_000), st.integers(1, 1_000))
def test_the_quota_is_never_passed(taken: int, pictures: int) -> None:
    facts = replace(FACTS, pictures_taken=taken, terms=replace(TERMS, pictures=pictures))
    assert decide(facts, ask("enqueue")).allowed == (taken < pictures)


@given(st.sampled_from(sorted(CHANNELS)), st.sampled_from(sorted(TERRITORIES)))
def test_a_delivery_stays_inside_channel_and_territory(channel: str, place: str) -> None:
    decision = decide(FACTS, replace(ask("delivery"), channel=channel, territory=place))
    inside = channel == "own_web" and place in {"EU", "FR", "IT", "DE", "ES", "US", "US-NY"}
    assert decision.allowed == inside


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)))
def test_only_the_days_of_the_licence_count(at: datetime) -> None:
    facts = replace(FACTS, now=at, last_event_at=None)
    assert decide(facts, ask("download")).allowed == (TERMS.starts <= at.date() <= TERMS.ends)


def test_every_reason_is_given_not_only_the_first() -> None:
    facts = replace(FACTS, licence_status="withdrawn", withdrawn_at=NOW, pictures_taken=3)
    codes = {reason.code for reason in decide(facts, replace(ask("start"), garment_id="x")).reasons}
    assert {"withdrawn", "quota_used_up", "wrong_garment"} <= codes
