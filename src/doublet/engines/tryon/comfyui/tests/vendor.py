"""ComfyUI's routes, small: uploads, a queue that moves one step a poll, history, errors of nodes and of running."""

from __future__ import annotations

from collections import deque
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np

from doublet.engines.image import encode_png
from doublet.engines.tryon.conformance.server import Asking, Reply


class Comfy:
    """Answers the routes that the adapter uses.

    Attributes:
        steps: how many polls of the queue an order stays pending and running each; a huge number never ends.
        files: what was uploaded, by the name a LoadImage node uses.
        graphs: what was queued, by id.
        broken: a node type whose running ends in an error.
    """

    def __init__(self, steps: int = 1) -> None:
        self.steps = steps
        self.files: dict[str, bytes] = {}
        self.graphs: dict[str, dict[str, Any]] = {}
        self.moved: dict[str, int] = {}
        self.stopped: list[str] = []
        self.forgotten: list[str] = []
        self.broken = ""
        self.replies: dict[str, deque[Reply]] = {}
        self.queue_before_reply = False
        self.own_ids = False

    def answer(self, asking: Asking) -> Reply:
        """One request."""
        route = urlsplit(asking.path)
        waiting = self.replies.get(route.path.split("/")[1])
        if route.path == "/prompt" and waiting and self.queue_before_reply:
            self._prompt(asking)
        if waiting:
            return waiting.popleft()
        if route.path == "/system_stats":
            return Reply.of({"system": {"comfyui_version": "0"}, "devices": []})
        if route.path == "/upload/image":
            return self._upload(asking)
        if route.path == "/prompt":
            return self._prompt(asking)
        if route.path == "/queue" and asking.method == "GET":
            return self._queue()
        if route.path == "/queue":
            for gone in asking.json()["delete"]:
                if self.moved.get(gone, 0) <= self.steps:
                    self.graphs.pop(gone, None)
                    self.stopped.append(gone)
            return Reply()
        if route.path == "/interrupt":
            self.graphs.pop(asking.json()["prompt_id"], None)
            self.stopped.append(asking.json()["prompt_id"])
            return Reply()
        if route.path == "/history" and asking.method == "POST":
            self.forgotten += asking.json()["delete"]
            return Reply()
        if route.path.startswith("/history/"):
            return self._history(route.path.rsplit("/", 1)[1])
        if route.path == "/view":
            asked = parse_qs(route.query)
            assert asked["type"] == ["temp"]
            return Reply(200, encode_png(np.full((512, 384, 3), 90, np.uint8)), {"Content-Type": "image/png"})
        return Reply(404)

    def _upload(self, asking: Asking) -> Reply:
        form = BytesParser().parsebytes(
            b"Content-Type: " + asking.headers["content-type"].encode() + b"\r\n\r\n" + asking.body
        )
        parts: dict[str, tuple[str | None, Any]] = {}
        for part in form.get_payload():
            name = str(part.get_param("name", header="content-disposition"))  # type: ignore[union-attr]
            parts[name] = (part.get_filename(), part.get_payload(decode=True))  # type: ignore[union-attr]
        kind, folder = parts["type"][1].decode(), parts["subfolder"][1].decode()
        self.files[f"{folder}/{parts['image'][0]} [{kind}]"] = parts["image"][1]
        return Reply.of({"name": parts["image"][0], "subfolder": folder, "type": kind})

    def _prompt(self, asking: Asking) -> Reply:
        body = asking.json()
        wrong = {
            node: {"class_type": each["class_type"], "errors": [{"type": "custom_validation_failed"}]}
            for node, each in body["prompt"].items()
            if each["class_type"] == "LoadImage" and each["inputs"]["image"] not in self.files
        }
        if wrong:
            error = {"type": "prompt_outputs_failed_validation", "message": "no", "details": ""}
            return Reply.of({"error": error, "node_errors": wrong}, 400)
        made = "server-chosen" if self.own_ids else body["prompt_id"]
        self.graphs[made] = body["prompt"]
        self.moved[made] = 0
        return Reply.of({"prompt_id": made, "number": len(self.graphs), "node_errors": {}})

    def _queue(self) -> Reply:
        running, pending = [], []
        for number, made in enumerate(self.graphs):
            entry = [number, made, {}, {}, []]
            if self.moved[made] < self.steps:
                pending.append(entry)
            elif self.moved[made] < 2 * self.steps:
                running.append(entry)
            self.moved[made] += 1
        return Reply.of({"queue_running": running, "queue_pending": pending})

    def _history(self, made: str) -> Reply:
        if made not in self.graphs or self.moved[made] < 2 * self.steps:
            return Reply.of({})
        if self.broken:
            said = {"node_id": "sampled", "node_type": self.broken, "exception_message": "<b>CUDA</b>"}
            status = {"status_str": "error", "completed": False, "messages": [["execution_error", said]]}
            return Reply.of({made: {"outputs": {}, "status": status}})
        shown = {"images": [{"filename": "a_00001_.png", "subfolder": "", "type": "temp"}]}
        status = {"status_str": "success", "completed": True, "messages": [["execution_success", {}]]}
        return Reply.of({made: {"outputs": {"shown": shown}, "status": status}})
