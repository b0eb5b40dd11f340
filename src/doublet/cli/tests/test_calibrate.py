"""`doublet calibrate` on people who are only numbers, and once on renders of the project's own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from doublet.cli import calibrate, main
from doublet.engines.face.tests.test_error_rates import people
from doublet.twins import thresholds
from doublet.twins.rules import BUILT_IN

PEOPLE = Path(__file__).resolve().parents[4] / "demo" / "people"


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("DOUBLET_MODELS", str(calibrate_models()))
    monkeypatch.setenv("DOUBLET_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def calibrate_models() -> Path:
    from doublet.engines import weights

    return weights.folder().resolve()


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, count: int, *options: str
) -> tuple[int, dict[str, Any]]:
    shown = people(count, 5, spread=0.6)
    monkeypatch.setattr(calibrate, "_look", lambda folder, quiet: (shown, 5 * count, []))
    code = main(["calibrate", "anywhere", "--json", *options])
    return code, json.loads(capsys.readouterr().out)


def test_it_prints_rates_with_intervals_and_changes_nothing(monkeypatch: Any, capsys: Any) -> None:
    code, told = run(monkeypatch, capsys, 30)
    assert code == 0
    assert (told["people"], told["person_pairs"], told["impostor_pairs"]) == (30, 435, 435 * 25)
    for row in told["thresholds"]:
        assert row["false_match"]["low"] <= row["false_match"]["rate"] <= row["false_match"]["high"]
    assert [row["supported"] for row in told["proposals"]] == [False, True]
    assert thresholds.current() == BUILT_IN
    assert "applied" not in told


def test_too_few_people_cannot_set_thresholds(monkeypatch: Any, capsys: Any) -> None:
    code, told = run(monkeypatch, capsys, 30, "--apply")
    assert code == 1
    assert told["refused"]["code"] == "too_few_pairs"
    assert "78 people" in told["refused"]["hint"]
    assert not thresholds.file().exists()


def test_enough_people_set_them_and_the_checks_go_by_them(monkeypatch: Any, capsys: Any) -> None:
    code, told = run(monkeypatch, capsys, 30, "--apply", "--target", "0.01")
    assert code == 0
    current = thresholds.current()
    assert current.same == told["applied"]["same"] == told["proposals"][1]["threshold"]
    assert current.maybe_profile < current.maybe <= current.same <= current.challenge
    assert "30 people" in current.source
    written = json.loads(thresholds.file().read_text())
    assert written["measured"]["target"] == 0.01


@pytest.mark.parametrize("text", ["", "[]", "{", '{"same": 2}'])
def test_a_spoilt_file_stops_the_checks_instead_of_being_passed_over(text: str, own_home: Path) -> None:
    from doublet.kernel.refusals import Unavailable

    own_home.mkdir()
    thresholds.file().write_text(text)
    with pytest.raises(Unavailable, match="bad_thresholds"):
        thresholds.current()


@pytest.mark.parametrize("target", ["0", "0.7", "-1"])
def test_a_target_must_be_a_share(target: str, capsys: Any) -> None:
    assert main(["calibrate", "anywhere", "--json", f"--target={target}"]) == 2


def test_on_renders_the_people_are_told_apart(tmp_path: Path, capsys: Any) -> None:
    for who in ("ines", "greta"):
        (tmp_path / "people" / who).mkdir(parents=True)
        for name in ("01_front_soft", "02_three_quarter_left_soft"):
            shutil.copy(PEOPLE / f"{who}-fiktiv" / f"{name}.jpg", tmp_path / "people" / who)
    (tmp_path / "people" / "ines" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    assert main(["calibrate", str(tmp_path / "people")]) == 0
    shown = capsys.readouterr().out
    assert "2 people, 5 photos" in shown
    assert "refuse 1 of 5 photos" in shown
    assert main(["calibrate", str(tmp_path / "people" / "ines"), "--json"]) == 2
