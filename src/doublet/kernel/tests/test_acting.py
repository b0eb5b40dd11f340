from __future__ import annotations

import pytest

from doublet.kernel import audit, blobs
from doublet.kernel.acting import action
from doublet.kernel.home import home
from doublet.kernel.models import AuditEvent, Notice
from doublet.kernel.notices import tell
from doublet.kernel.refusals import Refused
from doublet.kernel.vault import new_wrapped_key

pytestmark = pytest.mark.django_db


@action
def half_done(*, by: str, fails: bool) -> str:
    """Writes a row, a file and an event, and then may refuse."""
    key = new_wrapped_key("owner")
    name = blobs.put(key, "owner", b"data")
    tell("alice@example.org", "Hello", "Hello")
    audit.record("done", actor=by, subject="thing")
    if fails:
        raise Refused("because", "It cannot be.", rule="TEST-1")
    return name


@action
def outer(*, by: str) -> None:
    half_done(by=by, fails=True)


def files() -> int:
    return sum(1 for file in (home() / "blobs").rglob("*") if file.is_file())


def test_a_refused_action_leaves_nothing_but_one_audit_row() -> None:
    before = files()
    with pytest.raises(Refused):
        half_done(by="alice", fails=True)
    assert files() == before
    assert Notice.objects.count() == 0
    (event,) = AuditEvent.objects.all()
    assert event.kind == "refused"
    assert (event.data["code"], event.data["rule"]) == ("because", "TEST-1")


def test_an_action_inside_an_action_is_part_of_it() -> None:
    with pytest.raises(Refused):
        outer(by="alice")
    assert [event.subject for event in AuditEvent.objects.all()] == ["kernel.outer"]


def test_a_finished_action_keeps_everything() -> None:
    before = files()
    half_done(by="alice", fails=False)
    assert files() == before + 1
    assert Notice.objects.count() == 1
    assert [event.kind for event in AuditEvent.objects.all()] == ["done"]


def test_a_crash_leaves_no_file_either() -> None:
    @action
    def crash(*, by: str) -> None:
        blobs.put(new_wrapped_key("owner"), "owner", b"data")
        raise ZeroDivisionError

    before = files()
    with pytest.raises(ZeroDivisionError):
        crash(by="alice")
    assert files() == before
