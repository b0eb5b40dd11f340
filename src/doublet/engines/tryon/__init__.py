"""Dressing a twin in a garment: the contract every engine speaks, and the embedded engine."""

from __future__ import annotations

from doublet.engines.tryon.drape.reports import GarmentReport, PersonReport, garment_report, person_report

__all__ = ["GarmentReport", "PersonReport", "garment_report", "person_report"]
