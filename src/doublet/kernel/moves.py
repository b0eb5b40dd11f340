"""One table of allowed moves per status: no row changes state in any other way."""

from __future__ import annotations

from typing import Any

from doublet.kernel.refusals import Conflict


def move(row: Any, to: str, words: str) -> None:
    """Set `row.status` if its table ``MOVES`` allows it; the caller saves the row.

    Raises:
        Conflict: the row has moved on; `words` says what could not be done.
    """
    if to not in row.MOVES[row.status]:
        raise Conflict(
            "moved_on", f"{words}: it is already “{row.get_status_display().lower()}”.", rule="HOUSE-STATE"
        )
    row.status = to
