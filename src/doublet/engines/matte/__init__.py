"""Cutting what matters out of a photo: how much of each pixel belongs to it, and its own colour there."""

from __future__ import annotations

from doublet.engines.matte.cutout import cut_out
from doublet.engines.matte.foreground import foreground
from doublet.engines.matte.guided import guided
from doublet.engines.matte.saliency import saliency

__all__ = ["cut_out", "foreground", "guided", "saliency"]
