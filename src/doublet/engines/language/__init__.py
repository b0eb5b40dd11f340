"""Reading briefs: which boundaries the words of a text touch, in seven languages."""

from __future__ import annotations

from doublet.engines.language.screening import Degree, Finding, Findings, screen
from doublet.engines.language.subjects import ALWAYS_CLOSED, LANGUAGES, SUBJECTS, UNREAD

__all__ = ["ALWAYS_CLOSED", "LANGUAGES", "SUBJECTS", "UNREAD", "Degree", "Finding", "Findings", "screen"]
