"""What is kept for a time: shown before, deleted after, and nothing else touched."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from doublet.cli import main
from doublet.consents.erasing import erase_twin
from doublet.kernel import blobs, clock
from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import BadInput, Unavailable
from doublet.licences.models import Licence
from doublet.licences.queries import contract
from doublet.testing import signed_in
from doublet.twins.models import Erasure
from doublet.watch import keeping


@pytest.fixture
def backups(tmp_path: Path, settings: Any) -> Path:
    """A folder with one old backup and one of today."""
    settings.BACKUPS = str(tmp_path)
    (tmp_path / keeping.MARKER).touch()
    old = tmp_path / "2026-01-01"
    old.mkdir()
    (old / "doublet.sqlite3").write_bytes(b"old")
    (tmp_path / "today.tar").write_bytes(b"new")
    then = (clock.now() - keeping.BACKUPS - timedelta(hours=1)).timestamp()
    os.utime(old, (then, then))
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_old_backups_go_once_a_day_and_others_stay(backups: Path) -> None:
    assert [each.name for each in keeping.past(keeping.kept())] == ["2026-01-01"]
    assert keeping.sweep_daily() == 1
    assert sorted(each.name for each in backups.iterdir()) == [keeping.MARKER, "today.tar"]
    event = AuditEvent.objects.get(kind="keeping.swept")
    assert event.data["deleted"][0][:2] == ["backup", "2026-01-01"]
    assert keeping.sweep_daily() == 0


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_does_not_say_that_it_holds_backups_is_not_touched(backups: Path) -> None:
    (backups / keeping.MARKER).unlink()
    with pytest.raises(BadInput, match="nothing in it is touched"):
        keeping.kept()
    assert keeping.sweep_daily() == 0
    assert (backups / "2026-01-01").exists()


def test_a_folder_around_the_instance_is_never_one_of_backups(db: None, settings: Any) -> None:
    from doublet.kernel.home import home

    settings.BACKUPS = str(home().parent)
    with pytest.raises(BadInput):
        keeping.kept()


@pytest.mark.django_db(transaction=True)
def test_papers_of_a_deleted_twin_go_after_six_years_and_not_before(target: Any) -> None:
    model, licence = target.people.model, target.licence
    with transaction.atomic():
        erase_twin(by=model.user, model=model, understood=True, reauthenticated_at=clock.now())
    licence = Licence.objects.get(pk=licence.pk)
    assert contract(licence).startswith(b"%PDF")
    erasure = Erasure.objects.get()
    (paper,) = keeping.kept()
    assert paper.until.year == erasure.at.year + keeping.PAPER_YEARS
    with time_machine.travel(paper.until - timedelta(minutes=1), tick=False):
        assert keeping.sweep_daily() == 0
    with time_machine.travel(paper.until, tick=False):
        assert keeping.sweep_daily() == 1
        assert keeping.kept() == []
    erasure.refresh_from_db()
    assert erasure.claims
    assert bytes(erasure.wrapped_key) == b""
    with pytest.raises(Unavailable):
        contract(licence)
    with pytest.raises(Unavailable):
        blobs.get(bytes(Erasure.objects.get().wrapped_key), erasure.pk, licence.contract)


@pytest.mark.django_db(transaction=True)
def test_the_command_shows_first_and_the_operator_sees_a_line(
    backups: Path, capsys: pytest.CaptureFixture[str], django_user_model: Any
) -> None:
    assert main(["keep", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in shown["past"]] == ["2026-01-01"]
    assert not shown["deleted"]
    assert (backups / "2026-01-01").exists()
    operator = django_user_model.objects.create_user("op@example.org", role="operator")
    page = signed_in(Client(), operator).get("/operator/cases").content.decode()
    assert "1 past its time" in page
    assert main(["keep", "--delete", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["deleted"]
    assert not (backups / "2026-01-01").exists()
