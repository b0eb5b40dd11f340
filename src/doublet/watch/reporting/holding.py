"""What verify and the delivery pages are told about a picture that was reported. Nothing of who reported it."""

from __future__ import annotations

from doublet.provenance.holds import Held
from doublet.publishing.models import Hold
from doublet.watch.models import Report


def hold_of(frame_id: str) -> Held | None:
    """The hold on one frame: an upheld one from its decision on, else the oldest that waits for one."""
    holds = Hold.objects.filter(frame=frame_id, lifted_at=None).order_by("at")
    since = dict(holds.values_list("because", "at"))
    if not since:
        return None
    decided = Report.objects.filter(pk__in=since, status=Report.Outcome.UPHELD).order_by("decided_at")
    first = decided.values_list("decided_at", flat=True).first()
    return Held(first, upheld=True) if first else Held(min(since.values()), upheld=False)
