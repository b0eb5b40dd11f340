"""The GPU engines: the contract on doubles of the two pipelines, and on the real ones with random weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image

from doublet.engines.tryon import faces
from doublet.engines.tryon.conformance import EngineContract, sample_order, yes
from doublet.engines.tryon.contract import EngineFailed, Plate, Scene, Verifier
from doublet.engines.tryon.gpu.klein import KleinEngine, LoadedPainter, load_painter
from doublet.engines.tryon.gpu.tests.doubles import NOWHERE, Double, painted, unchecked
from doublet.engines.tryon.gpu.vton import Loaded, VtonEngine, load
from doublet.kernel.refusals import Unavailable


def klein(verify: Verifier | None, paint: Any = painted, load: Any = None) -> KleinEngine:
    return KleinEngine(
        verify,
        NOWHERE,
        load or Double().loaded,
        lambda options: LoadedPainter(paint, {"transformer": "0" * 64}),
        unchecked,
    )


class TestVtonContract(EngineContract):
    def open(self, verify: Verifier | None) -> VtonEngine:
        return VtonEngine(verify, NOWHERE, Double().loaded)


class TestKleinContract(EngineContract):
    def open(self, verify: Verifier | None) -> KleinEngine:
        return klein(verify)


def test_the_model_is_asked_without_masks_and_for_a_flat_garment() -> None:
    double = Double()
    VtonEngine(yes, NOWHERE, double.loaded).submit(replace(sample_order("dresses"), seed=11), "k")
    asked = double.called
    assert (asked["category"], asked["garment_photo_type"], asked["segmentation_free"]) == (
        "one-pieces",
        "flat-lay",
        True,
    )
    assert (asked["seed"], asked["num_samples"]) == (11, 1)


def test_what_is_missing_switches_the_engine_off_with_words(tmp_path: Path) -> None:
    for engine in (VtonEngine(yes, NOWHERE), KleinEngine(yes, NOWHERE)):
        assert [finding.code for finding in engine.check(sample_order())] == ["gpu_weights_missing"]
        with pytest.raises(Unavailable, match="gpu_weights_missing") as refused:
            engine.submit(sample_order(), "k")
        assert "DOUBLET_GPU_" in refused.value.hint


def test_without_the_library_it_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").touch()
    (tmp_path / "model_index.json").touch()
    for name in ("fashn_vton", "diffusers"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    folders = {"vton_weights": tmp_path, "klein_weights": tmp_path}
    for open_it in (load, load_painter):
        with pytest.raises(Unavailable, match="gpu_library_missing"):
            open_it(NOWHERE.model_copy(update=folders))


def test_a_full_gpu_is_a_refusal_with_a_time(caplog: pytest.LogCaptureFixture) -> None:
    def full(**asked: Any) -> None:
        raise RuntimeError("CUDA out of memory. Tried to allocate 20 MiB")

    def broken(person: Image.Image, garment: Image.Image, **asked: Any) -> None:
        full(**asked)

    for engine in (
        VtonEngine(yes, NOWHERE, lambda options: Loaded(cast(Any, broken), {})),
        klein(yes, paint=lambda *asked: full()),
    ):
        with pytest.raises(EngineFailed, match="gpu_out_of_memory") as refused:
            engine.submit(sample_order(), "k")
        assert refused.value.retry_after == 60.0


def test_the_brands_own_background_is_a_reference_picture() -> None:
    seen: list[Any] = []

    def paint(references: list[Image.Image], prompt: str, width: int, height: int, seed: int) -> np.ndarray:
        seen.append((references, prompt))
        return painted(references, prompt, width, height, seed)

    plate = Plate("f" * 64, np.full((300, 300, 3), 200, np.uint8))
    order = replace(sample_order(), scene=Scene(background="plate:x", plate=plate))
    engine = klein(yes, paint)
    result = engine.poll(engine.submit(order, "k")).result
    references, prompt = seen[0]
    assert result is not None
    assert result.report["prompt"] == prompt
    assert len(references) == 2
    assert "that of image 2" in prompt


def test_a_face_that_is_lost_or_foreign_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = np.full((256, 256, 3), 200, np.uint8)
    monkeypatch.setattr(faces.faces, "find", lambda pixels: ())
    with pytest.raises(EngineFailed, match="face_lost") as lost:
        faces.keep_face(blank, blank)
    assert lost.value.hint
    one = faces.Face((80.0, 80.0, 60.0, 80.0), np.zeros((5, 2), np.float32), 0.9, 0.9)
    monkeypatch.setattr(faces.faces, "find", lambda pixels: (one,))
    monkeypatch.setattr(faces, "sameness", lambda both: 0.4)
    monkeypatch.setattr(faces, "pair", lambda *given: SimpleNamespace(misplaced=0.0))
    with pytest.raises(EngineFailed, match="face_changed"):
        faces.keep_face(blank, blank)
