"""Pretrained weights as data: where they lie, what they must hash to, and how they are opened."""

from __future__ import annotations

from doublet.engines.weights.places import folder, path, session
from doublet.engines.weights.store import Status, check, fetch, status

__all__ = ["Status", "check", "fetch", "folder", "path", "session", "status"]
