"""What one new rule would touch: all licences at once, as columns of bit masks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from doublet.licences.models import Licence
from doublet.licences.rules import READS, meets
from doublet.rulebook.pack import Limit, Rule
from doublet.rulebook.touching import Touched, answers
from doublet.rulebook.wording import COUNTED

Codes = Iterable[str]


@dataclass(frozen=True)
class Columns:
    """Licences as numbers: for each kind of code a mask of bits a licence, and which bit stands for which code."""

    ids: npt.NDArray[Any]
    masks: dict[str, npt.NDArray[np.uint64]]
    bits: dict[str, dict[str, int]]
    counts: dict[str, npt.NDArray[np.int64]]

    def crossing(self, limit: Limit) -> npt.NDArray[np.bool_]:
        """Which licences go beyond a limit: the same answer as asking one by one."""
        if limit.most is not None:
            return self.counts[limit.what] > limit.most
        wanted = sum(1 << bit for code, bit in self.bits[limit.what].items() if meets(limit, code))
        return (self.masks[limit.what] & np.uint64(wanted)) != 0


def columns(rows: Iterable[tuple[str, dict[str, Any]]]) -> Columns:
    """Licences by id with their terms as plain data.

    Raises:
        OverflowError: one kind of code has more than 64 values.
    """
    ids: list[str] = []
    bits: dict[str, dict[str, int]] = {what: {} for what in READS if what not in COUNTED}
    masks: dict[str, list[int]] = {what: [] for what in bits}
    counts: dict[str, list[int]] = {what: [] for what in COUNTED}
    for pk, terms in rows:
        ids.append(pk)
        for what, seen in bits.items():
            masks[what].append(
                sum(1 << seen.setdefault(code, len(seen)) for code in set(_codes(what, terms)))
            )
        for what in COUNTED:
            counts[what].append(_number(what, terms))
    return Columns(
        np.array(ids),
        {what: np.array(column, dtype=np.uint64) for what, column in masks.items()},
        bits,
        {what: np.array(column, dtype=np.int64) for what, column in counts.items()},
    )


def _codes(what: str, terms: dict[str, Any]) -> Codes:
    if what == "kind":
        return [garment["kind"] for garment in terms["garments"]]
    if what == "purpose":
        return [terms["purpose"]]
    codes: list[str] = terms[READS[what]]
    return codes


def _number(what: str, terms: dict[str, Any]) -> int:
    if what == "pictures":
        return int(terms["pictures"])
    return (date.fromisoformat(terms["ends"]) - date.fromisoformat(terms["starts"])).days + 1


@answers
def touched_by(rule: Rule) -> Touched:
    """The living licences that an own rule would touch, by the terms that were signed."""
    assert rule.limit is not None
    began = perf_counter()
    living = Licence.objects.filter(status__in=Licence.LIVING).values_list("pk", "terms")
    every = columns(living.iterator(chunk_size=2000))
    found = every.ids[every.crossing(rule.limit)] if len(every.ids) else every.ids
    return Touched(tuple(map(str, found)), len(every.ids), round((perf_counter() - began) * 1000, 1))
