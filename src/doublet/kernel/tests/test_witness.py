"""A database that is older than what was seen is found, and one that is merely another is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection, transaction

from doublet.kernel import audit, witness
from doublet.kernel.models import AuditEvent, AuditHead

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUBLET_WITNESS", str(tmp_path / "witness"))


def write(count: int = 1, first: int = 0) -> None:
    for number in range(count):
        with transaction.atomic():
            audit.record("test.event", actor="alice", subject=f"thing-{first + number}")


def put_back_to(seq: int) -> None:
    """As a restored copy of the database would be."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_auditevent WHERE seq > %s", [seq])
    last = AuditEvent.objects.get(seq=seq)
    AuditHead.objects.filter(pk=1).update(seq=seq, digest=last.digest, at=last.at)


def test_a_database_that_only_grows_is_fine() -> None:
    assert witness.problem(audit.head()) == ""
    write(3)
    assert witness.problem(audit.head()) == ""


def test_an_uncommitted_event_is_no_problem_and_is_not_remembered() -> None:
    write(2)
    with transaction.atomic():
        audit.record("test.event", actor="alice", subject="undone")
        assert witness.problem(audit.head()) == ""
        transaction.set_rollback(True)
    assert witness.problem(audit.head()) == ""


def test_an_older_database_is_found() -> None:
    write(5)
    put_back_to(3)
    assert "ends at event 3, and event 5 was seen" in witness.problem(audit.head())


def test_writing_on_does_not_hide_that_the_database_was_put_back() -> None:
    write(5)
    put_back_to(3)
    write(4, first=50)
    assert "event 5" in witness.problem(audit.head())


def test_a_database_whose_log_was_emptied_is_not_taken_for_a_new_one() -> None:
    write(5)
    put_back_to(1)
    assert witness.problem(audit.head())


def test_another_database_begins_anew() -> None:
    write(5)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_auditevent")
        cursor.execute("DELETE FROM kernel_audithead")
    assert witness.problem(audit.head()) == ""
    write(2, first=90)
    assert witness.problem(audit.head()) == ""


def test_accepting_ends_the_problem() -> None:
    write(5)
    put_back_to(3)
    head = audit.head()
    assert head is not None
    witness.accept(head)
    write(1, first=70)
    assert witness.problem(audit.head()) == ""


def test_a_late_note_of_an_earlier_event_changes_nothing() -> None:
    write(4)
    earlier = AuditEvent.objects.get(seq=2)
    witness.note(earlier.seq, earlier.digest)
    put_back_to(3)
    assert witness.problem(audit.head())


def test_the_file_keeps_its_length_and_one_of_an_earlier_release_is_written_on() -> None:
    write(9)
    file = witness.folder() / "head.json"
    length = file.stat().st_size
    file.write_text(json.dumps(json.loads(file.read_text())))
    write(3, first=50)
    assert file.stat().st_size == length
    assert witness.problem(audit.head()) == ""
    put_back_to(11)
    assert "event 12 was seen" in witness.problem(audit.head())


def test_withdrawn_permissions_are_remembered_once() -> None:
    witness.remember_withdrawn("lic_1", "con_1")
    witness.remember_withdrawn("lic_1")
    assert witness.withdrawn() == {"lic_1", "con_1"}
    assert len((witness.folder() / "withdrawn").read_text().split()) == 2
