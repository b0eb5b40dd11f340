"""A frame that shows more than its licence names is held before the model's eyes, with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from doublet.consents.terms import UseTerms
from doublet.studio import holding

GREY = np.full((8, 8, 3), 128, np.uint8)
TERMS = UseTerms(
    garments=(),
    settings=("studio",),
    backgrounds=("studio_white",),
    pictures=1,
    purpose="ecommerce",
    description="",
    channels=("own_web",),
    territories=("EU",),
    starts=date(2026, 1, 1),
    ends=date(2026, 2, 1),
)


def face(size: float, score: float = 0.95) -> Any:
    return SimpleNamespace(size=size, score=score)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    known: dict[str, Any] = {"faces": (face(100),), "bare": {}}
    monkeypatch.setattr(holding, "find", lambda _picture: known["faces"])
    monkeypatch.setattr(holding.skin, "bare", lambda _picture, _face: known["bare"])
    return known


def test_one_face_and_covered_skin_hold_nothing(seen: dict[str, Any]) -> None:
    seen["bare"] = {"midriff": 0.02, "legs": 0.1}
    assert holding.held(GREY, TERMS) == []


def test_another_face_is_named_unless_the_licence_names_company(seen: dict[str, Any]) -> None:
    seen["faces"] = (face(100), face(60))
    assert "another face" in holding.held(GREY, TERMS)[0]
    assert holding.held(GREY, replace(TERMS, company=("adults",))) == []


@pytest.mark.parametrize("other", [face(10), face(80, score=0.5)])
def test_a_printed_or_doubtful_face_is_no_company(seen: dict[str, Any], other: Any) -> None:
    seen["faces"] = (face(100), other)
    assert holding.held(GREY, TERMS) == []


@pytest.mark.parametrize(("region", "words"), [("midriff", "a bare midriff"), ("legs", "bare legs")])
def test_bare_skin_is_named_unless_the_licence_names_it(
    seen: dict[str, Any], region: str, words: str
) -> None:
    seen["bare"] = {region: 0.6}
    assert words in holding.held(GREY, TERMS)[0]
    assert holding.held(GREY, replace(TERMS, exposure=(region,))) == []
