"""Opening a tflite model once per process and running it safely from several threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np

from doublet.engines import weights


class Network:
    """One tflite network on one thread; `run` is locked because an interpreter holds its tensors."""

    def __init__(self, name: str) -> None:
        from ai_edge_litert.interpreter import Interpreter

        file = str(weights.path(name))
        with _without_announcement():
            self._interpreter = Interpreter(model_path=file, num_threads=1)
            self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = {o["name"]: o["index"] for o in self._interpreter.get_output_details()}
        self._lock = threading.Lock()

    def run(self, picture: np.ndarray) -> dict[str, np.ndarray]:
        """Outputs by tensor name (batch axis dropped) for one float32 HxWx3 input."""
        with self._lock:
            self._interpreter.set_tensor(self._input, picture[None].astype(np.float32))
            self._interpreter.invoke()
            return {name: self._interpreter.get_tensor(i)[0].copy() for name, i in self._outputs.items()}


@contextmanager
def _without_announcement() -> Iterator[None]:
    """The runtime announces its CPU delegate on file descriptor 2, past Python, and has no switch for it.

    A failure still speaks: it is an exception.
    """
    kept = os.dup(2)
    silence = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silence, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silence)


@cache
def network(name: str) -> Network:
    """The network of one model file, e.g. ``"pose_detection.tflite"``.

    Raises:
        Unavailable: the file is not on this machine.
    """
    return Network(name)
