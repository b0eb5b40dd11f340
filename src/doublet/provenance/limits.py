"""How often one address may verify: looking at a picture costs seconds of a machine."""

from __future__ import annotations

from doublet.kernel import limits

MOST = 30
SECONDS = 600


def count_verification(address: str) -> None:
    """Count one picture, from the page or the API.

    Raises:
        TooOften: more than 30 in ten minutes.
    """
    limits.count("verify", address, most=MOST, seconds=SECONDS)
