"""How often one address may ask for what costs a machine something: seconds for a picture, some rows for a proof."""

from __future__ import annotations

from doublet.kernel import limits

MOST = 30
MOST_PROOFS = 300
SECONDS = 600


def count_verification(address: str) -> None:
    """Count one picture, from the page or the API.

    Raises:
        TooOften: more than 30 in ten minutes.
    """
    limits.count("verify", address, most=MOST, seconds=SECONDS)


def count_proof(address: str) -> None:
    """Count one proof of the log, from the page, the addresses for machines or the API.

    Raises:
        TooOften: more than 300 in ten minutes.
    """
    limits.count("log-proof", address, most=MOST_PROOFS, seconds=SECONDS)
