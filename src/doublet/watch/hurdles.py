"""A brand that is late with what it owes after a withdrawal opens no new offers."""

from __future__ import annotations

from doublet.kernel import clock
from doublet.kernel.refusals import NotAllowed, Refused
from doublet.offers.hurdles import hurdle
from doublet.people.models import Brand
from doublet.watch.models import Task


@hurdle
def overdue(brand: Brand) -> Refused | None:
    """The first task that is late, and how many there are."""
    late = Task.objects.filter(licence__brand=brand, done_at=None, due_at__lt=clock.now()).order_by("due_at")
    first, count = late.first(), late.count()
    if first is None:
        return None
    more = f", and {count - 1} more" if count > 1 else ""
    return NotAllowed(
        "tasks_overdue",
        f"Your brand is late with: {first.what} (due {first.due_at:%d %B %Y}){more}.",
        rule="CLOCK",
        hint="Do it and say so under Tasks; then offers go out again.",
    )
