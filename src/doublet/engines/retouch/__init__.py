"""Retouching as a recipe: typed steps that can be kept, replayed to the byte, and guarded."""

from __future__ import annotations

from doublet.engines.retouch.apply import Context, apply
from doublet.engines.retouch.guard import LIMITS, Limit, refuse
from doublet.engines.retouch.measuring import measure
from doublet.engines.retouch.presets import PRESETS, Preset
from doublet.engines.retouch.recipe import KINDS, Recipe
from doublet.engines.retouch.steps import STEPS, Kind, Step
from doublet.engines.retouch.watch import Retouched, guarded

__all__ = [
    "KINDS",
    "LIMITS",
    "PRESETS",
    "STEPS",
    "Context",
    "Kind",
    "Limit",
    "Preset",
    "Recipe",
    "Retouched",
    "Step",
    "apply",
    "guarded",
    "measure",
    "refuse",
]
