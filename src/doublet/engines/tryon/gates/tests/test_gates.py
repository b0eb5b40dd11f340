"""Good frames pass every gate; each damage is caught by the gate that is there for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from doublet.engines import weights
from doublet.engines.tryon.contract import GarmentAsset, Output, PersonAsset, Scene, TryOnRequest
from doublet.engines.tryon.drape.engine import DrapeEngine
from doublet.engines.tryon.gates import judge
from doublet.engines.tryon.gates.tests import damages
from doublet.engines.tryon.gates.tests.damages import CAUGHT_BY, Sample
from doublet.kernel.refusals import Refused, Unavailable

DEMO = Path(__file__).resolve().parents[6] / "demo"
WORDS = ("TOGETHER", "WE LAST", "1987-R")


@pytest.fixture(autouse=True)
def _models() -> None:
    try:
        for name in ("u2netp.onnx", "pose_landmark_full.tflite", "face_detection_yunet_2023mar_int8bq.onnx"):
            weights.path(name)
    except Unavailable as missing:
        pytest.skip(missing.reason)


def read(name: str) -> np.ndarray:
    picture = cv2.imread(str(DEMO / name))
    if picture is None:
        pytest.skip(f"no demo photo {name}")
    return picture[..., ::-1].copy()


def printed_tee() -> np.ndarray:
    """The demo's plain tee with words on its chest, which cannot be mirrored unseen."""
    tee = read("garments/tee-brick.jpg")
    height, width = tee.shape[:2]
    for i, words in enumerate(WORDS):
        at = (int(0.34 * width), int((0.44 + 0.10 * i) * height))
        cv2.putText(tee, words, at, cv2.FONT_HERSHEY_DUPLEX, width / 600, (245, 240, 225), width // 160)
    return tee


@cache
def sample(person: str, garment: str) -> Sample:
    engine = DrapeEngine(verify=lambda _request: None)
    photo = read(f"people/{person}")
    cloth = printed_tee() if garment == "printed" else read(f"garments/{garment}.jpg")
    category = "bottoms" if garment.startswith("trousers") else "tops"
    order = TryOnRequest(
        grant="test",
        person=PersonAsset("person", photo, "twin"),
        garments=(GarmentAsset("garment", cloth, category),),  # type: ignore[arg-type]
        scene=Scene(crop="three_quarter" if category == "tops" else "full"),
        output=Output(),
    )
    result = engine.poll(engine.submit(order, f"{person}{garment}")).result
    assert result is not None
    masks = result.masks
    measures = dict(result.report["measures"])  # type: ignore[call-overload]
    return Sample(result.pictures[0], masks["garment"], masks["person"], photo, cloth, category, measures)


ADE, MEI = "ade-fiktiv/06_body_three_quarter_length.jpg", "mei-fiktiv/06_body_three_quarter_length.jpg"
GOOD = [(ADE, "printed"), (MEI, "tee-double-sun"), (MEI, "knit-sage")]


@pytest.mark.parametrize(("person", "garment"), GOOD)
def test_a_good_frame_passes_every_gate(person: str, garment: str) -> None:
    verdict = judge(sample(person, garment).evidence())
    assert [mark.sentence for mark in verdict if not mark.kept] == []
    verdict.demand()


@pytest.mark.parametrize("damage", CAUGHT_BY)
def test_each_damage_is_caught_by_its_gate(damage: str) -> None:
    spoil, codes = CAUGHT_BY[damage]
    verdict = judge(spoil(sample(ADE, "printed")).evidence())
    caught = {mark.gate.code: mark.value for mark in verdict if not mark.kept}
    assert set(caught) & set(codes), (caught, [mark.sentence for mark in verdict])
    with pytest.raises(Refused) as refused:
        verdict.demand()
    assert refused.value.hint
    assert "allowed" in refused.value.reason, "the number and its limit are told"


@pytest.mark.parametrize(("compare", "code"), [(False, "face_changed"), (True, "face_not_hers")])
def test_another_face_is_caught_with_and_without_templates(compare: bool, code: str) -> None:
    swap = damages.with_face_of(read("people/ines-fiktiv/01_front_soft.jpg"))
    good = sample(MEI, "tee-double-sun")
    assert judge(good.evidence(compare_faces=compare)).kept
    verdict = judge(swap(good).evidence(compare_faces=compare))
    assert code in {mark.gate.code for mark in verdict if not mark.kept}


def test_no_template_is_made_without_consent(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object) -> None:
        raise AssertionError("a face template was made")

    monkeypatch.setattr("doublet.engines.tryon.gates.likeness.embed", never)
    judge(sample(MEI, "tee-double-sun").evidence(compare_faces=False))


@pytest.mark.parametrize("damage", ["recoloured", "unprinted", "shortened sleeves"])
def test_an_engine_without_masks_is_judged_too(damage: str) -> None:
    good = sample(ADE, "printed")
    assert judge(good.evidence(masks=False)).kept
    spoil, codes = CAUGHT_BY[damage]
    verdict = judge(spoil(good).evidence(masks=False))
    assert {mark.gate.code for mark in verdict if not mark.kept}, codes


def test_the_scenes_light_is_no_change_of_colour() -> None:
    from dataclasses import replace

    good = sample(MEI, "knit-sage")
    warm = np.clip(good.picture * np.array([1.12, 1.0, 0.84]), 0, 255).astype(np.uint8)
    lit = judge(replace(good, picture=warm).evidence())
    assert lit.kept, [mark.sentence for mark in lit if not mark.kept]


def test_a_missing_model_lets_nothing_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> Path:
        raise Unavailable("model_file_missing", f"The model file {name} is not on this machine.")

    good = sample(MEI, "tee-double-sun").evidence()
    monkeypatch.setattr("doublet.engines.face.find", lambda _pixels: gone("face"))
    with pytest.raises(Unavailable):
        judge(good)


def test_a_frame_without_the_garment_is_refused_not_crashed_on() -> None:
    good = sample(MEI, "tee-double-sun")
    empty = good.evidence()
    empty.picture, empty.masks = np.full_like(good.picture, 255), {}
    verdict = judge(empty)
    assert not verdict.kept
