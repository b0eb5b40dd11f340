"""Whatever she takes back, in whole, in part or for a while, stands under a signed head at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from doublet.kernel.events import subscribe
from doublet.provenance.log.heads import write_head_if_well


@subscribe("consent.withdrawn")
@subscribe("licence.withdrawn")
@subscribe("licence.narrowed")
@subscribe("licence.paused")
@subscribe("licence.resumed")
@subscribe("twin.erasing")
def sign_after_commit(**_about: Any) -> None:
    """Sign a head as soon as it is in the books; a fault here never undoes it. Not at the worker's next round."""
    transaction.on_commit(write_head_if_well, robust=True)
