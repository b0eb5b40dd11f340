"""Doubles of the two pipelines, for machines without the extra ``gpu``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from doublet.engines.tryon.faces import Kept
from doublet.engines.tryon.gpu.options import GpuOptions
from doublet.engines.tryon.gpu.vton import Loaded

NOWHERE = GpuOptions(_env_file=None)  # type: ignore[call-arg]


@dataclass
class Made:
    images: list[Image.Image]


class Double:
    """Takes what `TryOnPipeline` takes, by name, and answers what it answers."""

    def __init__(self) -> None:
        self.called: dict[str, Any] = {}

    def __call__(self, person_image: Image.Image, garment_image: Image.Image, **asked: Any) -> Made:
        self.called = {"person_image": person_image, "garment_image": garment_image, **asked}
        return Made([person_image.resize((144, 192))] * asked["num_samples"])

    def loaded(self, options: GpuOptions) -> Loaded:
        return Loaded(self, {"model.safetensors": "0" * 64})


def painted(references: list[Image.Image], prompt: str, width: int, height: int, seed: int) -> np.ndarray:
    return np.asarray(references[0].resize((width, height)))


def unchecked(photo: np.ndarray, made: np.ndarray) -> Kept:
    """In place of the face's keeping: the drawn figures have no face."""
    return Kept(made, 1.0, 1.0)
