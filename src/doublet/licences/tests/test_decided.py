"""Decisions that are kept, survive a refusal, and come out the same when they are taken again."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from doublet.engines.tryon.contract import PolicyRefused
from doublet.kernel import acting, keys, tokens
from doublet.kernel.refusals import NotAllowed, Refused, Unavailable
from doublet.licences import books, gate
from doublet.licences.decided import replay
from doublet.licences.gate import permit
from doublet.licences.models import Licence
from doublet.licences.rules import Ask
from doublet.rulebook.actions import add_rule, raise_rule
from doublet.rulebook.models import DecisionRecord
from doublet.rulebook.queries import records_of
from doublet.story.target import Target
from doublet.studio.actions import Wish, request_shots, start
from doublet.testing import signed_in


def test_every_step_under_a_licence_leaves_its_decision(target: Target) -> None:
    start(shot=target.shot, person_sha256=target.photo.sha256)
    kept = [(record.moment, record.allowed) for record in records_of(target.licence.pk)]
    assert kept == [("start", True), ("enqueue", True), ("sign", True)]
    assert "EU-50-4" not in records_of(target.licence.pk)[0].counted
    assert "HOUSE-LICENCE" in records_of(target.licence.pk)[0].counted


def test_a_refusal_keeps_its_decision_though_everything_else_is_undone(target: Target) -> None:
    wishes = [Wish(target.garment, "studio_white"), Wish(target.unlicensed, "charcoal")]
    with pytest.raises(NotAllowed, match="wrong_garment"):
        request_shots(by=target.people.brand, licence=target.licence, wishes=wishes)
    no, *before = records_of(target.licence.pk)
    assert (no.moment, no.allowed) == ("enqueue", False)
    assert [check for check, _, _ in no.grounds] == ["wrong_garment", "wrong_scene", "quota_used_up"]
    assert [record.moment for record in before] == [
        "enqueue",
        "sign",
    ]  # the first wish's yes was undone with it
    assert target.licence.shots.count() == 1


def test_a_kept_decision_names_nobody(target: Target) -> None:
    for record in DecisionRecord.objects.all():
        text = json.dumps([record.inputs, record.grounds])
        for name in (
            target.people.model.legal_name,
            target.people.model.public_name,
            target.licence.brand.name,
            target.people.brand.email,
            target.garment.name,
        ):
            assert name not in text


def test_a_decision_taken_again_is_the_same_though_the_rules_moved_on(target: Target) -> None:
    operator = target.people.operator
    add_rule(
        by=operator,
        rule="OWN-NONE",
        level="block",
        body={"title": "Nothing in Europe", "what": "territory", "never": "EU"},
        why="for this test",
    )
    with pytest.raises(NotAllowed) as refused:
        start(shot=target.shot, person_sha256=target.photo.sha256)
    assert refused.value.rule == "OWN-NONE"
    records = list(records_of(target.licence.pk))
    assert {record.pack for record in records} == {"2026-11-21", "2026-11-21+1"}
    assert [replay(record).differs for record in records] == [()] * 3


def test_a_decision_that_somebody_rewrote_is_found(target: Target) -> None:
    record = records_of(target.licence.pk)[0]
    record.inputs["facts"]["licence_status"] = "withdrawn"
    assert set(replay(record).differs) == {"the inputs were changed", "the answer", "the grounds"}
    record.refresh_from_db()
    record.allowed = False
    assert replay(record).differs == ("the answer",)
    with pytest.raises(TypeError):
        record.save()


def test_a_warning_raised_to_a_block_stops_the_next_signing_only(target: Target) -> None:
    raise_rule(by=target.people.operator, rule="HOUSE-NOTICE", level="block", why="we want a full day")
    assert permit(target.licence, Ask("verify")).allowed


@pytest.mark.parametrize(
    "trouble", [DatabaseError("gone"), OSError("no disk"), KeyError("kinds"), ValueError("x")]
)
def test_books_that_cannot_be_read_permit_nothing(
    target: Target, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise trouble

    monkeypatch.setattr(books.seals, "why_not_genuine", broken)
    with pytest.raises(Unavailable) as refused:
        permit(target.licence, Ask("verify"))
    assert (refused.value.code, refused.value.rule) == ("books_unreadable", "HOUSE-GATE")
    with pytest.raises(Unavailable):
        start(shot=target.shot, person_sha256=target.photo.sha256)


def test_terms_that_are_no_terms_permit_nothing(target: Target) -> None:
    Licence.objects.filter(pk=target.licence.pk).update(terms={"pictures": "many"})
    with pytest.raises(Refused) as refused:
        permit(target.licence, Ask("verify")).demand()
    assert refused.value.code == "books_unreadable"


@pytest.mark.parametrize("content", [None, b"", b"x" * 32])
def test_a_key_that_is_gone_or_another_permits_nothing(
    target: Target, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    def secret(name: str, size: int = 32) -> bytes:
        if content is None:
            raise PermissionError(name)
        return content

    assert permit(target.licence, Ask("verify")).allowed
    monkeypatch.setattr(keys, "secret", secret)
    monkeypatch.setattr(tokens.keys, "secret", secret)
    with pytest.raises(Refused) as refused:
        permit(target.licence, Ask("verify")).demand()
    assert refused.value.code in ("books_unreadable", "papers_differ")


def test_a_licence_that_is_none_is_not_there(db: None) -> None:
    with pytest.raises(Refused, match="no_such_licence"):
        permit(Licence(pk="lic_none"), Ask("verify"))


def test_a_page_that_asks_the_gate_in_trouble_says_so_and_never_yes(
    target: Target, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(client, target.people.model.user)
    monkeypatch.setattr(books, "_facts", _broken)
    answer = client.get(reverse("licences:licence", args=[target.licence.pk]))
    assert answer.status_code == 503
    assert "nothing is permitted" in answer.content.decode()
    assert "In force today" not in answer.content.decode()


def test_an_engine_that_cannot_ask_gets_a_refusal(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "binding_of", lambda request, engine: {})
    monkeypatch.setattr(gate, "spend_grant", _broken)
    with pytest.raises(PolicyRefused, match="books_unreadable"):
        gate.GrantVerifier("drape")(SimpleNamespace(grant="x"))  # type: ignore[arg-type]


def test_a_refusal_that_cannot_be_written_down_is_a_refusal_still(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acting.audit, "record", _broken)
    with pytest.raises(NotAllowed, match="wrong_garment"):
        request_shots(
            by=target.people.brand, licence=target.licence, wishes=[Wish(target.unlicensed, "studio_white")]
        )


def _broken(*_: object, **__: object) -> None:
    raise DatabaseError("the disk is gone")
