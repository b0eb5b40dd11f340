"""A finished frame is judged before it becomes one: what fails is refused with its number, what passes keeps them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from doublet.engines.tryon.contract import Result
from doublet.engines.tryon.gates.limits import COLOUR, FACE_KEPT
from doublet.engines.tryon.gates.verdict import Verdict
from doublet.kernel.refusals import Refused
from doublet.studio import judging

GREY = np.full((8, 8, 3), 128, np.uint8)


def result(**masks: np.ndarray) -> Result:
    return Result((GREY,), 1, "drape", "1", {}, {}, {}, {"kind": "composite"}, masks)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the gates were asked; they answer `verdict`, and she signed for matching if `consent`."""
    known: dict[str, Any] = {"verdict": Verdict((COLOUR.weigh(2.1),)), "consent": None}

    def judge(evidence: Any) -> Verdict:
        known["evidence"] = evidence
        return known["verdict"]  # type: ignore[no-any-return]

    monkeypatch.setattr(judging, "judge", judge)
    monkeypatch.setattr(judging, "decode", lambda _data: SimpleNamespace(pixels=GREY))
    monkeypatch.setattr(judging.blobs, "get", lambda *_args: b"")
    monkeypatch.setattr(judging, "in_force", lambda *_args: known["consent"])
    monkeypatch.setattr(judging, "held", lambda _picture, _terms: ["a reason"])
    monkeypatch.setattr(judging, "UseTerms", SimpleNamespace(from_dict=lambda _terms: None))
    return known


def shot() -> Any:
    brand = SimpleNamespace(wrapped_key=b"k")
    worn = SimpleNamespace(brand=brand, brand_id="b", blob="x", category="tops")
    return SimpleNamespace(garment=worn, licence=SimpleNamespace(model="her", terms={}))


def test_what_passes_keeps_its_numbers(asked: dict[str, Any]) -> None:
    kept = judging.judged(shot(), GREY, result(), redrawn=False)
    sentences = [mark["sentence"] for mark in kept.report["gates"]]  # type: ignore[attr-defined]
    assert sentences == ["Colour: 2.1 (at most 5): kept"]
    assert kept.report["kind"] == "composite"
    assert kept.report["held"] == ["a reason"]


def test_what_fails_is_refused_with_number_limit_and_advice(asked: dict[str, Any]) -> None:
    asked["verdict"] = Verdict((COLOUR.weigh(2.1), FACE_KEPT.weigh(0.4)))
    with pytest.raises(Refused) as refused:
        judging.judged(shot(), GREY, result(), redrawn=False)
    assert refused.value.code == "face_changed"
    assert "0.4, at least 0.93" in refused.value.reason
    assert refused.value.hint


@pytest.mark.parametrize(
    ("redrawn", "consent", "compared"),
    [(False, None, False), (True, None, False), (False, "signed", False), (True, "signed", True)],
)
def test_templates_are_compared_only_by_her_consent_and_only_when_needed(
    asked: dict[str, Any], redrawn: bool, consent: str | None, compared: bool
) -> None:
    asked["consent"] = consent
    judging.judged(shot(), GREY, result(), redrawn=redrawn)
    assert asked["evidence"].compare_faces is compared


def test_masks_of_another_size_than_the_picture_are_not_believed(asked: dict[str, Any]) -> None:
    judging.judged(shot(), GREY, result(garment=np.zeros((4, 4), np.uint8)), redrawn=False)
    assert asked["evidence"].masks == {}
    fitting = np.zeros((8, 8), np.uint8)
    judging.judged(shot(), GREY, result(garment=fitting), redrawn=False)
    assert asked["evidence"].masks["garment"] is fitting
