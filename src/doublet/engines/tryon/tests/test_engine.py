"""The engine as others call it: the grant first, then the order, then the photos."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from doublet.engines.tryon.contract import (
    GarmentAsset,
    GarmentUnsuitable,
    Output,
    PersonAsset,
    PolicyRefused,
    Scene,
    TryOnRequest,
)
from doublet.engines.tryon.drape.engine import DrapeEngine
from doublet.engines.tryon.drape.tests.figures import drawn_garment, drawn_person
from doublet.kernel.refusals import BadInput, NotThere, Refused

BLANK = np.zeros((64, 64, 3), np.uint8)
ORDER = TryOnRequest(
    grant="signed",
    person=PersonAsset("p" * 64, BLANK, "twin-1"),
    garments=(GarmentAsset("g" * 64, BLANK, "tops"),),
    output=Output(384, 512),
)


def yes(request: TryOnRequest) -> None:
    """A verifier that lets everything pass."""


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> DrapeEngine:
    """An engine whose photos are drawn figures, and whose weights need not be here."""
    module = "doublet.engines.tryon.drape.engine"
    monkeypatch.setattr(f"{module}.prepare", lambda pixels: drawn_person())
    monkeypatch.setattr(f"{module}.prepare_garment", lambda pixels, category, marks: drawn_garment(category))
    monkeypatch.setattr(f"{module}._file_hash", lambda name: "0" * 64)
    return DrapeEngine(yes)


def test_no_verifier_no_picture() -> None:
    with pytest.raises(PolicyRefused) as refusal:
        DrapeEngine().submit(ORDER, "k")
    assert refusal.value.code == "no_grant"
    assert refusal.value.status == 403


@pytest.mark.parametrize("grant", ["", "   "])
def test_an_empty_grant_is_no_grant(ready: DrapeEngine, grant: str) -> None:
    with pytest.raises(PolicyRefused, match="no_grant"):
        ready.submit(replace(ORDER, grant=grant), "k")


def test_the_verifier_is_asked_before_anything_is_looked_at() -> None:
    def no(request: TryOnRequest) -> None:
        raise PolicyRefused("grant_expired", "The grant has expired.")

    with pytest.raises(PolicyRefused, match="grant_expired"):
        DrapeEngine(no).submit(replace(ORDER, output=Output(1, 1)), "k")


def test_a_replayed_key_still_needs_its_grant(ready: DrapeEngine) -> None:
    ready.submit(ORDER, "k")
    with pytest.raises(PolicyRefused, match="no_grant"):
        ready.submit(replace(ORDER, grant=""), "k")


def test_an_order_makes_its_pictures_once(ready: DrapeEngine) -> None:
    order = replace(ORDER, output=Output(384, 512, 2), seed=3)
    ref = ready.submit(order, "order-1")
    job = ready.poll(ref)
    assert (job.status, job.progress) == ("done", 1.0)
    assert job.result is not None
    assert [p.shape for p in job.result.pictures] == [(512, 384, 3)] * 2
    assert (job.result.pictures[0] != job.result.pictures[1]).any()
    assert ready.submit(order, "order-1") == ref
    assert ready.poll(ref) is job
    ready.cancel(ref)
    assert ready.poll(ref).status == "done"


def test_the_report_tells_what_was_done_and_what_was_not(ready: DrapeEngine) -> None:
    result = ready.poll(ready.submit(ORDER, "r")).result
    assert result is not None
    assert result.report["face"] == "by construction"
    assert result.report["kind"] == "composite"
    assert result.report["face_change"] == pytest.approx(0, abs=0.2)
    assert {"scale", "residue", "skin_fill", "symmetry"} <= set(result.report["measures"])  # type: ignore[call-overload]
    assert {"person", "garment", "fit", "shade", "layer", "check", "sharpen", "scene", "total"} == set(
        result.timings_s
    )
    assert result.weights_sha256


def test_the_same_seed_gives_the_same_bytes_on_a_fresh_engine(ready: DrapeEngine) -> None:
    first = ready.poll(ready.submit(ORDER, "a")).result
    ready.forget()
    second = ready.poll(ready.submit(ORDER, "b")).result
    assert first is not None
    assert second is not None
    assert (first.pictures[0] == second.pictures[0]).all()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"output": Output(0, 512)}, "bad_size"),
        ({"output": Output(10**6, 10**6)}, "bad_size"),
        ({"output": Output(384, 512, 0)}, "bad_count"),
        ({"output": Output(384, 512, 10**9)}, "bad_count"),
        ({"scene": Scene(background="moon")}, "unknown_background"),
        ({"scene": Scene(light="moon")}, "unknown_light"),
        ({"scene": Scene(crop="toe")}, "unknown_crop"),  # type: ignore[arg-type]
        ({"garments": ()}, "one_garment_only"),
        ({"garments": ORDER.garments * 2}, "one_garment_only"),
        ({"garments": (replace(ORDER.garments[0], category="hats"),)}, "unknown_category"),  # type: ignore[arg-type]
    ],
)
def test_orders_that_make_no_sense_are_refused_with_a_hint(
    ready: DrapeEngine, change: dict[str, object], code: str
) -> None:
    with pytest.raises((BadInput, GarmentUnsuitable)) as refusal:
        ready.submit(replace(ORDER, **change), "k")  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert refusal.value.hint


def test_check_names_what_speaks_against_an_order(ready: DrapeEngine) -> None:
    assert not [f for f in ready.check(ORDER) if f.severity == "blocks"]
    for finding in ready.check(ORDER):
        assert set(finding.as_dict()) == {"code", "severity", "reason", "hint", "value", "limit"}


def test_unknown_jobs_are_not_there(ready: DrapeEngine) -> None:
    with pytest.raises(NotThere):
        ready.poll("nothing")
    with pytest.raises(Refused):
        ready.cancel("nothing")


def test_capabilities_are_honest() -> None:
    can = DrapeEngine().capabilities()
    assert can.face == "by construction"
    assert can.residency == "local"
    assert "composite" in can.statement.lower()
    assert "base layer" in can.needs
