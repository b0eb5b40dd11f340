"""The story's money: the bank's statement pays the picture, two operators pay the people, the books agree."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from doublet.ledger import checking
from doublet.publishing.actions import approve
from doublet.story import aftermath
from doublet.story.target import Target
from doublet.studio.models import Frame


def test_the_pay_step_comes_out_as_told(
    target: Target, frame: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(by=target.people.model.user, frame=frame)
    monkeypatch.setattr(aftermath, "home", lambda: tmp_path)
    said: list[str] = []
    props = SimpleNamespace(cast=target.people, licence=target.licence)
    aftermath.pay(cast(Any, props), cast(Any, SimpleNamespace(say=said.append)))
    assert "pain.001" in (tmp_path / "payout.xml").read_text()
    assert any("somebody else has to approve it" in line for line in said)
    assert checking.check()[1] == []
