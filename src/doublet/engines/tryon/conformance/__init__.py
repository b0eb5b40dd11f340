"""The contract as tests: what every try-on engine must pass before anybody may order pictures from it."""

from __future__ import annotations

from doublet.engines.tryon.conformance.orders import Asked, sample_order, yes
from doublet.engines.tryon.conformance.suite import EngineContract

__all__ = ["Asked", "EngineContract", "sample_order", "yes"]
