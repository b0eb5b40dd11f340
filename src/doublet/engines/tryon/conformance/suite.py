"""The tests themselves. Inherit, say how your engine is opened, and let pytest collect it:

class TestMine(EngineContract):
    def open(self, verify): return MyEngine(verify)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from doublet.engines.tryon.conformance.orders import Asked, sample_order, yes
from doublet.engines.tryon.contract import (
    CATEGORIES,
    Engine,
    EngineTimeout,
    GarmentAsset,
    Job,
    Output,
    PolicyRefused,
    Result,
    Scene,
    TryOnRequest,
    Verifier,
)
from doublet.engines.tryon.processors import PROCESSORS
from doublet.kernel.refusals import BadInput, NotThere, Refused

_SENSELESS: dict[str, dict[str, Any]] = {
    "no width": {"output": Output(0, 512)},
    "far too big": {"output": Output(10**6, 10**6)},
    "no picture": {"output": Output(384, 512, 0)},
    "a billion pictures": {"output": Output(384, 512, 10**9)},
    "unknown background": {"scene": Scene(background="moon")},
    "unknown light": {"scene": Scene(light="moon")},
    "unknown crop": {"scene": Scene(crop="toe")},  # type: ignore[arg-type]
    "no garment": {"garments": ()},
    "unknown kind": {"garments": (GarmentAsset("0" * 64, np.zeros((8, 8, 3), np.uint8), "hats"),)},  # type: ignore[arg-type]
}


class EngineContract:
    """What any engine must do. Override `open`; override the other hooks where your engine has them."""

    wait_s = 20.0

    def open(self, verify: Verifier | None) -> Engine:
        """A new engine with this verifier, working on whatever stands in for its weights or its server."""
        raise NotImplementedError

    def order(self) -> TryOnRequest:
        """An order that the opened engine can fulfil."""
        return sample_order()

    def reopen(self, engine: Engine) -> Engine | None:
        """The same engine as another process would open it, sharing the order book; None if it works at once."""
        return None

    def silent(self) -> Engine | None:
        """The engine with a server that never answers; None where there is no server."""
        return None

    def working(self) -> Engine | None:
        """The engine with a server that never gets done; None if it works at once."""
        return None

    def test_no_verifier_no_picture(self) -> None:
        with pytest.raises(PolicyRefused) as refusal:
            self.open(None).submit(self.order(), "k")
        _speaks(refusal.value)
        assert refusal.value.status == 403

    @pytest.mark.parametrize("grant", ["", "   "])
    def test_an_empty_grant_is_no_grant(self, grant: str) -> None:
        with pytest.raises(PolicyRefused, match="no_grant"):
            self.open(yes).submit(replace(self.order(), grant=grant), "k")

    def test_the_verifier_is_asked_first_and_about_exactly_this_order(self) -> None:
        no = Asked(refuse=True)
        senseless = replace(self.order(), output=Output(1, 1))
        with pytest.raises(PolicyRefused, match="grant_expired"):
            self.open(no).submit(senseless, "k")
        assert no.requests == [senseless]
        asked = Asked()
        engine, order = self.open(asked), self.order()
        engine.submit(order, "k")
        assert asked.requests == [order]

    def test_the_same_key_is_the_same_job_and_still_needs_a_grant(self) -> None:
        engine, order = self.open(yes), self.order()
        ref = engine.submit(order, "order-1")
        assert engine.submit(order, "order-1") == ref
        assert engine.submit(order, "order-2") != ref
        with pytest.raises(PolicyRefused):
            engine.submit(replace(order, grant=""), "order-1")

    def test_an_unknown_job_is_not_there(self) -> None:
        engine = self.open(yes)
        for act in (engine.poll, engine.cancel):
            with pytest.raises(NotThere) as refusal:
                act("nothing")
            _speaks(refusal.value)

    @pytest.mark.parametrize("what", _SENSELESS)
    def test_orders_that_make_no_sense_are_refused_with_what_would(self, what: str) -> None:
        engine = self.open(yes)
        with pytest.raises(Refused) as refusal:
            engine.submit(replace(self.order(), **_SENSELESS[what]), "k")
        _speaks(refusal.value)
        assert refusal.value.status < 500
        if "size" in refusal.value.code or "count" in refusal.value.code:
            assert isinstance(refusal.value, BadInput)

    def test_a_finished_job_holds_pictures_and_says_how_they_were_made(self) -> None:
        engine, order = self.open(yes), self.order()
        job = self.finished(engine, engine.submit(order, "k"))
        assert (job.status, job.progress) == ("done", 1.0)
        result = job.result
        assert result is not None
        self._is_whole(engine, order, result)

    def test_a_finished_job_stays_finished(self) -> None:
        engine = self.open(yes)
        ref = engine.submit(self.order(), "k")
        self.finished(engine, ref)
        engine.cancel(ref)
        assert engine.poll(ref).status == "done"

    def test_the_same_seed_gives_the_same_pixels_where_it_says_so(self) -> None:
        first, second = self.open(yes), self.open(yes)
        made = [self._result(engine).pictures[0] for engine in (first, second)]
        assert made[0].shape == made[1].shape
        assert (made[0] == made[1]).all() or not first.capabilities().deterministic

    def test_capabilities_agree_with_each_other(self) -> None:
        can = self.open(None).capabilities()
        assert set(can.categories) <= set(CATEGORIES)
        assert can.categories
        assert can.photo_types
        assert min(can.max_width, can.max_height) >= 256
        assert can.max_count >= 1
        assert can.price_minor >= 0
        assert can.licence
        assert len(can.statement.split()) >= 5
        names = {processor.name for processor in PROCESSORS.values()}
        assert (can.processor in names) if can.residency == "third party" else not can.processor

    def test_what_speaks_against_an_order_is_said_before_it_costs(self) -> None:
        asked = Asked(refuse=True)
        for finding in self.open(asked).check(self.order()):
            assert finding.severity in ("blocks", "warns", "notes")
            assert finding.reason
            assert finding.code == finding.code.lower()

    def test_a_job_is_found_again_by_another_process(self) -> None:
        engine = self.open(yes)
        ref = engine.submit(self.order(), "k")
        other = self.reopen(engine)
        if other is None:
            assert engine.poll(ref).status == "done", "an engine that does not work at once needs `reopen`"
            return
        assert self.finished(other, ref).status == "done"
        assert other.submit(self.order(), "k") == ref

    def test_a_server_that_does_not_answer_is_a_timeout_that_says_when_to_ask_again(self) -> None:
        engine = self.silent()
        if engine is None:
            assert self.open(None).capabilities().residency == "local", (
                "an engine with a server needs `silent`"
            )
            return
        with pytest.raises(EngineTimeout) as refusal:
            engine.submit(self.order(), "k")
        _speaks(refusal.value)
        assert refusal.value.retry_after is not None
        assert refusal.value.retry_after > 0

    def test_a_job_in_work_can_be_cancelled(self) -> None:
        engine = self.working()
        if engine is None:
            engine = self.open(yes)
            done = engine.submit(self.order(), "k")
            assert engine.poll(done).status == "done", "an engine that does not work at once needs `working`"
            return
        ref = engine.submit(self.order(), "k")
        assert engine.poll(ref).status in ("queued", "running")
        assert 0 <= engine.poll(ref).progress < 1
        engine.cancel(ref)
        assert engine.poll(ref).status == "cancelled"

    def finished(self, engine: Engine, ref: str) -> Job:
        """The job once it has ended, polled for `wait_s` seconds at most."""
        return _until(lambda: engine.poll(ref), self.wait_s)

    def _result(self, engine: Engine) -> Result:
        job = self.finished(engine, engine.submit(self.order(), "k"))
        assert job.result is not None, job.refusal
        return job.result

    def _is_whole(self, engine: Engine, order: TryOnRequest, result: Result) -> None:
        can = engine.capabilities()
        assert len(result.pictures) == order.output.count
        for picture in result.pictures:
            assert picture.dtype == np.uint8
            assert picture.ndim == 3
            assert picture.shape[2] == 3
            if can.scene_control:
                assert picture.shape[:2] == (order.output.height, order.output.width)
        assert result.seed == order.seed
        assert (result.engine, result.engine_version) == (engine.id, engine.version)
        assert engine.version
        assert isinstance(result.weights_sha256, Mapping)
        assert result.weights_sha256 or can.residency != "local"
        assert result.parameters
        assert sum(result.timings_s.values()) >= 0
        assert result.report["kind"] in ("composite", "generated")
        assert result.report["statement"]


def _speaks(refused: Refused) -> None:
    """A refusal has a code, a sentence, and says what to do."""
    assert refused.code.replace("_", "").isalnum()
    assert refused.code == refused.code.lower()
    assert refused.reason.endswith(".")
    assert refused.hint


def _until(poll: Callable[[], Job], seconds: float) -> Job:
    until = time.monotonic() + seconds
    while (job := poll()).status in ("queued", "running"):
        assert time.monotonic() < until, f"still {job.status} after {seconds} s"
        time.sleep(0.02)
    return job
