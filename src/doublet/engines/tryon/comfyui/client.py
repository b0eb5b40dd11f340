"""ComfyUI's HTTP routes, as docs.comfy.org lists them ("Server: routes"), and what their answers mean.

Photos are uploaded as temporary files and the shipped workflow ends in a preview, so that neither
stays in the server's input and output folders; the order's history is deleted once the picture is here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import numpy as np

from doublet.engines.image import Limits, decode, encode_png, shrink
from doublet.engines.tryon.contract import EngineFailed, EngineTimeout, EngineUnavailable
from doublet.engines.tryon.wire import Again, Answer, NoAnswer, NotSent, Patience, Wire
from doublet.kernel.refusals import Refused

FOLDER = "doublet"
ASK_AGAIN_S = 10.0
LONG_SIDE = 1536


class Client:
    """One ComfyUI server."""

    def __init__(self, wire: Wire, patience: Patience) -> None:
        self._wire, self._patience = wire, patience

    def alive(self) -> bool:
        """Does it answer as a ComfyUI server does?"""
        return "system" in self._get("/system_stats").json()

    def upload(self, name: str, pixels: np.ndarray) -> str:
        """Send a photo as a temporary file and answer how a LoadImage node names it."""
        body, kind = _form(name, encode_png(shrink(pixels, LONG_SIDE)))

        def attempt() -> Answer:  # the same name is overwritten, so it may be sent again
            return self._asked(lambda: self._wire.ask("POST", "/upload/image", body, {"Content-Type": kind}))

        said = _good(self._patience.run(attempt)).json()
        if not isinstance(said.get("name"), str):
            raise _not_comfy()
        where = f"{said['subfolder']}/" if said.get("subfolder") else ""
        return f"{where}{said['name']} [{said.get('type', 'temp')}]"

    def queue(self, graph: dict[str, Any], prompt_id: str) -> str:
        """Queue a graph under our own id and answer the id that the server uses.

        Raises:
            EngineFailed: the graph is refused, naming the nodes. EngineTimeout: nobody knows whether it was queued.
        """
        body = json.dumps({"prompt": graph, "prompt_id": prompt_id, "client_id": FOLDER}).encode()
        try:
            answer = self._wire.ask("POST", "/prompt", body, {"Content-Type": "application/json"})
        except NotSent as broken:
            raise _unreachable() from broken
        except NoAnswer as broken:
            raise timed_out() from broken
        if answer.status == 400:
            raise EngineFailed(
                "workflow_refused",
                f"ComfyUI refuses the workflow{_nodes(answer.json())}.",
                hint="The operator opens the workflow in ComfyUI: a model file or a node is missing there.",
            )
        said = _good(answer).json()
        if not isinstance(said.get("prompt_id"), str):
            raise _not_comfy()
        return str(said["prompt_id"])

    def history(self, prompt_id: str) -> dict[str, Any] | None:
        """What became of a graph; None while it has not ended."""
        found = self._get(f"/history/{quote(prompt_id, safe='')}").json().get(prompt_id)
        return found if isinstance(found, dict) else None

    def place(self, prompt_id: str) -> str:
        """Where a graph stands: "running", "pending", or "" when the server does not know it."""
        said = self._get("/queue").json()
        for where, name in (("queue_running", "running"), ("queue_pending", "pending")):
            if any(isinstance(entry, list) and prompt_id in entry[1:2] for entry in said.get(where) or ()):
                return name
        return ""

    def stop(self, prompt_id: str) -> None:
        """Take a graph out of the queue, and interrupt it if it is the one that runs."""
        self._post("/queue", {"delete": [prompt_id]})
        if self.place(prompt_id) == "running":
            self._post("/interrupt", {"prompt_id": prompt_id})

    def forget(self, prompt_id: str) -> None:
        """Delete the history of a graph."""
        self._post("/history", {"delete": [prompt_id]})

    def view(self, image: dict[str, Any]) -> np.ndarray:
        """One picture that a graph made, HxWx3 uint8 RGB."""
        asked = {name: str(image.get(name, "")) for name in ("filename", "subfolder", "type")}
        answer = _good(self._get("/view?" + urlencode(asked)))
        try:
            return decode(answer.body, Limits(max_pixels=20_000_000)).pixels
        except Refused as broken:
            raise EngineFailed(
                "no_pictures", "ComfyUI handed over a file that is no picture.", hint="Tell the operator."
            ) from broken

    def _get(self, path: str) -> Answer:
        return _good(self._patience.run(lambda: self._asked(lambda: self._wire.ask("GET", path))))

    def _post(self, path: str, payload: dict[str, Any]) -> None:
        """Requests that may be repeated without harm."""
        self._patience.run(lambda: self._asked(lambda: self._wire.post_json(path, payload)))

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        try:
            answer = ask()
        except NotSent as broken:
            raise Again(_unreachable()) from broken
        except NoAnswer as broken:
            raise Again(timed_out()) from broken
        if answer.status >= 500 or answer.status == 429:
            raise Again(_unreachable(), answer.retry_after)
        return answer


def failure(entry: dict[str, Any]) -> EngineFailed:
    """Why a graph ended in an error, from its history; a node's own words are for logs, not for people."""
    for message in entry.get("status", {}).get("messages") or ():
        if isinstance(message, list) and len(message) == 2 and message[0] == "execution_error":
            node = str(message[1].get("node_type", "")) if isinstance(message[1], dict) else ""
            return EngineFailed(
                "workflow_failed",
                f"ComfyUI stopped at the node {node[:60]!r}.",
                hint="Ask for the picture again; if it happens again, tell the operator.",
            )
    return EngineFailed(
        "workflow_failed", "ComfyUI could not finish the workflow.", hint="Tell the operator."
    )


def timed_out() -> EngineTimeout:
    """No whole answer in time."""
    return EngineTimeout(
        "engine_timeout",
        "ComfyUI did not answer in time.",
        retry_after=ASK_AGAIN_S,
        hint="It is asked again by itself.",
    )


def _unreachable() -> EngineUnavailable:
    return EngineUnavailable(
        "engine_unreachable",
        "The ComfyUI server cannot be reached at the moment.",
        retry_after=ASK_AGAIN_S,
        hint="It is asked again by itself. The operator can see whether the server runs.",
    )


def _good(answer: Answer) -> Answer:
    if answer.status != 200:
        raise EngineFailed(
            "engine_failed", f"ComfyUI answered with an error ({answer.status}).", hint="Tell the operator."
        )
    return answer


def _not_comfy() -> EngineFailed:
    return EngineFailed(
        "malformed_answer",
        "The server does not answer as ComfyUI does.",
        hint="Look at the configured address.",
    )


def _nodes(said: dict[str, Any]) -> str:
    errors = said.get("node_errors")
    if not isinstance(errors, dict) or not errors:
        return ""
    kinds = sorted(
        {str(error.get("class_type", node)) for node, error in errors.items() if isinstance(error, dict)}
    )
    return " at: " + ", ".join(kind[:40] for kind in kinds[:5])


def _form(name: str, png: bytes) -> tuple[bytes, str]:
    """A multipart form with the picture; the boundary cannot occur in it, being longer than any PNG text."""
    boundary = "doublet-7f3a9c51d2e84b60a1b7c4d95e60f182"
    fields = {"type": "temp", "subfolder": FOLDER, "overwrite": "true"}
    head = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    )
    head += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="{name}"\r\n'
        "Content-Type: image/png\r\n\r\n"
    )
    return (
        head.encode() + png + f"\r\n--{boundary}--\r\n".encode(),
        f"multipart/form-data; boundary={boundary}",
    )
