"""`doublet roster import`, as an agency's assistant runs it."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from doublet.cli import roster
from doublet.kernel.refusals import BadInput, Refused
from doublet.people import actions
from doublet.people.models import Invitation, User

pytestmark = pytest.mark.django_db
ROSTER = (
    "email,public_name,birth_date,residence,commission_percent\n"
    "alice@example.org,Alice,1998-06-30,FR,10\n"
    "kid@example.org,Kid,2012-06-30,FR,10\n"
)


def arguments(file: Path, **more: object) -> argparse.Namespace:
    asked = {"file": file, "agent": "bob@example.org", "dry_run": False, "only_good": False, "json": True}
    return argparse.Namespace(**{**asked, **more})


@pytest.fixture
def file(tmp_path: Path, db: None) -> Path:
    operator = User.objects.create_superuser("olga@example.org", "x", name="Olga")
    actions.open_house_account(
        by=operator, role="agent", house_name="Bobs", country="FR", email="bob@example.org", name="Bob"
    )
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER)
    return path


def test_a_dry_run_tells_and_writes_nothing(file: Path) -> None:
    outcome = roster.import_roster(arguments(file, dry_run=True))
    assert (outcome.code, outcome.data["counts"]) == (1, {"invite": 1, "here": 0, "refused": 1})
    assert not Invitation.objects.exists()


def test_one_bad_row_stops_all_unless_told_otherwise(file: Path) -> None:
    with pytest.raises(Refused):
        roster.import_roster(arguments(file))
    assert not Invitation.objects.exists()
    assert roster.import_roster(arguments(file, only_good=True)).code == 0
    assert Invitation.objects.get().email == "alice@example.org"


def test_wrong_names_are_said(file: Path) -> None:
    with pytest.raises(BadInput):
        roster.import_roster(arguments(file, agent="nobody@example.org"))
    with pytest.raises(BadInput):
        roster.import_roster(arguments(file.with_name("none.csv")))
