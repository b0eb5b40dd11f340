"""FASHN as its documentation describes it, small: orders, states, and every documented error."""

from __future__ import annotations

import base64
from collections import deque
from typing import Any

import numpy as np

from doublet.engines.image import encode_png
from doublet.engines.tryon.conformance.server import Asking, Reply

KEY = "test-key"


class Vendor:
    """Answers /run and /status. `run_replies` and `status_replies` are given out first, then the normal course.

    Attributes:
        taken: the inputs of every order that it took, by id: what it would charge for.
        states: what an order goes through, one a poll; the last one stays.
    """

    def __init__(self, states: tuple[str, ...] = ("starting", "in_queue", "processing", "completed")) -> None:
        self.states = states
        self.run_replies: deque[Reply] = deque()
        self.status_replies: deque[Reply] = deque()
        self.taken: dict[str, dict[str, Any]] = {}
        self.polls: dict[str, int] = {}
        self.asked: list[Asking] = []
        self.error: dict[str, Any] = {}
        self.take_before_reply = False

    def answer(self, asking: Asking) -> Reply:
        """One request."""
        self.asked.append(asking)
        if asking.headers.get("authorization") != f"Bearer {KEY}":
            return refusal(401, "UnauthorizedAccess")
        if asking.method == "POST" and asking.path == "/v1/run":
            return self._run(asking)
        if asking.method == "GET" and asking.path.startswith("/v1/status/"):
            return self._status(asking.path.rsplit("/", 1)[1])
        return refusal(404, "NotFound")

    def _run(self, asking: Asking) -> Reply:
        if self.run_replies and not self.take_before_reply:
            return self.run_replies.popleft()
        body = asking.json()
        if set(body) != {"model_name", "inputs"} or not str(body["model_name"]).startswith("tryon-"):
            return refusal(400, "BadRequest")
        made = f"{len(self.taken) + 1:04d}-u1"
        self.taken[made] = body["inputs"]
        if self.run_replies:
            return self.run_replies.popleft()
        return Reply.of({"id": made, "error": None})

    def _status(self, made: str) -> Reply:
        if self.status_replies:
            return self.status_replies.popleft()
        if made not in self.taken:
            return refusal(404, "NotFound")
        step = self.polls.get(made, 0)
        self.polls[made] = step + 1
        state = self.states[min(step, len(self.states) - 1)]
        said: dict[str, Any] = {"id": made, "status": state, "error": None}
        if state == "completed":
            said["output"] = [picture(n) for n in range(self.taken[made]["num_samples"])]
        if state == "failed":
            said["error"] = self.error
        return Reply.of(said)


def refusal(status: int, name: str, **headers: str) -> Reply:
    """An API-level error."""
    return Reply.of({"error": name, "message": f"{name}: something"}, status, **headers)


def picture(seed: int) -> str:
    """A finished picture, as base64."""
    pixels = np.full((640, 480, 3), 40 * (seed + 1), np.uint8)
    return "data:image/png;base64," + base64.b64encode(encode_png(pixels)).decode()
