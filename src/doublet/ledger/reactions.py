"""An approved picture is earned money, in the same step."""

from __future__ import annotations

from doublet.kernel.events import subscribe
from doublet.ledger.actions import post_approval
from doublet.people.models import User
from doublet.studio.models import Frame


@subscribe("frame.approved")
def earn(*, frame: Frame, by: User) -> None:
    """Post what the brand owes and who gets what of it."""
    post_approval(frame, by=by)
