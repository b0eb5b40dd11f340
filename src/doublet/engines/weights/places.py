"""Where the weights lie, and how they are opened."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from doublet.kernel.home import home
from doublet.kernel.refusals import Unavailable

if TYPE_CHECKING:
    import onnxruntime


def folder() -> Path:
    """The models folder: ``DOUBLET_MODELS``, or ``models`` in the instance's home."""
    return Path(os.environ.get("DOUBLET_MODELS") or home() / "models")


def path(name: str) -> Path:
    """The file of one model by its base name, e.g. ``"u2netp.onnx"``.

    Raises:
        Unavailable: the file is not here (``doublet models fetch`` brings it).
    """
    file = folder() / name
    if not file.is_file():
        raise Unavailable(
            "model_file_missing",
            f"The model file {name} is not on this machine.",
            hint="Run `doublet models fetch`, or put the file into the models folder.",
        )
    return file


@cache
def session(name: str) -> onnxruntime.InferenceSession:
    """An ONNX session on one thread, opened once per process: workers scale by processes."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path(name)), options, providers=["CPUExecutionProvider"])
