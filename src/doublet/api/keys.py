"""The header ``Idempotency-Key``: a request about money that is sent twice is done once.

The same key with the same content has the same answer; with another content it is refused with 409. Its
length and its characters are looked at where keys are kept, in `doublet.ledger.book.once`.
"""

from __future__ import annotations

from typing import Annotated

from ninja import Header

IdempotencyKey = Annotated[
    str, Header(description="one of your own for each thing you ask for, at most 120 characters")
]
"""For a parameter ``idempotency_key: IdempotencyKey = ""``, handed to the action as its `key`."""
