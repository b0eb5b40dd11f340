"""What an operator sets for ComfyUI, by environment variables that begin with ``DOUBLET_COMFYUI_``."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

SHIPPED = Path(__file__).with_name("workflow.json")


class ComfyOptions(BaseSettings):
    """One ComfyUI server. Without an address the engine refuses every order.

    Attributes:
        url: its address on the operator's own network; users never give or see one.
        workflow: a graph in API format with placeholders (see `graph`).
        licence: the licence of the weights that the workflow loads, as the operator states it.
        price_minor: what one picture costs the operator, in euro cents; shown, never booked.
    """

    model_config = SettingsConfigDict(env_prefix="DOUBLET_COMFYUI_", env_file=".env", extra="ignore")

    url: str = ""
    workflow: Path = SHIPPED
    licence: str = "Apache-2.0 (FLUX.2 klein 4B, where the shipped workflow is used)"
    price_minor: int = 0
