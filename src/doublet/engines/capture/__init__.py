"""Measuring the photos of a capture set: what they show and how well."""

from __future__ import annotations

from doublet.engines.capture.measure import PhotoMeasures, measure

__all__ = ["PhotoMeasures", "measure"]
