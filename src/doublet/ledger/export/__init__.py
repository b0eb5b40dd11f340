"""The whole ledger for accountants: Beancount, CSV and JSON, each enough to rebuild every balance alone."""

from __future__ import annotations

from doublet.ledger.export.formats import FORMATS, Format, write

__all__ = ["FORMATS", "Format", "write"]
