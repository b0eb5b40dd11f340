"""Dressing a twin in a garment: the contract every engine speaks, and the embedded engine."""

from __future__ import annotations
