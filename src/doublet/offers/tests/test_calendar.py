"""Exclusivity against an oracle that counts out every cell of kind, place, channel and day."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from doublet.consents.terms import CHANNELS, KINDS, TERRITORIES, GarmentRef, UseTerms
from doublet.kernel.refusals import Refused
from doublet.offers.calendar import Alternatives, Booking, alternatives, conflict, refuse_conflicts

DAY = date(2026, 11, 21)
TODAY = DAY + timedelta(days=5)
HORIZON = 200
EU = {"FR", "IT", "DE", "ES", "rest of the EU"}
US = {"US-NY", "rest of the US"}
WORLD = EU | US | {"GB", "NO", "CN", "JP", "rest of the world"}
GROUND = {"EU": EU, "US": US, "WORLD": WORLD}


def booking(
    brand: str,
    kinds: list[str],
    places: list[str],
    start: int,
    days: int,
    exclusivity: str,
    channels: tuple[str, ...] = ("own_web",),
) -> Booking:
    terms = UseTerms(
        garments=tuple(GarmentRef(kind, kind, kind, "0" * 64) for kind in kinds),
        settings=("studio",),
        backgrounds=("studio_white",),
        pictures=1,
        purpose="ecommerce",
        description="",
        channels=channels,
        territories=tuple(places),
        starts=DAY + timedelta(days=start),
        ends=DAY + timedelta(days=start + days),
        exclusivity=exclusivity,
    )
    return Booking(brand, terms)


def ground(places: tuple[str, ...]) -> set[str]:
    return set().union(*(GROUND.get(place, {place}) for place in places))


Cell = tuple[str, str, str, int]


def used(one: Booking) -> set[Cell]:
    """Every cell in which pictures of this booking may be seen."""
    return cells(one, {garment.kind for garment in one.terms.garments})


def kept(one: Booking) -> set[Cell]:
    """Every cell that other brands must keep clear of."""
    if one.terms.exclusivity == "none":
        return set()
    worn = {garment.kind for garment in one.terms.garments}
    return cells(one, worn if one.terms.exclusivity == "category" else set(KINDS))


def cells(one: Booking, kinds: set[str]) -> set[Cell]:
    first, last = (one.terms.starts - DAY).days, (one.terms.ends - DAY).days
    return {
        (kind, place, channel, day)
        for kind in kinds
        for place in ground(one.terms.territories)
        for channel in one.terms.channels
        for day in range(first, last + 1)
    }


def clash(one: Booking, other: Booking) -> bool:
    return one.brand_id != other.brand_id and bool(used(one) & kept(other) or used(other) & kept(one))


def free(wish: Booking, held: tuple[Booking, ...], **changes: object) -> bool:
    other = Booking(wish.brand_id, replace(wish.terms, **changes))  # type: ignore[arg-type]
    return not any(clash(other, each) for each in held)


def moved(wish: Booking, start: date) -> dict[str, date]:
    return {"starts": start, "ends": start + (wish.terms.ends - wish.terms.starts)}


def some(chance: random.Random, known: list[str], most: int) -> list[str]:
    return chance.sample(known, chance.randint(1, most))


def drawn(chance: random.Random, brands: str) -> Booking:
    return booking(
        chance.choice(brands),
        some(chance, ["everyday", "sport", "evening", "swim"], 2),
        some(chance, sorted(TERRITORIES), 3),
        chance.randint(0, 20),
        chance.randint(0, 9),
        chance.choice(["none", "none", "category", "all"]),
        tuple(some(chance, ["own_web", "print", "ooh"], 2)),
    )


def check(wish: Booking, held: tuple[Booking, ...]) -> bool:
    """Compare one case in every respect with counting out; says whether there was a conflict."""
    for each in held:
        assert conflict(wish, each) == conflict(each, wish) == clash(wish, each)
    found = alternatives(wish, held, today=TODAY)
    assert (found is None) == free(wish, held)
    if found is None:
        return False
    check_days(found, wish, held)
    named = [place for place in TERRITORIES if {*ground((place,))} <= ground(wish.terms.territories)]
    widest = set().union(*[ground((place,)) for place in named if free(wish, held, territories=(place,))])
    assert ground(found.territories) == widest if found.territories else not widest
    assert not found.territories or free(wish, held, territories=found.territories)
    assert all(
        not ground((one,)) < ground((other,)) for one in found.territories for other in found.territories
    )
    assert set(found.channels) == {
        channel for channel in wish.terms.channels if free(wish, held, channels=(channel,))
    }
    worn = wish.terms.garments
    assert set(found.kinds) == {each.kind for each in worn if free(wish, held, garments=(each,))}
    looser = wish.terms.exclusivity != "none" and free(wish, held, exclusivity="none")
    assert found.without_exclusivity == looser
    return True


def check_days(found: Alternatives, wish: Booking, held: tuple[Booking, ...]) -> None:
    """The days offered are free, and no free day lies nearer."""
    start = wish.terms.starts
    later = (start + timedelta(days=n) for n in range(HORIZON))
    assert found.after == next(day for day in later if free(wish, held, **moved(wish, day)))
    earlier = (start - timedelta(days=n) for n in range((start - TODAY).days + 1))
    assert found.before == next((day for day in earlier if free(wish, held, **moved(wish, day))), None)


def test_ten_thousand_random_cases_are_as_counting_out_every_cell_says() -> None:
    chance = random.Random(20261121)
    conflicts = sum(
        check(drawn(chance, "abc"), tuple(drawn(chance, "abc") for _ in range(chance.randint(1, 3))))
        for _ in range(10_000)
    )
    assert conflicts > 1000


def test_without_exclusivity_everybody_may_book_her() -> None:
    refuse_conflicts(
        booking("a", ["sport"], ["EU"], 0, 5, "none"), (booking("b", ["sport"], ["EU"], 0, 5, "none"),)
    )


def test_another_channel_is_another_booking() -> None:
    print_only = booking("b", ["sport"], ["EU"], 0, 5, "category", ("print",))
    refuse_conflicts(booking("a", ["sport"], ["EU"], 0, 5, "none", ("own_web",)), (print_only,))
    with pytest.raises(Refused):
        refuse_conflicts(booking("a", ["sport"], ["EU"], 0, 5, "none", ("own_web", "print")), (print_only,))


def test_every_kind_kept_free_closes_other_kinds_too() -> None:
    held = booking("b", ["sport"], ["FR"], 0, 5, "all")
    with pytest.raises(Refused):
        refuse_conflicts(booking("a", ["evening"], ["EU"], 3, 9, "none"), (held,))


def test_what_is_free_instead_is_said_in_words() -> None:
    held = booking("b", ["sport"], ["EU"], 10, 5, "category", ("print", "own_web"))
    wish = booking("a", ["sport", "evening"], ["FR", "JP"], 13, 5, "none", ("own_web", "email"))
    with pytest.raises(Refused) as refused:
        refuse_conflicts(wish, (held,), today=DAY)
    hint = refused.value.hint
    assert "25 November 2026 or 7 December 2026" in hint
    assert "in Japan" in hint
    assert "on e-mail and newsletters" in hint
    assert "for evening wear" in hint
    assert "France" in refused.value.reason


def test_an_exclusive_wish_is_told_that_it_could_do_without() -> None:
    held = booking("b", ["sport"], ["EU"], 0, 5, "none")
    found = alternatives(booking("a", ["sport"], ["FR"], 0, 5, "category"), (held,))
    assert found is not None
    assert found.without_exclusivity


def test_channels_and_kinds_have_a_bit_each() -> None:
    every = booking("a", list(KINDS), ["WORLD"], 0, 1, "all", tuple(CHANNELS))
    assert every.kinds == every.held_kinds
    assert bin(every.channels).count("1") == len(CHANNELS)
