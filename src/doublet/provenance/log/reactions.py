"""A permission taken back stands under a signed head at once, not at the worker's next round."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from doublet.kernel.events import subscribe
from doublet.provenance.log.heads import write_head_if_well


@subscribe("consent.withdrawn")
@subscribe("licence.withdrawn")
def sign_after_commit(**_about: Any) -> None:
    """Sign a head as soon as the withdrawal is in the books; a fault here never undoes it."""
    transaction.on_commit(write_head_if_well, robust=True)
