"""Her file is whole: every table and every field of the house is told, or kept back with a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.db.models import BinaryField, Field, ForeignKey, Model

from doublet.people import held
from doublet.people.models import ModelProfile, User
from doublet.people.queries import my_data
from doublet.publishing.actions import approve
from doublet.story.target import Target
from doublet.studio.models import Frame

TABLES = sorted(apps.get_models(), key=lambda table: table._meta.label)
HELD = {each.table: each for each in held.held()}

# Who did it at their desk. The row is somebody else's; that they did it stands in their own log.
ACTS = {
    *("people.Affiliation.declared_by", "people.IdentityCheck.checked_by", "people.IdentityCheck.second_by"),
    *("people.Invitation.invited_by", "people.ModelProfile.age_checked_by", "rulebook.Overlay.by"),
    *(
        "rulebook.OperatorAnswer.by",
        "twins.CaptureSet.confirmed_same_person_by",
        "twins.Challenge.decided_by",
    ),
    *("twins.Erasure.asked_by", "consents.DeathNotice.noted_by", "consents.DeathNotice.heir_by"),
    *("consents.DeathNotice.undone_by", "studio.Shot.requested_by", "studio.Retouch.by"),
    *("publishing.Delivery.made_by", "publishing.Placement.noted_by", "ledger.Payout.made_by"),
    *("ledger.Payout.approved_by", "people.CrewMember.resolved_by"),
    *("watch.Task.done_by", "watch.Case.decided_by", "watch.Endpoint.made_by"),
}


def columns(table: type[Model]) -> list[Field[Any, Any]]:
    return [column for column in table._meta.get_fields() if isinstance(column, Field) and column.concrete]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.label)
def test_each_table_is_told_or_somebody_says_why_not(table: type[Model]) -> None:
    told, why = table in HELD, held.untold().get(table, "")
    assert told != bool(why), f"{table._meta.label}: tell it in my_data.py, or say why not, never both"


@pytest.mark.parametrize("table", HELD, ids=lambda table: table._meta.label)
def test_each_field_is_told_or_kept_back_with_a_reason(table: type[Model]) -> None:
    spoken = [*HELD[table].tells.split(), *HELD[table].many.split(), *HELD[table].keeps]
    assert sorted(spoken) == sorted(
        column.name if column.many_to_many else column.attname for column in columns(table)
    )
    assert not [
        column.name
        for column in columns(table)
        if isinstance(column, BinaryField) and column.name not in HELD[table].keeps
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.label)
def test_each_way_to_a_person_is_gone(table: type[Model]) -> None:
    """A column that names a model leads to her file; one that names an account does, or is an act of theirs."""
    ways = {way.partition("__")[0] for way in HELD[table].ways} if table in HELD else set()
    for column in columns(table):
        if not isinstance(column, ForeignKey):
            continue
        name = f"{table._meta.label}.{column.name}"
        if column.related_model is ModelProfile and table in HELD:
            assert column.name in ways, f"{name} leads to a model"
        if column.related_model is User and table in HELD:
            assert column.name in ways or name in ACTS, f"{name} leads to an account"


def reached(table: type[Model], seen: tuple[type[Model], ...] = ()) -> bool:
    """Is there a chain of columns from this table to a model?"""
    targets = [
        column.related_model
        for column in columns(table)
        if column.is_relation and isinstance(column.related_model, type)
    ]
    return ModelProfile in targets or any(
        reached(target, (*seen, table)) for target in targets if target not in seen and target is not table
    )


def test_every_table_that_leads_to_a_model_is_told() -> None:
    assert {table._meta.label for table in TABLES if reached(table) and table not in HELD} == set()


def test_her_file_holds_each_of_her_rows(target: Target, frame: Frame) -> None:
    her = target.licence.model.user
    approve(by=her, frame=frame)
    told = my_data(her)
    everything = json.dumps(told)
    empty = []
    for each in HELD.values():
        rows = list(each.of(her))
        empty += [] if rows else [each.table._meta.label]
        missing = [row.pk for row in rows if json.dumps(row.pk) not in everything]
        assert not missing, f"{each.table._meta.label}: {missing}"
    assert len(empty) < len(HELD) / 2, f"the story is too thin to prove anything: {empty}"
    assert told["offers"]["versions"][0]["terms"]["pictures"] == target.licence.terms["pictures"]
    assert told["money"]["statements"][0]["lines"][0]["reference"] == frame.pk
    assert {event["kind"] for event in told["log"]} >= {"licence.signed", "offer.sent"}


def test_a_strangers_file_has_nothing_of_her(target: Target, frame: Frame) -> None:
    stranger = User.objects.create_user("new@doublet.invalid", "a long enough one", name="New", role="model")
    told = my_data(stranger)
    told.pop("left_out")
    theirs = held.ids_in(told)
    assert theirs == {stranger.pk}
    assert target.licence.model.pk not in json.dumps(told)


def test_the_brand_is_told_what_its_people_said_and_not_who_she_is(target: Target, frame: Frame) -> None:
    told = my_data(target.people.brand)
    assert told["offers"]["versions"][0]["proposed_by_id"] == target.people.brand.pk
    assert told["consents"]["documents"] == []
    assert told["licences"]["licences"] == []
    assert target.licence.model.legal_name not in json.dumps(told)


def test_what_is_left_out_is_said_in_words(target: Target) -> None:
    left_out = my_data(target.licence.model.user)["left_out"]
    assert all(len(entry["why"].split()) >= 5 and entry["in"] for entry in left_out)
    assert len({entry["why"] for entry in left_out}) == len(left_out)
