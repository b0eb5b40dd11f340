"""The GPU engines' real code paths: the contract on the real pipelines with a few thousand random weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from doublet.engines.tryon.conformance import EngineContract, sample_order, yes
from doublet.engines.tryon.contract import Output, TryOnRequest, Verifier
from doublet.engines.tryon.gpu.klein import KleinEngine, load_painter
from doublet.engines.tryon.gpu.tests.doubles import NOWHERE, Double, unchecked
from doublet.engines.tryon.gpu.tests.tiny import klein_pipeline, tiny_klein, tiny_vton
from doublet.engines.tryon.gpu.vton import VtonEngine

pytest.importorskip("torch", reason="the extra gpu is not installed")
pytest.importorskip("diffusers", reason="the extra gpu is not installed")
# torch and its friends deprecate what they themselves still use
pytestmark = pytest.mark.filterwarnings("default")


class TestTinyVtonContract(EngineContract):
    """The real code of fashn-vton-1.5, with some thousand random weights."""

    @pytest.fixture(autouse=True)
    def built(self, tmp_path: Path) -> None:
        self.loaded = tiny_vton(tmp_path)

    def open(self, verify: Verifier | None) -> VtonEngine:
        options = NOWHERE.model_copy(update={"vton_steps": 2})
        return VtonEngine(verify, options, lambda options: self.loaded)


class TestTinyKleinContract(EngineContract):
    """The real code of diffusers' FLUX.2 klein, with some thousand random weights."""

    @pytest.fixture(autouse=True)
    def built(self, tmp_path: Path) -> None:
        self.painter = tiny_klein(tmp_path)

    def order(self) -> TryOnRequest:
        return replace(sample_order(), output=Output(264, 264))

    def open(self, verify: Verifier | None) -> KleinEngine:
        return KleinEngine(verify, NOWHERE, Double().loaded, lambda options: self.painter, unchecked)


def test_tiny_weights_give_the_same_picture_for_a_seed_and_another_for_another(tmp_path: Path) -> None:
    loaded = tiny_vton(tmp_path)
    engine = VtonEngine(yes, NOWHERE.model_copy(update={"vton_steps": 2}), lambda options: loaded)
    made = []
    for key, seed in (("a", 1), ("b", 1), ("c", 2)):
        result = engine.poll(engine.submit(replace(sample_order(), seed=seed), key)).result
        assert result is not None
        made.append(result.pictures[0])
    assert (made[0] == made[1]).all()
    assert (made[0] != made[2]).any()


def test_klein_is_loaded_from_a_folder_and_never_from_a_hub(tmp_path: Path) -> None:
    klein_pipeline(tmp_path).save_pretrained(tmp_path / "klein")
    loaded = load_painter(NOWHERE.model_copy(update={"klein_weights": tmp_path / "klein", "device": "cpu"}))
    assert loaded.weights_sha256
