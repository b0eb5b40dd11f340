"""The gate lets ordinary photos through, stops others, and lets nothing through when it cannot see."""

from __future__ import annotations

import numpy as np
import pytest

from doublet.engines import nudity, weights
from doublet.engines.image import decode
from doublet.kernel.refusals import Refused, Unavailable
from doublet.testing import shared_photos

GREY = np.full((400, 300, 3), 120, np.uint8)


def test_above_the_threshold_nothing_passes(monkeypatch):
    monkeypatch.setattr(nudity, "_look", lambda view: nudity.THRESHOLD)
    with pytest.raises(Refused) as refusal:
        nudity.check(GREY)
    assert (refusal.value.code, refusal.value.rule) == ("nudity", "EU-5-NUD")
    assert refusal.value.hint


def test_the_worst_part_of_a_tall_picture_counts(monkeypatch):
    views = []

    def look(view):
        views.append(view.shape[:2])
        return 0.9 if len(views) == 3 else 0.1

    monkeypatch.setattr(nudity, "_look", look)
    assert nudity.score(GREY) == 0.9
    assert views == [(400, 300), (300, 300), (300, 300)]


def test_without_the_model_file_the_gate_stays_shut(monkeypatch, tmp_path):
    monkeypatch.setenv("DOUBLET_MODELS", str(tmp_path))
    weights.session.cache_clear()
    with pytest.raises(Unavailable) as refusal:
        nudity.check(GREY)
    assert refusal.value.code == "model_file_missing"


def test_portraits_bare_shoulders_and_clothes_pass():
    photos = shared_photos()
    for name in (
        "capture/lisa/lisa_lisa1.jpg",
        "capture/lps/04_left50_softbox.jpg",
        "capture/synth_a/19_full_front.jpg",
    ):
        assert nudity.check(decode((photos / name).read_bytes()).pixels) < 0.3
