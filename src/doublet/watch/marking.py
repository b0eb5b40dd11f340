"""Pictures wait because nobody signs, or a model file is missing: operators hear of it, and that it is over."""

from __future__ import annotations

from doublet.kernel import clock
from doublet.kernel.events import subscribe
from doublet.watch.cases import close_for, open_case
from doublet.watch.models import Case
from doublet.watch.rules import MARKING

SUBJECT = "marking"


@subscribe("marking.waits")
def open_one(*, code: str, reason: str, hint: str) -> None:
    """One case however many pictures wait."""
    words = f"Pictures wait, and are tried again. {reason} {hint}".strip().rstrip(".")
    open_case(Case.Kind.MARKING, SUBJECT, words, due_at=clock.now() + MARKING)


@subscribe("marking.resumed")
def close_it() -> None:
    """It closes by itself."""
    close_for(Case.Kind.MARKING, SUBJECT, "Pictures are marked and signed again.", by="worker")
