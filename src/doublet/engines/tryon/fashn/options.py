"""What an operator sets for FASHN, by environment variables that begin with ``DOUBLET_FASHN_``."""

from __future__ import annotations

from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class FashnOptions(BaseSettings):
    """One account at FASHN. Without a key the engine refuses every order.

    Attributes:
        price_minor: what one picture costs the operator, in US cents; shown, never booked.
    """

    model_config = SettingsConfigDict(env_prefix="DOUBLET_FASHN_", env_file=".env", extra="ignore")

    api_key: SecretStr = SecretStr("")
    url: str = "https://api.fashn.ai/v1"
    mode: Literal["performance", "balanced", "quality"] = "quality"
    price_minor: int = 8
