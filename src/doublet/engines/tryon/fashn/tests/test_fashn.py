"""FASHN's adapter against a local server that speaks the documented protocol, and misbehaves."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest

from doublet.engines.image import decode
from doublet.engines.tryon.conformance import EngineContract, sample_order, yes
from doublet.engines.tryon.conformance.server import Reply, serving
from doublet.engines.tryon.contract import (
    CaptureUnsuitable,
    EngineFailed,
    EngineTimeout,
    EngineUnavailable,
    Output,
    QuotaOrPayment,
    TryOnRefused,
    TryOnRequest,
    Verifier,
)
from doublet.engines.tryon.fashn.engine import FashnEngine
from doublet.engines.tryon.fashn.options import FashnOptions
from doublet.engines.tryon.fashn.tests.vendor import KEY, Vendor, refusal
from doublet.engines.tryon.orders import MemoryOrders
from doublet.engines.tryon.wire import Patience, Wire
from doublet.kernel.refusals import BadInput, Refused


class Naps:
    """Sleeps that are noted instead of slept."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def patience(self) -> Patience:
        return Patience(sleep=self.slept.append, jitter=lambda: 0.5)


class Desk:
    """An adapter, the vendor it talks to, and its naps."""

    def __init__(self, vendor: Vendor, address: str) -> None:
        self.vendor, self.address = vendor, address
        self.naps = Naps()
        self.orders = MemoryOrders()

    def engine(self, verify: Verifier | None = yes, **wire: float) -> FashnEngine:
        line = Wire(
            self.address + "/v1",
            {"Authorization": f"Bearer {KEY}"},
            connect_s=2.0,
            **{"answer_s": 5.0, "max_bytes": 3_000_000, **wire},  # type: ignore[arg-type]
        )
        return FashnEngine(verify, self.orders, FashnOptions(), line, self.naps.patience())


@pytest.fixture
def desk() -> Iterator[Desk]:
    vendor = Vendor()
    with serving(vendor) as address:
        yield Desk(vendor, address)


class TestFashnContract(EngineContract):
    """Every engine's tests."""

    @pytest.fixture(autouse=True)
    def at(self, desk: Desk) -> None:
        self.desk = desk

    def open(self, verify: Verifier | None) -> FashnEngine:
        self.desk.orders = MemoryOrders()
        return self.desk.engine(verify)

    def reopen(self, engine: object) -> FashnEngine:
        return self.desk.engine()

    def silent(self) -> FashnEngine:
        self.desk.vendor.run_replies.append(Reply(hang_s=10))
        return self.desk.engine(answer_s=0.3)

    def working(self) -> FashnEngine:
        self.desk.vendor.states = ("in_queue", "processing")
        return self.desk.engine()


def submitted(desk: Desk, order: TryOnRequest | None = None) -> tuple[FashnEngine, str]:
    engine = desk.engine()
    return engine, engine.submit(order or sample_order(), "k")


def test_the_order_is_the_documented_one(desk: Desk) -> None:
    order = replace(sample_order("dresses"), output=Output(384, 512, 2))
    engine, ref = submitted(desk, order)
    (sent,) = desk.vendor.taken.values()
    assert sent["category"] == "one-pieces"
    assert sent["garment_photo_type"] == "flat-lay"
    assert (sent["seed"], sent["num_samples"], sent["return_base64"]) == (7, 2, True)
    assert sent["mode"] in ("performance", "balanced", "quality")
    photo = decode(base64.b64decode(sent["model_image"].removeprefix("data:image/jpeg;base64,")))
    assert photo.pixels.shape == order.person.pixels.shape
    states = [engine.poll(ref).status for _ in range(4)]
    assert states == ["queued", "queued", "running", "done"]


@pytest.mark.parametrize("name", ["RateLimitExceeded", "ConcurrencyLimitExceeded"])
def test_too_many_orders_are_sent_again_when_asked_for(desk: Desk, name: str) -> None:
    desk.vendor.run_replies.append(refusal(429, name, Retry_After="3"))
    submitted(desk)
    assert desk.naps.slept == [3.0]
    assert len(desk.vendor.taken) == 1


def test_waiting_grows_and_ends(desk: Desk) -> None:
    desk.vendor.run_replies.extend(refusal(429, "RateLimitExceeded") for _ in range(3))
    with pytest.raises(EngineUnavailable) as refused:
        submitted(desk)
    assert refused.value.retry_after == 5.0
    assert desk.naps.slept == [0.5, 1.0]
    submitted(desk)  # it was never taken, so it may be sent again
    assert len(desk.vendor.taken) == 1


def test_a_long_wait_is_left_to_the_worker(desk: Desk) -> None:
    desk.vendor.run_replies.append(refusal(429, "RateLimitExceeded", Retry_After="120"))
    with pytest.raises(EngineUnavailable) as refused:
        submitted(desk)
    assert refused.value.retry_after == 120.0
    assert desk.naps.slept == []


def test_a_date_to_retry_after_is_understood(desk: Desk) -> None:
    desk.vendor.run_replies.append(
        refusal(429, "RateLimitExceeded", Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")
    )
    submitted(desk)
    assert len(desk.vendor.taken) == 1


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (refusal(429, "OutOfCredits"), QuotaOrPayment, "no_credits"),
        (refusal(401, "UnauthorizedAccess"), EngineUnavailable, "key_refused"),
        (refusal(400, "BadRequest"), BadInput, "order_refused"),
        (refusal(404, "NotFound"), EngineFailed, "engine_failed"),
        (Reply(302, b"", {"Location": "http://127.0.0.1:1/"}), EngineFailed, "engine_failed"),
    ],
)
def test_documented_refusals_have_our_names(desk: Desk, reply: Reply, kind: type[Refused], code: str) -> None:
    desk.vendor.run_replies.append(reply)
    with pytest.raises(kind) as refused:
        submitted(desk)
    assert refused.value.code == code
    assert refused.value.hint
    assert not desk.vendor.taken


@pytest.mark.parametrize(
    "reply",
    [
        Reply(cut=True),
        Reply(502, b"<html>bad gateway</html>"),
        Reply(200, b"<html>hello</html>"),
        Reply(200, b'{"id": "0001-u1", "err', length=4000),
        Reply.of({"error": None}),
    ],
    ids=["cut off", "gateway", "not json", "half", "no id"],
)
def test_an_order_of_unknown_fate_is_never_sent_twice(desk: Desk, reply: Reply) -> None:
    desk.vendor.take_before_reply = True
    desk.vendor.run_replies.append(reply)
    with pytest.raises(EngineTimeout):
        submitted(desk)
    with pytest.raises(EngineFailed, match="outcome_unknown") as refused:
        submitted(desk)
    assert "second time" in refused.value.reason
    assert len(desk.vendor.taken) == 1


def test_a_server_error_before_an_order_is_taken_is_repeated(desk: Desk) -> None:
    desk.vendor.run_replies.append(refusal(500, "InternalServerError"))
    submitted(desk)
    assert len(desk.vendor.taken) == 1


def test_nobody_there(desk: Desk) -> None:
    lost = Desk(desk.vendor, "http://127.0.0.1:9")
    with pytest.raises(EngineUnavailable, match="engine_unreachable") as refused:
        submitted(lost)
    assert refused.value.retry_after
    assert len(lost.naps.slept) == 2
    assert lost.orders.find(desk.engine().submit(sample_order(), "k")) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ImageLoadError", CaptureUnsuitable),
        ("PoseError", CaptureUnsuitable),
        ("ContentModerationError", TryOnRefused),
        ("InputValidationError", BadInput),
        ("LoRALoadError", EngineFailed),
        ("PipelineError", EngineFailed),
        ("ThirdPartyError", EngineFailed),
        ("SomethingNew", EngineFailed),
    ],
)
def test_failures_while_it_worked_have_our_names(desk: Desk, name: str, kind: type[Refused]) -> None:
    desk.vendor.states = ("failed",)
    desk.vendor.error = {"name": name, "message": "the vendor's <b>own</b> words"}
    engine, ref = submitted(desk)
    job = engine.poll(ref)
    assert job.status == "failed"
    assert isinstance(job.refusal, kind)
    assert job.refusal.hint
    assert "own" not in job.refusal.reason.split()


def test_asking_is_repeated_where_ordering_is_not(desk: Desk) -> None:
    engine, ref = submitted(desk)
    desk.vendor.status_replies.extend([Reply(cut=True), Reply(503, b"", {"Retry-After": "1"})])
    assert engine.poll(ref).status == "queued"
    assert len(desk.naps.slept) == 2


def test_a_slow_drip_does_not_hold_the_worker(desk: Desk) -> None:
    _, ref = submitted(desk)
    desk.vendor.status_replies.extend(Reply(hang_s=5) for _ in range(3))
    impatient = desk.engine(answer_s=0.2)
    with pytest.raises(EngineTimeout) as refused:
        impatient.poll(ref)
    assert refused.value.retry_after


def test_a_huge_answer_is_not_read_to_its_end(desk: Desk) -> None:
    engine, ref = submitted(desk)
    desk.vendor.status_replies.append(Reply(200, b" " * 4_000_000))
    with pytest.raises(EngineFailed, match="answer_too_large"):
        engine.poll(ref)


@pytest.mark.parametrize(
    "output",
    [
        None,
        [],
        ["https://cdn.example.org/picture.png"],
        ["data:text/html;base64,AAAA"],
        ["data:image/png;base64,not base64"],
        ["data:image/png;base64,AAAA"],
    ],
)
def test_only_pictures_inside_the_answer_are_taken(desk: Desk, output: object) -> None:
    engine, ref = submitted(desk)
    desk.vendor.status_replies.append(Reply.of({"id": "1", "status": "completed", "output": output}))
    job = engine.poll(ref)
    assert job.status == "failed"
    assert isinstance(job.refusal, EngineFailed)
    assert job.refusal.code == "no_pictures"


def test_an_undocumented_state_is_an_error_of_its_own(desk: Desk) -> None:
    engine, ref = submitted(desk)
    desk.vendor.status_replies.append(Reply.of({"status": "dreaming"}))
    with pytest.raises(EngineFailed, match="malformed_answer"):
        engine.poll(ref)


def test_an_order_that_the_vendor_forgot_has_failed(desk: Desk) -> None:
    engine, ref = submitted(desk)
    desk.vendor.taken.clear()
    job = engine.poll(ref)
    assert job.status == "failed"
    assert job.refusal is not None
    assert job.refusal.code == "job_forgotten"


def test_without_a_key_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for options, code in (
        (FashnOptions(api_key="", _env_file=None), "no_api_key"),  # type: ignore[arg-type,call-arg]
        (FashnOptions(api_key="k", url="http://api.example.org/v1", _env_file=None), "not_encrypted"),  # type: ignore[arg-type,call-arg]
    ):
        engine = FashnEngine(yes, options=options)
        with pytest.raises(EngineUnavailable, match=code):
            engine.submit(sample_order(), "k")
        assert [finding.code for finding in engine.check(sample_order())] == [code]


def test_the_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUBLET_FASHN_API_KEY", "very-secret")
    options = FashnOptions()
    wire = Wire(options.url, {"Authorization": f"Bearer {options.api_key.get_secret_value()}"})
    assert "very-secret" not in repr(options) + repr(wire)
