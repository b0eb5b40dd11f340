"""Every skin tone and build is parsed and dressed alike: no one is refused for looking as they do."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from doublet.engines.pose import Joint
from doublet.engines.tryon.drape.check import bare_arms
from doublet.engines.tryon.drape.parse import parse
from doublet.engines.tryon.drape.parts import Part
from doublet.engines.tryon.drape.pipeline import dress
from doublet.engines.tryon.drape.tests.figures import drawn_garment, drawn_person

# ten tones from light to dark, spaced like the Monk scale
TONES = [
    (246, 237, 228), (243, 231, 219), (247, 234, 208), (234, 218, 186), (215, 189, 150),
    (160, 126, 86), (130, 92, 67), (96, 65, 52), (68, 48, 40), (52, 38, 34),
]  # fmt: skip


@pytest.mark.parametrize("tone", TONES)
def test_neck_and_arms_are_skin_in_every_tone(tone: tuple[int, int, int]) -> None:
    person = drawn_person(skin=tone)
    shade = 1 - 0.30 * (np.abs(np.arange(512) - 104) < 10)  # the chin's shadow on the neck
    photo = cv2.GaussianBlur((person.pixels * shade[:, None, None]).astype(np.uint8), (0, 0), 0.8)
    seen = parse(photo, person.alpha, person.body, person.oval)
    skin = np.isin(seen.labels, (Part.SKIN, Part.FACE))
    neck = (person.labels == Part.SKIN) & (np.abs(np.arange(384) - 192) < 14)
    neck &= (np.arange(512)[:, None] > 98) & (np.arange(512)[:, None] < 118)
    assert skin[neck].mean() > 0.85, "the neck is taken for hair or cloth"
    arms = (person.labels == Part.SKIN) & (np.arange(512)[:, None] > 150)
    assert skin[arms].mean() > 0.9
    assert bare_arms(person) == 1


@pytest.mark.parametrize("tone", TONES[::3])
@pytest.mark.parametrize("hips", [18, 22, 28])
def test_every_tone_and_build_is_dressed(tone: tuple[int, int, int], hips: int) -> None:
    joints = {Joint.LEFT_HIP: (192 + hips, 246), Joint.RIGHT_HIP: (192 - hips, 246)}
    look = dress(drawn_person(joints, tone), drawn_garment())
    assert look.dressed.measures["residue"] < 0.03
    assert not [f for f in look.findings if f.severity == "blocks"]
