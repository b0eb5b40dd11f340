"""Opening a tflite model once per process and running it safely from several threads."""

from __future__ import annotations

import threading
from functools import cache

import numpy as np

from doublet.engines import weights


class Network:
    """One tflite network on one thread; `run` is locked because an interpreter holds its tensors."""

    def __init__(self, name: str) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._interpreter = Interpreter(model_path=str(weights.path(name)), num_threads=1)
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


@cache
def network(name: str) -> Network:
    """The network of one model file, e.g. ``"pose_detection.tflite"``.

    Raises:
        Unavailable: the file is not on this machine.
    """
    return Network(name)
