"""When a mandate ends, what was agreed under it and not yet signed is open again, in the same step."""

from __future__ import annotations

from doublet.kernel.events import subscribe
from doublet.offers.talking import reopen_lapsed
from doublet.people.models import Mandate


@subscribe("mandate.ended")
def open_again(*, mandate: Mandate) -> None:
    """An agent's yes lives as long as the mandate."""
    reopen_lapsed(model=mandate.model)
