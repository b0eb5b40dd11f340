"""`doublet rules`: what it says of the book, and of decisions that were kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from doublet.cli import main
from doublet.rulebook.models import DecisionRecord
from doublet.rulebook.pack import load
from doublet.story.target import Target


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = main(["rules", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_book_is_whole_and_can_be_read(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    code, packs = said(capsys, "check")
    assert (code, packs["packs"][load().version]["sha256"]) == (0, load().sha256)
    code, book = said(capsys, "list", "--place", "NO")
    assert "NO-RET" in {rule["id"] for rule in book["rules"]}
    assert "FR-RET" not in {rule["id"] for rule in book["rules"]}
    assert said(capsys, "show", "FWA-10")[1]["in_force"] == "2025-06-19"
    assert said(capsys, "show", "FWA-99")[1]["refused"]["code"] == "no_such_rule"


def test_decisions_come_out_the_same_until_somebody_touches_them(
    target: Target, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = said(capsys, "replay", "--licence", target.licence.pk)
    assert (code, answer["decisions"], answer["same"]) == (0, 2, True)
    record = DecisionRecord.objects.get(moment="enqueue")
    changed = record.inputs | {"facts": record.inputs["facts"] | {"adult": False}}
    super(type(DecisionRecord.objects.all()), DecisionRecord.objects.all()).update(inputs=changed)
    code, answer = said(capsys, "replay")
    assert code == 1
    assert "the inputs were changed" in answer["problems"][0]["differs"]


def test_a_sweep_says_which_licences_a_new_rule_would_touch(
    target: Target, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "sweep", "pictures", "1")[1]["licences"] == [target.licence.pk]
    assert said(capsys, "sweep", "territory", "US-NY")[1]["licences"] == []
