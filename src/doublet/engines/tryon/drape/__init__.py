"""Drape: the embedded try-on engine. Person, garment, fit, shade, layer, scene, check: one stage a module."""

from __future__ import annotations

from doublet.engines.tryon.drape.engine import DrapeEngine
from doublet.engines.tryon.drape.reports import GarmentReport, PersonReport, garment_report, person_report

__all__ = ["DrapeEngine", "GarmentReport", "PersonReport", "garment_report", "person_report"]
