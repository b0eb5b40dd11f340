"""What an operator sets for the GPU engines, by environment variables that begin with ``DOUBLET_GPU_``."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class GpuOptions(BaseSettings):
    """Where the weights lie and how they are run. Nothing is downloaded: a missing folder switches an engine off.

    Attributes:
        vton_weights: folder with ``model.safetensors`` and ``dwpose/`` of fashn-vton-1.5.
        klein_weights: folder of FLUX.2 klein 4B as diffusers saves it.
        device: "cuda", "cuda:1", "cpu"; empty chooses.
    """

    model_config = SettingsConfigDict(env_prefix="DOUBLET_GPU_", env_file=".env", extra="ignore")

    vton_weights: Path = Path()
    klein_weights: Path = Path()
    device: str = ""
    vton_steps: int = 30
    klein_steps: int = 4
    price_minor: int = 0
