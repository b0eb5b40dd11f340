"""The log over real audit events: heads, proofs, and what a rewritten or shortened log looks like."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, transaction

from doublet.kernel import audit
from doublet.kernel.models import AuditEvent, AuditHead
from doublet.kernel.refusals import BadInput, NotThere, Unavailable
from doublet.licences.machine import issuer
from doublet.licences.tests.reading import opened
from doublet.provenance.log import checking, heads, merkle
from doublet.provenance.log.tables import TreeHead, TreeTile

pytestmark = pytest.mark.django_db


def events(count: int) -> None:
    for number in range(count):
        audit.record("thing.done", actor="test", subject=f"thing_{number}")


def read(proof: dict[str, Any]) -> tuple[list[bytes], bytes]:
    return [bytes.fromhex(step) for step in proof["path"]], bytes.fromhex(proof["head"]["root_sha256"])


def test_a_log_without_events_has_no_head() -> None:
    assert heads.write_head() is None
    with pytest.raises(NotThere):
        heads.prove_inclusion(1)


def test_a_head_is_signed_by_the_key_that_the_instance_publishes() -> None:
    events(3)
    head = heads.write_head()
    assert head
    assert head.size == 3
    header, told = opened(head.statement, issuer.jwks())
    assert header["typ"] == heads.KIND
    assert told == heads.claims(head)


def test_without_news_no_head_is_added() -> None:
    events(2)
    assert heads.write_head() == heads.write_head()
    assert TreeHead.objects.count() == 1


def test_every_event_is_proven_also_over_several_levels_of_tiles() -> None:
    events(530)
    heads.write_head()
    events(7)
    heads.write_head()
    assert TreeTile.objects.count() == 2
    for seq in (1, 255, 256, 257, 512, 513, 530, 537):
        proof = heads.prove_inclusion(seq)
        path, root = read(proof)
        leaf = bytes.fromhex(proof["leaf_sha256"])
        assert merkle.is_included(leaf, proof["leaf_index"], 537, path, root)
    old = heads.head_of(530)
    path, root = read(heads.prove_consistency(530))
    assert merkle.is_consistent(530, 537, path, bytes.fromhex(old.root), root)
    assert checking.check() == (537, 2, [])


def test_what_cannot_be_proven_is_refused() -> None:
    events(2)
    heads.write_head()
    events(1)
    with pytest.raises(BadInput):
        heads.prove_inclusion(3)
    with pytest.raises(NotThere):
        heads.prove_inclusion(1, size=1)
    with pytest.raises(BadInput):
        heads.prove_consistency(3)


def rewrite(seq: int, **changes: Any) -> None:
    """As somebody with the database's password could: the chain made whole again behind the change."""
    previous = audit.GENESIS
    with connection.cursor() as cursor:
        for event in AuditEvent.objects.order_by("seq"):
            if event.seq == seq:
                for name, value in changes.items():
                    setattr(event, name, value)
            event.previous = previous
            event.digest = previous = audit.hash_of(event)
            cursor.execute(
                "UPDATE kernel_auditevent SET subject=%s, previous=%s, digest=%s WHERE seq=%s",
                [event.subject, event.previous, event.digest, event.seq],
            )
    AuditHead.objects.update(digest=previous)


def test_a_rewritten_log_whose_chain_was_made_whole_again_still_shows() -> None:
    events(300)
    heads.write_head()
    rewrite(40, subject="another")
    assert audit.check() == (300, [])
    size, count, problems = checking.check()
    assert (size, count) == (300, 1)
    assert {problem.seq for problem in problems} == {1, 300}
    events(1)
    with pytest.raises(Unavailable):
        heads.write_head()


def test_a_tail_that_was_cut_off_shows_whatever_comes_after() -> None:
    events(10)
    heads.write_head()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_auditevent WHERE seq > 6")
    last = AuditEvent.objects.get(seq=6)
    AuditHead.objects.update(seq=6, digest=last.digest)
    assert audit.check() == (6, [])
    assert checking.check()[2]
    with pytest.raises(Unavailable):
        heads.write_head()
    events(9)
    with pytest.raises(Unavailable):
        heads.write_head()


def test_a_head_that_was_changed_on_file_shows() -> None:
    events(4)
    head = heads.write_head()
    assert head
    with connection.cursor() as cursor:
        cursor.execute("UPDATE provenance_treehead SET root=%s", ["0" * 64])
    words = [problem.words for problem in checking.check()[2]]
    assert len(words) == 2


def test_nothing_of_a_person_stands_in_a_head_or_a_proof() -> None:
    audit.record("thing.done", actor="usr_secret", subject="mod_secret", name="Secret")
    heads.write_head()
    told = json.dumps([heads.prove_inclusion(1), heads.as_dict(heads.head_of(1))])
    assert "secret" not in told.lower()
    assert "thing.done" not in told
