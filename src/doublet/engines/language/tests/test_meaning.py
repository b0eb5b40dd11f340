"""Meaning asks about what the lists miss, and never makes anything sure."""

from __future__ import annotations

import numpy as np
import pytest

from doublet.engines.language import screen
from doublet.engines.language.embedding import SIZE, embed
from doublet.engines.language.embedding import encoder as encoding
from doublet.engines.language.embedding.file import unpack
from doublet.engines.language.meaning import ready
from doublet.kernel.refusals import Unavailable

needs_model = pytest.mark.skipif(not ready(), reason="the text model is not on this machine")


def test_a_block_of_four_bits_is_opened_in_its_order() -> None:
    block = np.zeros(1, dtype=[("scale", "<f2"), ("halves", "u1", 16)])
    block["scale"], block["halves"] = 0.5, np.arange(16, dtype=np.uint8) | 0xF0
    opened = unpack(block)
    assert opened[:16].tolist() == [0.5 * (number - 8) for number in range(16)]
    assert set(opened[16:].tolist()) == {3.5}


def test_without_the_model_file_the_lists_stand_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("DOUBLET_MODELS", str(tmp_path))
    encoding._encoder.cache_clear()
    assert not ready()
    assert {each.subject for each in screen("She wears a bikini in our pictures for the shop.").sure} == {
        "swim"
    }
    with pytest.raises(Unavailable):
        embed(["anything"])


@needs_model
def test_the_same_meaning_lies_close_in_other_languages() -> None:
    one, other, else_ = embed(["She drinks wine.", "Elle boit du vin.", "A cotton shirt on a plain wall."])
    assert one.shape == (SIZE,)
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert one @ other > one @ else_ + 0.05


@needs_model
def test_meaning_only_asks() -> None:
    text = "Wear it to the polls: our tee tells everyone to send the incumbent home, on social media this November."
    found = [each for each in screen(text) if each.by == "meaning"]
    assert found
    assert {each.degree for each in found} == {"doubtful"}
    assert found == [each for each in screen(text) if each.by == "meaning"], "read alike every time"
