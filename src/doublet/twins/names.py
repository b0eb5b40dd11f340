"""Names of twins."""

from __future__ import annotations

import secrets


def new_pseudonym() -> str:
    """The name of a twin in files that leave the house: random, so that it says nothing of her."""
    return "twin-" + secrets.token_hex(6)
