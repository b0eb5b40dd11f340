"""A brand that has not paid in time opens no new offers until it has."""

from __future__ import annotations

from doublet.kernel.refusals import NotAllowed, Refused
from doublet.ledger import clocks
from doublet.offers.hurdles import hurdle
from doublet.people.models import Brand


@hurdle
def brand_overdue(brand: Brand) -> Refused | None:
    """What is late, and since when. Interest alone keeps nobody from anything."""
    late = clocks.late(brand)
    if not late:
        return None
    amount = " and ".join(str(each) for each in clocks.sums(late))
    pictures = "an approved picture" if len(late) == 1 else f"{len(late)} approved pictures"
    return NotAllowed(
        "brand_overdue",
        f"Your brand has not paid {amount} for {pictures}; the first was due {late[0].due:%d %B %Y}.",
        rule="HOUSE-PAYDAY",
        hint="Pay what is on your money page; offers go out again once the operator has noted it.",
    )
