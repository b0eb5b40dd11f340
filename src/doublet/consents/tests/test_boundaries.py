"""Doors: live sentence, closing all, undo, what was open when, and what closing touches."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from doublet.consents import actions
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.closing import touched
from doublet.consents.models import Boundaries, BoundaryVersion
from doublet.consents.queries import boundary_history, bounds_of
from doublet.consents.summary import GROUPS, changes, standing
from doublet.kernel.money import Money
from doublet.kernel.refusals import Conflict, NotAllowed
from doublet.people.brand_names import set_brand_names
from doublet.testing import signed_in

FLOOR = Money(9_000, "EUR")
DOORS = [(group, code) for group, codes in GROUPS.items() for code in codes]


def bounds(doors: Any) -> BoundaryTerms:
    chosen: dict[str, list[str]] = {}
    for group, code in sorted(doors):
        chosen.setdefault(group, []).append(code)
    return BoundaryTerms(**{group: tuple(codes) for group, codes in chosen.items()})


def test_with_every_door_closed_nobody_can_ask() -> None:
    told = standing(BoundaryTerms())
    assert told.open == 0
    assert told.doors == len(DOORS)
    assert "no brand can ask you" in told.sentence
    assert "one pose" in told.sentence


@given(st.sets(st.sampled_from(DOORS)))
def test_every_open_door_is_counted_and_said(doors: set[tuple[str, str]]) -> None:
    told = standing(bounds(doors))
    assert told.open == len(doors)
    if "no brand" not in told.sentence:
        for group, code in doors - {door for door in doors if door[0] in ("purposes", "processors")}:
            assert GROUPS[group][code] in told.sentence


@given(st.sets(st.sampled_from(DOORS)), st.sets(st.sampled_from(DOORS)))
def test_changes_name_exactly_what_changed(before: set[Any], after: set[Any]) -> None:
    opened, closed = changes(bounds(before), bounds(after))
    assert len(opened) == len(after - before)
    assert len(closed) == len(before - after)


def test_undo_brings_back_what_stood_and_history_keeps_all(target: Any) -> None:
    model, her = target.people.model, target.people.model.user
    first = bounds_of(model)
    actions.set_boundaries(by=her, model=model, bounds=bounds({("kinds", "swim")}), floor=FLOOR)
    actions.undo_boundaries(by=her, model=model)
    assert bounds_of(model) == first
    actions.undo_boundaries(by=her, model=model)
    assert bounds_of(model) == bounds({("kinds", "swim")}), "undoing an undo does it again"
    rows = boundary_history(model)
    assert [row.version.number for row in rows] == [4, 3, 2, 1]
    assert rows[1].version.undoes == 2
    assert "swimwear" in rows[2].opened
    with pytest.raises(TypeError):
        BoundaryVersion.objects.all().delete()


def test_there_is_nothing_to_undo_at_first(target: Any) -> None:
    with pytest.raises(Conflict):
        actions.undo_boundaries(by=target.people.model.user, model=target.people.model)


def test_closing_all_keeps_her_floor_and_her_never_lists(target: Any) -> None:
    model, her = target.people.model, target.people.model.user
    never = BoundaryTerms(kinds=("everyday",), never_brands=("Acme",), never_rivals_of=("Best",))
    actions.set_boundaries(by=her, model=model, bounds=never, floor=FLOOR)
    row = actions.close_boundaries(by=her, model=model)
    assert bounds_of(model) == BoundaryTerms(never_brands=("Acme",), never_rivals_of=("Best",))
    assert (row.floor_minor, row.currency) == (9_000, "EUR")
    with pytest.raises(Conflict):
        actions.close_boundaries(by=her, model=model)


@pytest.mark.parametrize("who", ["agent", "brand", "operator"])
def test_nobody_else_moves_her_doors(target: Any, who: str) -> None:
    for move in (actions.close_boundaries, actions.undo_boundaries):
        with pytest.raises(NotAllowed):
            move(by=getattr(target.people, who), model=target.people.model)


def test_closing_says_which_licence_stays_as_signed(target: Any) -> None:
    model = target.people.model
    assert touched(model, bounds_of(model)) == []
    (one,) = touched(model, BoundaryTerms())
    assert (one.kind, one.id) == ("licence", target.licence.pk)


def test_the_page_follows_what_is_ticked_and_keeps_nothing(target: Any) -> None:
    model = target.people.model
    hers = signed_in(Client(), model.user)
    page = hers.get("/boundaries/").content.decode()
    assert "Always closed" in page
    assert "Undo the last change" not in page
    version = Boundaries.objects.get(model=model).version
    looked = hers.post("/boundaries/look", {"kinds": ["everyday"]}).content.decode()
    assert "Still to open" in looked
    assert "1 of " in looked
    assert "stays as you signed it" in looked
    assert Boundaries.objects.get(model=model).version == version
    assert hers.post("/boundaries/close").status_code == 302
    assert "Undo the last change" in hers.get("/boundaries/").content.decode()
    assert "What was open" in hers.get("/boundaries/history").content.decode()


def test_a_brand_says_its_names_and_a_never_list_bites(target: Any) -> None:
    team, model = signed_in(Client(), target.people.brand), target.people.model
    assert team.post("/me/brand", {"also_known_as": "Groupe  Lumen\n\n", "rivals": "Acme"}).status_code == 302
    brand = target.licence.brand
    brand.refresh_from_db()
    assert (brand.also_known_as, brand.rivals) == (["Groupe Lumen"], ["Acme"])
    row = Boundaries.objects.get(model=model)
    for never in ({"never_brands": ["groupe lumen"]}, {"never_rivals_of": ["ACME"]}):
        ruled_out = BoundaryTerms.from_dict(row.terms | never)
        assert [one.kind for one in touched(model, ruled_out)] == ["licence"]


def test_only_the_brand_and_the_operator_say_its_names(target: Any) -> None:
    brand, people = target.licence.brand, target.people
    for stranger in (people.other, people.agent, people.model.user):
        with pytest.raises(NotAllowed):
            set_brand_names(by=stranger, brand=brand, also_known_as=[], rivals=[])
    set_brand_names(by=people.operator, brand=brand, also_known_as=["Lumen"], rivals=[])
