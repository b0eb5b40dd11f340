"""ComfyUI's adapter against a local server that speaks its routes, and misbehaves."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from doublet.engines.image import decode
from doublet.engines.tryon.comfyui.client import Client
from doublet.engines.tryon.comfyui.engine import ComfyEngine
from doublet.engines.tryon.comfyui.graph import read_workflow
from doublet.engines.tryon.comfyui.options import SHIPPED, ComfyOptions
from doublet.engines.tryon.comfyui.tests.vendor import Comfy
from doublet.engines.tryon.conformance import EngineContract, sample_order, yes
from doublet.engines.tryon.conformance.server import Reply, serving
from doublet.engines.tryon.contract import EngineFailed, EngineTimeout, EngineUnavailable, Verifier
from doublet.engines.tryon.orders import MemoryOrders
from doublet.engines.tryon.wire import Patience, Wire
from doublet.kernel.refusals import Unavailable

NAPLESS = Patience(sleep=lambda seconds: None)


class Desk:
    """An adapter and the server that it talks to."""

    def __init__(self, comfy: Comfy, address: str) -> None:
        self.comfy, self.address = comfy, address
        self.orders = MemoryOrders()

    def engine(self, verify: Verifier | None = yes, answer_s: float = 5.0) -> ComfyEngine:
        wire = Wire(self.address, answer_s=answer_s, max_bytes=3_000_000)
        return ComfyEngine(verify, self.orders, ComfyOptions(), wire, NAPLESS)


@pytest.fixture
def desk() -> Iterator[Desk]:
    comfy = Comfy()
    with serving(comfy) as address:
        yield Desk(comfy, address)


class TestComfyContract(EngineContract):
    """Every engine's tests."""

    @pytest.fixture(autouse=True)
    def at(self, desk: Desk) -> None:
        self.desk = desk

    def open(self, verify: Verifier | None) -> ComfyEngine:
        self.desk.orders = MemoryOrders()
        return self.desk.engine(verify)

    def reopen(self, engine: object) -> ComfyEngine:
        return self.desk.engine()

    def silent(self) -> ComfyEngine:
        self.desk.comfy.replies["prompt"] = deque([Reply(hang_s=10)])
        return self.desk.engine(answer_s=0.3)

    def working(self) -> ComfyEngine:
        self.desk.comfy.steps = 10**6
        return self.desk.engine()


def test_photos_go_up_as_temporary_files_and_into_the_graph(desk: Desk) -> None:
    order, engine = sample_order("skirts"), desk.engine()
    ref = engine.submit(order, "k")
    assert all(name.startswith("doublet/") and name.endswith(" [temp]") for name in desk.comfy.files)
    (graph,) = desk.comfy.graphs.values()
    shown = graph["person"]["inputs"]["image"]
    assert (decode(desk.comfy.files[shown]).pixels == order.person.pixels).all()
    assert graph["noise"]["inputs"]["noise_seed"] == 7
    assert (graph["canvas"]["inputs"]["width"], graph["canvas"]["inputs"]["height"]) == (384, 512)
    assert "the skirt" in graph["words"]["inputs"]["text"]
    assert "{{" not in json.dumps(graph)
    while (job := engine.poll(ref)).status in ("queued", "running"):
        pass
    assert job.result is not None
    assert job.result.report["prompt"] == graph["words"]["inputs"]["text"]


def test_a_refused_graph_names_its_nodes(desk: Desk) -> None:
    desk.comfy.replies["prompt"] = deque(
        [Reply.of({"error": {}, "node_errors": {"1": {"class_type": "UNETLoader", "errors": []}}}, 400)]
    )
    with pytest.raises(EngineFailed, match="workflow_refused") as refused:
        desk.engine().submit(sample_order(), "k")
    assert "UNETLoader" in refused.value.reason
    assert desk.engine().submit(sample_order(), "k")  # it was never queued, so it may be sent again


def test_an_error_while_it_ran_names_the_node_and_not_its_words(desk: Desk) -> None:
    desk.comfy.broken = "SamplerCustomAdvanced"
    engine = desk.engine()
    ref = engine.submit(sample_order(), "k")
    while (job := engine.poll(ref)).status in ("queued", "running"):
        pass
    assert job.status == "failed"
    assert job.refusal is not None
    assert "SamplerCustomAdvanced" in job.refusal.reason
    assert "CUDA" not in job.refusal.reason


def test_a_server_that_queued_and_broke_off_is_not_asked_to_queue_again(desk: Desk) -> None:
    desk.comfy.queue_before_reply = True
    desk.comfy.replies["prompt"] = deque([Reply(cut=True)])
    with pytest.raises(EngineTimeout):
        desk.engine().submit(sample_order(), "k")
    assert len(desk.comfy.graphs) == 1
    engine = desk.engine()
    ref = engine.submit(sample_order(), "k")
    assert len(desk.comfy.graphs) == 1
    assert engine.poll(ref).status in ("queued", "running")


def test_a_server_that_broke_off_before_it_queued_is_asked_again(desk: Desk) -> None:
    desk.comfy.replies["prompt"] = deque([Reply(cut=True)])
    with pytest.raises(EngineTimeout):
        desk.engine().submit(sample_order(), "k")
    assert not desk.comfy.graphs
    desk.engine().submit(sample_order(), "k")
    assert len(desk.comfy.graphs) == 1


def test_a_server_that_chooses_its_own_ids_is_understood(desk: Desk) -> None:
    desk.comfy.own_ids = True
    engine = desk.engine()
    ref = engine.submit(sample_order(), "k")
    assert [engine.poll(ref).status for _ in range(3)] == ["queued", "running", "done"]


@pytest.mark.parametrize("polls", [0, 1])
def test_cancelling_reaches_the_server_whether_it_waits_or_runs(desk: Desk, polls: int) -> None:
    desk.comfy.steps = 2
    engine = desk.engine()
    ref = engine.submit(sample_order(), "k")
    for _ in range(polls):
        engine.poll(ref)
    engine.cancel(ref)
    assert desk.comfy.stopped
    assert not desk.comfy.graphs
    assert engine.poll(ref).status == "cancelled"


def test_a_server_that_was_started_anew_has_forgotten(desk: Desk) -> None:
    engine = desk.engine()
    ref = engine.submit(sample_order(), "k")
    desk.comfy.graphs.clear()
    job = engine.poll(ref)
    assert job.refusal is not None
    assert job.refusal.code == "job_forgotten"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(200, b"<html>"), "malformed_answer"),
        (Reply(200, b" " * 4_000_000), "answer_too_large"),
        (Reply(403), "engine_failed"),
    ],
)
def test_a_server_that_is_something_else(desk: Desk, reply: Reply, code: str) -> None:
    engine = desk.engine()
    ref = engine.submit(sample_order(), "k")
    desk.comfy.replies["history"] = deque([reply])
    with pytest.raises(EngineFailed, match=code):
        engine.poll(ref)


def test_what_it_hands_over_must_be_a_picture(desk: Desk) -> None:
    engine = desk.engine()
    ref = engine.submit(sample_order(), "k")
    engine.poll(ref)
    engine.poll(ref)
    desk.comfy.replies["view"] = deque([Reply(200, b"GIF89a")])
    job = engine.poll(ref)
    assert job.refusal is not None
    assert job.refusal.code == "no_pictures"


def test_history_is_forgotten_once_asked(desk: Desk) -> None:
    client = Client(Wire(desk.address), NAPLESS)
    client.forget("some-id")
    assert desk.comfy.forgotten == ["some-id"]


def test_without_an_address_nothing_is_sent() -> None:
    engine = ComfyEngine(yes, options=ComfyOptions(url="", _env_file=None))  # type: ignore[call-arg]
    with pytest.raises(EngineUnavailable, match="no_engine_address"):
        engine.submit(sample_order(), "k")
    assert [finding.code for finding in engine.check(sample_order())] == ["no_engine_address"]


def test_the_shipped_workflow_is_whole() -> None:
    nodes = read_workflow(SHIPPED).nodes
    for node in nodes.values():
        for value in node["inputs"].values():
            if isinstance(value, list):
                assert value[0] in nodes


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "JSON"),
        ("[]", "API format"),
        ('{"1": {"type": "LoadImage"}}', "API format"),
        ('{"1": {"class_type": "LoadImage", "inputs": {"image": "{{person}}"}}}', "garment"),
        ('{"1": {"class_type": "X", "inputs": {"a": "{{person}}{{garment}}{{secret}}"}}}', "secret"),
    ],
)
def test_a_workflow_that_cannot_work_is_refused_before_anything_is_sent(
    tmp_path: Path, text: str, what: str
) -> None:
    path = tmp_path / "mine.json"
    path.write_text(text)
    with pytest.raises(Unavailable, match="bad_workflow") as refused:
        read_workflow(path)
    assert what in refused.value.reason
    assert refused.value.hint
