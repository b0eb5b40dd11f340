"""A query that is built once answers as Django's own does, and always from the database of this moment."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doublet.licences.books import _STANDING, _query, read  # the query that is prepared
from doublet.licences.models import Licence
from doublet.people.models import ModelProfile
from doublet.story.target import Target


def test_it_finds_the_same_row_with_all_that_hangs_on_it(target: Target) -> None:
    ours, djangos = _STANDING.get(target.licence.pk), _query().get(pk=target.licence.pk)
    for name in ("consent", "creation_consent", "model", "brand", "twin_version"):
        one, other = getattr(ours, name), getattr(djangos, name)
        assert one == other
        fields = [field.attname for field in one._meta.concrete_fields]
        assert [getattr(one, field) for field in fields] == [getattr(other, field) for field in fields]
    for name in ("terms", "signed_at", "memo_accepted", "head_seq", "head_at", "newest_change", "changed_at"):
        assert getattr(ours, name) == getattr(djangos, name)


def test_it_asks_anew_each_time(target: Target) -> None:
    assert _STANDING.get(target.licence.pk).model.residence == "FR"
    ModelProfile.objects.filter(pk=target.licence.model_id).update(residence="US-NY")
    assert _STANDING.get(target.licence.pk).model.residence == "US-NY"
    Licence.objects.filter(pk=target.licence.pk).update(terms={})
    assert _STANDING.get(target.licence.pk).terms == {}


def test_the_gate_reads_its_books_with_one_query(target: Target) -> None:
    read(target.licence, pictures_taken=0)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        read(target.licence, pictures_taken=0)
    about_licences = [query for query in asked if "licences_licence" in query["sql"]]
    assert len(about_licences) == 1


def test_what_is_not_there_is_not_there(db: None) -> None:
    with pytest.raises(Licence.DoesNotExist):
        _STANDING.get("lic_none")
