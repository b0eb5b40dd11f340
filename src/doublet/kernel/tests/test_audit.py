from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from doublet.kernel import audit
from doublet.kernel.models import AuditEvent, AuditHead

pytestmark = pytest.mark.django_db


def write(count: int = 4) -> None:
    with transaction.atomic():
        for number in range(count):
            audit.record("test.event", actor="alice", subject=f"thing-{number}", number=number)


def tamper(sql: str, *values: Any) -> None:
    """What somebody with the database, but not the program, would do."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_untouched_log_is_whole() -> None:
    write()
    assert audit.check() == (4, [])


def test_an_empty_log_is_whole() -> None:
    assert audit.check() == (0, [])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "other"),
        ("actor", "bob"),
        ("subject", "x"),
        ("data", '{"number": 7}'),
        ("previous", "f" * 64),
    ],
)
def test_a_changed_event_is_found(column: str, value: str) -> None:
    write()
    tamper(f"UPDATE kernel_auditevent SET {column} = %s WHERE seq = 2", value)
    assert 2 in {problem.seq for problem in audit.check()[1]}


def test_a_changed_time_is_found() -> None:
    write()
    event = AuditEvent.objects.get(seq=3)
    tamper("UPDATE kernel_auditevent SET at = %s WHERE seq = 3", event.at + timedelta(seconds=1))
    assert [problem.seq for problem in audit.check()[1]] == [3]


def test_a_dropped_event_is_found() -> None:
    write()
    tamper("DELETE FROM kernel_auditevent WHERE seq = 2")
    assert any("missing" in problem.words for problem in audit.check()[1])


def test_a_cut_off_tail_is_found() -> None:
    write()
    tamper("DELETE FROM kernel_auditevent WHERE seq = 4")
    assert any("cut off" in problem.words for problem in audit.check()[1])


def test_a_missing_head_is_found() -> None:
    write()
    AuditHead.objects.all().delete()
    assert audit.check()[1]


def test_an_event_whose_own_hash_was_made_to_fit_still_breaks_the_next() -> None:
    write()
    event = AuditEvent.objects.get(seq=2)
    event.data = {"number": 99}
    tamper(
        "UPDATE kernel_auditevent SET data = %s, digest = %s WHERE seq = 2",
        '{"number": 99}',
        audit.hash_of(event),
    )
    assert [problem.seq for problem in audit.check()[1]] == [3]


def test_the_program_itself_cannot_change_an_event() -> None:
    write()
    event = AuditEvent.objects.get(seq=1)
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    with pytest.raises(TypeError):
        AuditEvent.objects.update(kind="x")


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_the_transaction_of_its_change() -> None:
    with pytest.raises(RuntimeError):
        audit.record("test.event", actor="alice", subject="x")
