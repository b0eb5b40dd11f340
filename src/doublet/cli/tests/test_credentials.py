"""An operator changes the certificate, and the old one stays known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from doublet.cli import main
from doublet.provenance.identity import identity


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("doublet.kernel.keys.folder", lambda: tmp_path)
    identity.cache_clear()
    yield
    identity.cache_clear()


def told(capsys: pytest.CaptureFixture[str], *command: str) -> dict[str, Any]:
    identity.cache_clear()
    assert main(["credentials", *command, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_rolling_over_keeps_the_old_certificate_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "show")["retired"] == []
    first = identity().leaf.serial_number
    assert told(capsys, "roll-over") == {"rolled_over": True}
    assert len(told(capsys, "show")["retired"]) == 1
    assert identity().leaf.serial_number != first


def test_an_operators_own_certificate_is_not_rolled_over_for_it(
    capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.SIGNING_CHAIN = "chain.pem"
    assert main(["credentials", "roll-over", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["refused"]["code"] == "own_certificate"


def test_the_key_of_statements_is_rolled_over_at_once(
    db: None, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from doublet.kernel.models import AuditEvent
    from doublet.licences.machine import issuer

    monkeypatch.setattr("doublet.kernel.keys.folder", lambda: tmp_path / "keys")
    monkeypatch.setattr("doublet.kernel.keys.home", lambda: tmp_path)
    (tmp_path / "keys").mkdir()
    first = issuer.key_id()
    assert told(capsys, "roll-over-key") == {"key": issuer.key_id(), "lost": False}
    assert issuer.key_id() != first
    assert len(issuer.jwks()["keys"]) == 2
    assert told(capsys, "roll-over-key", "--lost")["lost"]
    assert len(issuer.jwks()["keys"]) == 2
    assert AuditEvent.objects.filter(kind="statement_key.rolled_over").count() == 2
