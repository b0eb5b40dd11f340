"""The log's page and the packs' pages, as people use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from doublet import cli
from doublet.kernel import audit, clock
from doublet.licences.actions import withdraw_licence
from doublet.provenance.log import heads
from doublet.testing import signed_in


def test_the_log_says_whether_it_is_still_what_somebody_saw(target: Any, client: Client) -> None:
    old = heads.write_head()
    assert old
    audit.record("thing.done", actor="test", subject="thing_1")
    heads.write_head()
    asked: dict[str, str | int] = {"old": old.size, "root": old.root}
    assert "is the beginning of today’s" in client.get("/log", asked).content.decode()
    other = client.get("/log", asked | {"root": "0" * 64}).content.decode()
    assert "is not the beginning of today’s" in other
    assert client.get("/log", {"old": old.size + 5}).status_code == 400
    told = client.get("/log/heads").json()["heads"]
    assert [head["tree_size"] for head in told] == [old.size + 1, old.size]


def test_a_withdrawal_is_under_a_signed_head_at_once(
    target: Any, django_capture_on_commit_callbacks: Any
) -> None:
    heads.write_head()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_licence(by=target.people.model.user, licence=target.licence)
    newest, end = heads.newest(), audit.head()
    assert newest
    assert end
    assert newest.size == end.seq


def test_an_operator_takes_packs_and_a_wrong_period_is_explained(target: Any) -> None:
    olga = signed_in(Client(), target.people.operator)
    page = olga.get("/operator/packs").content.decode()
    assert target.licence.pk in page
    answer = olga.get("/operator/packs/licence.zip", {"licence": target.licence.pk})
    assert answer["Content-Type"] == "application/zip"
    day = clock.now().date().isoformat()
    answer = olga.post("/operator/packs/period.zip", {"first": day, "last": day})
    assert answer["Content-Disposition"] == f'attachment; filename="period-{day}-{day}.zip"'
    wrong = olga.post("/operator/packs/period.zip", {"first": day, "last": "2020-01-01"})
    assert wrong.status_code == 400
    assert "is no period that has begun" in wrong.content.decode()


def test_the_commands(target: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["log", "head", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tree_size"] == heads.head_of(heads.newest().size).size  # type: ignore[union-attr]
    assert cli.main(["log", "prove", "1"]) == 0
    assert cli.main(["log", "check"]) == 0
    out, day = str(tmp_path / "a.zip"), clock.now().date().isoformat()
    for pack in (
        ["licence", target.licence.pk],
        ["period", day, day, "--names"],
        ["model", target.licence.model_id],
    ):
        assert cli.main(["pack", *pack, "--out", out]) == 0
        assert Path(out).stat().st_size > 1000
