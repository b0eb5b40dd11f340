"""Every receipt on file, reckoned again from its inputs and its card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from doublet.kernel.refusals import BadInput
from doublet.offers import rates
from doublet.offers.models import Brief, OfferVersion
from doublet.offers.pricing.receipt import again


@dataclass(frozen=True)
class Rechecked:
    """How many receipts were reckoned again, which differ, and how many are too old to have kept inputs."""

    receipts: int
    differ: list[str]
    older: int


def recheck() -> Rechecked:
    """Reckon every kept receipt again; a cent or a word that moved is named."""
    count, older, differ = 0, 0, []
    for name, kept in _kept():
        if "inputs" not in kept:
            older += 1
            continue
        count += 1
        try:
            same = again(rates.card(kept["card"]), kept) == kept
        except (BadInput, KeyError, TypeError, ValueError):
            same = False
        if not same:
            differ.append(name)
    return Rechecked(count, differ, older)


def _kept() -> Iterator[tuple[str, dict[str, Any]]]:
    versions = OfferVersion.objects.order_by("pk").values_list("pk", "quote").iterator()
    briefs = Brief.objects.exclude(quote={}).order_by("pk").values_list("pk", "quote").iterator()
    return chain(versions, briefs)
