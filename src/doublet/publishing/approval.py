"""What verify is told about a picture that somebody holds against the register: did she say yes to it?"""

from __future__ import annotations

from doublet.provenance.approvals import Approval
from doublet.publishing.models import Review


def approval_of(frame_id: str) -> Approval:
    """Her decision on one frame."""
    decision = Review.objects.filter(frame=frame_id).values_list("decision", flat=True).first()
    if decision is None:
        return "awaiting"
    return "approved" if decision == Review.Decision.APPROVED else "declined"
