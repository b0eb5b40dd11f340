"""The self-test itself: it holds, it can fail, and its page shows a run to everybody while it goes on."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doublet.kernel import clock
from doublet.licences import gate
from doublet.story import runs
from doublet.story.attacks import GROUPS, TOTAL, attempt, licence, papers
from doublet.story.sandbox import run_attacks
from doublet.story.target import Target


def test_every_attack_is_held_by_real_processes_on_an_instance_of_its_own() -> None:
    heard: list[dict[str, Any]] = []
    results = run_attacks(heard.append)
    assert heard == results
    assert [result for result in results if not result["held"]] == []
    assert len(results) == TOTAL >= 40
    assert len({result["attack"] for result in results}) == TOTAL


def test_every_attack_says_in_words_what_it_tries() -> None:
    for _, attacks, _ in GROUPS:
        for attack in attacks:
            assert attack.__doc__
            assert attack.__doc__.endswith(".")


@pytest.mark.parametrize(
    "attack", [licence.expired, licence.wrong_garment, licence.paused, papers.edited_terms]
)
def test_a_gate_that_says_yes_to_everything_is_found_out(
    attack: Any, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert attempt(attack, target).held
    monkeypatch.setattr(gate, "_settle", lambda decision, **_: None)
    assert not attempt(attack, target).held


def test_a_refusal_that_leaves_no_row_does_not_count(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doublet.kernel.acting._remember", lambda *_: None)
    outcome = attempt(licence.expired, target)
    assert outcome.refused
    assert not outcome.held


def test_an_attack_that_breaks_the_house_does_not_count(target: Target) -> None:
    def clumsy(target: Target) -> None:
        """Falling over."""
        raise KeyError("nothing there")

    outcome = attempt(clumsy, target)
    assert not outcome.held
    assert outcome.fault == "KeyError: 'nothing there'"


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """No process is started; what would have been is noted."""
    begun: list[Any] = []
    monkeypatch.setattr(subprocess, "Popen", lambda *command, **_: begun.append(command))
    for old in runs._folder().glob("*.jsonl"):
        old.unlink()
    return begun


def line(number: int, *, held: bool = True) -> str:
    told = {"group": "Beyond the licence", "attack": f"Attack {number}", "refused": held, "code": "expired"}
    return json.dumps(
        {**told, "rule": "HOUSE-DATES", "audited": held, "no_row": "", "fault": "", "held": held}
    )


def write(lines: list[str]) -> None:
    [file] = runs._folder().glob("*.jsonl")
    file.write_text("".join(f"{each}\n" for each in lines))


@pytest.mark.django_db
def test_two_visitors_see_the_same_run(client: Client, quiet: list[Any]) -> None:
    assert b"Run the attacks" in client.get("/selftest").content
    assert client.post("/selftest").status_code == 302
    write([line(number) for number in range(3)])
    for visitor in (client, Client()):
        visitor.post("/selftest")
        part = visitor.get("/selftest", headers={"HX-Request": "true"})
        assert b"every 1s" in part.content
        assert b"Attack 2" in part.content
        assert b"<html" not in part.content
    assert len(quiet) == 1


@pytest.mark.django_db
def test_an_ended_run_is_shown_and_not_asked_for_again(client: Client, quiet: list[Any]) -> None:
    client.post("/selftest")
    write([line(number) for number in range(TOTAL)])
    page = client.get("/selftest").content
    assert b"The gate held" in page
    assert b"every 1s" not in page
    write([line(number, held=number > 0) for number in range(TOTAL)])
    assert f"Only {TOTAL - 1} of {TOTAL}".encode() in client.get("/selftest").content


@pytest.mark.django_db
def test_a_run_that_died_can_be_started_anew(
    client: Client, quiet: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/selftest")
    later = clock.now() + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert b"broke off" in client.get("/selftest").content
    client.post("/selftest")
    assert len(quiet) == 2
