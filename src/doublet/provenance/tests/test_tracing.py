"""One body, one pose, one light: which of the pictures of a shoot is a copy of, and when can nobody tell?"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from PIL import Image

from doublet.engines import fingerprint, watermark, weights
from doublet.engines.fingerprint import Fingerprint, Found, Query
from doublet.engines.image import decode
from doublet.kernel.refusals import Unavailable
from doublet.provenance.tracing import NOWHERE, Known, Trace, trace

Pictures = dict[str, tuple[np.ndarray, watermark.Carried]]

PEOPLE = Path(__file__).resolve().parents[4] / "demo" / "people"
TINTS = {"brick": (0, 0), "blue": (-50, -70), "green": (-75, 10), "violet": (0, -70)}


def worn(tint: str, person: str = "mei-fiktiv") -> np.ndarray:
    """A fictional person in a top of some colour, everything else as it is in the other pictures."""
    photo = decode((PEOPLE / person / "07_body_full.jpg").read_bytes()).pixels[:640, 100:668]
    lab: np.ndarray = cv2.cvtColor(photo.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    top = (lab[..., 1] > 22) & (lab[..., 0] < 60)
    soft = cv2.GaussianBlur(top.astype(np.float32), (0, 0), 1)
    for channel, shift in enumerate(TINTS[tint], start=1):
        lab[..., channel] += shift * soft
    return np.asarray((cv2.cvtColor(lab, cv2.COLOR_LAB2RGB) * 255).clip(0, 255).astype(np.uint8))


def jpeg(pixels: np.ndarray, quality: int = 60) -> np.ndarray:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


def passed_on(pixels: np.ndarray) -> np.ndarray:
    """Cut, made warmer, framed, saved."""
    cut = pixels[40:-30, 30:-40] * np.array([1.08, 1.0, 0.86])
    framed = cv2.copyMakeBorder(cut.clip(0, 255).astype(np.uint8), 90, 120, 20, 20, cv2.BORDER_CONSTANT)
    return jpeg(framed)


def grey(pixels: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


class Shelf:
    """Registered pictures in memory."""

    def __init__(self, pictures: Pictures) -> None:
        self.prints = {key: fingerprint.make(pixels) for key, (pixels, _) in pictures.items()}
        self.marks = {key: Known(mark, pixels.shape[:2]) for key, (pixels, mark) in pictures.items()}
        self.carriers = {mark.payload: key for key, (_, mark) in pictures.items()}
        self.register = fingerprint.Register(lambda keys: {key: self.prints[key] for key in keys})
        for key, each in self.prints.items():
            self.register.add(key, each)

    def find(self, asked: Iterable[Query]) -> Sequence[Found]:
        return self.register.find(asked)

    def known(self, keys: Iterable[str]) -> dict[str, Known]:
        return {key: self.marks[key] for key in keys}

    def marked(self, payload: int) -> tuple[str, Fingerprint] | None:
        key = self.carriers.get(payload)
        return (key, self.prints[key]) if key else None


@pytest.fixture(scope="module")
def shoot() -> Pictures:
    """Two marked pictures of one shoot, with their payloads."""
    for name in ("rivagan_encoder.onnx", "rivagan_decoder.onnx"):
        try:
            weights.path(name)
        except Unavailable as missing:
            pytest.skip(missing.reason)
    pictures: Pictures = {}
    for number, tint in enumerate(("brick", "blue")):
        payload = watermark.new_payload(Random(number), suited_to=worn(tint))
        marked = watermark.embed(worn(tint), payload)
        pictures[tint] = marked, watermark.carried(worn(tint), marked, payload)
    return pictures


def led(pixels: np.ndarray, shelf: Shelf) -> Trace:
    return trace(pixels, fingerprint.queries(pixels), shelf)


@pytest.mark.parametrize("tint", ["brick", "blue"])
def test_a_copy_leads_to_its_own_picture_by_its_mark(shoot: Pictures, tint: str) -> None:
    assert led(passed_on(shoot[tint][0]), Shelf(shoot)) == Trace(tint, "mark", alike=True)


def test_the_mark_overrules_the_looks(shoot: Pictures) -> None:
    """Somebody dyes the blue top until it looks like the brick one: it stays the blue picture."""
    marked, _ = shoot["blue"]
    dyed = np.clip(marked.astype(int) + worn("brick") - worn("blue"), 0, 255).astype(np.uint8)
    found = Shelf(shoot).find(fingerprint.queries(dyed))
    assert (found[0].key, found[0].match.same) == ("brick", True), "by looks alone it is another picture"
    answer = led(dyed, Shelf(shoot))
    assert (answer.key, answer.by) == ("blue", "mark")


def test_a_picture_of_the_shoot_that_was_never_registered_is_not_called_one_that_was(
    shoot: Pictures,
) -> None:
    """The same picture without the mark, and another colour: the shoot is known, and no licence is named."""
    assert led(worn("brick"), Shelf(shoot)) == Trace(why="which")
    assert led(worn("violet"), Shelf(shoot)).key is None


def test_where_no_other_picture_is_known_looks_name_it_and_say_so(
    shoot: Pictures,
) -> None:
    assert led(worn("brick"), Shelf({"brick": shoot["brick"]})) == Trace("brick", "looks", alike=True)


@pytest.mark.parametrize("tint", ["brick", "blue"])
def test_a_grey_copy_has_lost_its_mark_and_is_told_by_its_looks(shoot: Pictures, tint: str) -> None:
    assert led(jpeg(grey(shoot[tint][0])), Shelf(shoot)) == Trace(tint, "looks", alike=True)


def test_a_grey_picture_of_the_shoot_that_was_never_registered_is_none_of_them(shoot: Pictures) -> None:
    """As long as it differs in grey: violet and brick of one lightness do not, and nobody can tell them apart."""
    assert led(grey(worn("green")), Shelf(shoot)).key is None


def test_a_thumbnail_has_lost_its_mark_and_is_told_by_its_looks(
    shoot: Pictures,
) -> None:
    small = cv2.resize(shoot["blue"][0], (178, 200), interpolation=cv2.INTER_AREA)
    answer = led(jpeg(small, 75), Shelf(shoot))
    assert answer == Trace("blue", "looks", alike=True)


def test_a_mark_that_was_put_onto_another_picture_names_nothing(
    shoot: Pictures,
) -> None:
    portrait = decode((PEOPLE / "ade-fiktiv" / "portrait.jpg").read_bytes()).pixels
    other = cv2.resize(portrait, (512, 640), interpolation=cv2.INTER_AREA)
    assert led(other, Shelf(shoot)) == NOWHERE
    assert led(watermark.embed(other, shoot["brick"][1].payload), Shelf(shoot)) == Trace(why="borrowed")


def test_without_the_model_files_nothing_is_told_by_a_mark(
    shoot: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: np.ndarray) -> None:
        raise Unavailable("model_missing", "There is no rivagan_decoder.onnx.")

    monkeypatch.setattr(watermark, "look", missing)
    assert led(shoot["brick"][0], Shelf(shoot)) == Trace(why="which")
    assert led(shoot["brick"][0], Shelf({"brick": shoot["brick"]})) == Trace("brick", "looks", alike=True)
