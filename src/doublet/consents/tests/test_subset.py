"""A licence is a subset of its consent in every dimension, whatever is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from doublet.consents import terms as words
from doublet.consents.boundaries import BoundaryTerms, Firm, breaches, may_receive
from doublet.consents.rules import ConsentTerms, outside, text_sha256
from doublet.consents.terms import GarmentRef, UseTerms, within
from doublet.consents.text import write
from doublet.engines.tryon.processors import PROCESSORS

DAY = date(2026, 11, 21)
MAISON = Firm("Maison", also_known_as=("Maison Rouge",), rivals=("Atelier",))


def some(known: dict[str, str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(known)), min_size=least, max_size=4, unique=True).map(tuple)


bounds = st.builds(
    BoundaryTerms,
    kinds=some(words.KINDS),
    exposure=some(words.EXPOSURE),
    poses=some(words.POSES),
    settings=some(words.SETTINGS),
    company=some(words.COMPANY),
    purposes=some(words.PURPOSES),
    channels=some(words.CHANNELS),
    territories=some(words.TERRITORIES),
    alterations=some(words.ALTERATIONS),
    processors=some(words.PROCESSORS),
    never_brands=st.sampled_from([(), ("MAISON!",), ("maison-rouge", "x"), ("Mais",)]),
    never_rivals_of=st.sampled_from([(), ("Atelier",), ("Maison",)]),
)
uses = st.builds(
    UseTerms,
    garments=some(words.KINDS, 1).map(lambda kinds: tuple(GarmentRef(k, k, k, "0" * 64) for k in kinds)),
    settings=some(words.SETTINGS, 1),
    backgrounds=st.just(("studio_white",)),
    pictures=st.integers(1, 100),
    purpose=st.sampled_from(sorted(words.PURPOSES)),
    description=st.just(""),
    channels=some(words.CHANNELS, 1),
    territories=some(words.TERRITORIES, 1),
    starts=st.integers(-20, 20).map(lambda n: DAY + timedelta(days=n)),
    ends=st.integers(20, 60).map(lambda n: DAY + timedelta(days=n)),
    alterations=some(words.ALTERATIONS),
    exposure=some(words.EXPOSURE),
    poses=some(words.POSES, 1),
    company=some(words.COMPANY),
    rate_minor=st.integers(0, 20_000),
)
consents = st.builds(
    ConsentTerms,
    kind=st.just("twin_use"),
    starts=st.just(DAY),
    ends=st.just(DAY + timedelta(days=40)),
    bounds=bounds,
    floor_minor=st.integers(0, 20_000),
)


@given(consents, uses)
def test_inside_means_inside_in_every_dimension(consent: ConsentTerms, use: UseTerms) -> None:
    opened = consent.bounds
    inside = (
        {garment.kind for garment in use.garments} <= set(opened.kinds)
        and set(use.settings) <= set(opened.settings)
        and use.purpose in opened.purposes
        and set(use.channels) <= set(opened.channels)
        and all(within(place, opened.territories) for place in use.territories)
        and set(use.alterations) <= set(opened.alterations)
        and set(use.exposure) <= set(opened.exposure)
        and set(use.poses) <= set(opened.poses)
        and set(use.company) <= set(opened.company)
        and opened.never_brands in ((), ("Mais",))
        and opened.never_rivals_of in ((), ("Maison",))
        and consent.starts <= use.starts
        and use.ends <= consent.ends
        and use.rate_minor >= consent.floor_minor
    )
    assert (outside(consent, use, brand=MAISON) == ()) == inside


@given(uses)
def test_closed_boundaries_let_nothing_through(use: UseTerms) -> None:
    assert breaches(BoundaryTerms(), use, brand=MAISON)


@given(consents, uses)
def test_opening_more_never_refuses_more(consent: ConsentTerms, use: UseTerms) -> None:
    wider = replace(consent.bounds, kinds=tuple(words.KINDS), channels=tuple(words.CHANNELS))
    before = breaches(consent.bounds, use, brand=Firm("x"))
    after = breaches(wider, use, brand=Firm("x"))
    assert set(after) <= set(before)


@given(uses)
def test_terms_survive_being_written_down(use: UseTerms) -> None:
    assert UseTerms.from_dict(use.as_dict()) == use


@given(bounds)
def test_nobody_outside_receives_photos_whom_she_did_not_name(opened: BoundaryTerms) -> None:
    assert may_receive(opened, "")
    for code, processor in PROCESSORS.items():
        assert may_receive(opened, processor.name) == (code in opened.processors)
        assert not may_receive(replace(opened, processors=()), processor.name)
    assert not may_receive(opened, "Somebody Else Ltd")


def test_what_was_signed_before_there_were_processors_names_none() -> None:
    older = {name: value for name, value in BoundaryTerms().as_dict().items() if name != "processors"}
    assert BoundaryTerms.from_dict(older).processors == ()


def test_the_words_say_who_receives_photos_and_the_hash_with_them() -> None:
    def text(*named: str) -> str:
        terms = ConsentTerms("twin_use", DAY, DAY + timedelta(days=40), BoundaryTerms(processors=named))
        return write(terms, name="A", platform="P", commissions_bp=500).text

    assert "nobody outside this platform" in text()
    for code, processor in PROCESSORS.items():
        assert processor.name in text(code)
        assert text_sha256(text(code)) != text_sha256(text())


@given(consents)
def test_consent_terms_survive_too(consent: ConsentTerms) -> None:
    assert ConsentTerms.from_dict(consent.as_dict()) == consent


def test_a_state_lies_in_its_country_and_a_member_in_its_union_but_not_the_other_way() -> None:
    assert within("US-NY", ("US",))
    assert within("FR", ("EU",))
    assert within("PL", ("EU",))
    assert within("FR-75", ("EU",))
    assert within("JP", ("WORLD",))
    assert not within("US", ("US-NY",))
    assert not within("EU", ("FR",))
    assert not within("WORLD", ("EU", "US"))
    assert not within("FR", ())


def test_a_brand_is_found_under_any_spelling_and_by_its_group() -> None:
    garcons = Firm("Comme des Garçons", also_known_as=("Rose Group S.A.",))
    for ruled_out in ("comme des garcons", "COMME-DES-GARÇONS", "rose group sa"):
        assert garcons.is_called((ruled_out,))
    for other in ("Garçons", "Rose", ""):
        assert not garcons.is_called((other,))


def test_terms_frozen_before_poses_were_asked_for_stay_inside_their_consent() -> None:
    old = {"poses", "exposure", "company"}
    use = UseTerms(
        garments=(GarmentRef("g", "Tee", "everyday", "0" * 64),),
        settings=("studio",),
        backgrounds=("studio_white",),
        pictures=1,
        purpose="ecommerce",
        description="",
        channels=("own_web",),
        territories=("EU",),
        starts=DAY,
        ends=DAY,
    )
    frozen = {name: value for name, value in use.as_dict().items() if name not in old}
    opened = BoundaryTerms(
        kinds=("everyday",),
        settings=("studio",),
        purposes=("ecommerce",),
        channels=("own_web",),
        territories=("EU",),
    )
    assert not breaches(opened, UseTerms.from_dict(frozen), brand=MAISON)
