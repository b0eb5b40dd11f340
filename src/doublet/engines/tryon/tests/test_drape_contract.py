"""The embedded engine passes the contract that every engine must pass; its photos are drawn figures."""

from __future__ import annotations

import pytest

from doublet.engines.tryon.conformance import EngineContract
from doublet.engines.tryon.contract import Verifier
from doublet.engines.tryon.drape.engine import DrapeEngine
from doublet.engines.tryon.drape.tests.figures import drawn_garment, drawn_person


class TestDrapeContract(EngineContract):
    @pytest.fixture(autouse=True)
    def drawn(self, monkeypatch: pytest.MonkeyPatch) -> None:
        module = "doublet.engines.tryon.drape.engine"
        person, garment = drawn_person(), drawn_garment("tops")
        monkeypatch.setattr(f"{module}.prepare", lambda *given: person)
        monkeypatch.setattr(f"{module}.prepare_garment", lambda *given: garment)
        monkeypatch.setattr(f"{module}._file_hash", lambda name: "0" * 64)

    def open(self, verify: Verifier | None) -> DrapeEngine:
        return DrapeEngine(verify)
