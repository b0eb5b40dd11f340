"""Precision and recall of the ways to read a brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from bench.boundaries.briefs import Labelled
from bench.boundaries.training import clauses
from numpy.typing import NDArray

from doublet.engines.language import UNREAD, screen
from doublet.engines.language.meaning import NEAR, Layer

# A way to read a brief: the subjects that it is sure of, and those that it asks about.
Reader = Callable[[Labelled], tuple[set[str], set[str]]]


@dataclass(frozen=True)
class Score:
    """How one way did on some briefs. Rates are 0 to 1, or None where there was nothing to count."""

    sure: int
    sure_right: int
    wanted: int
    wanted_sure: int
    wanted_found: int
    clean: int
    clean_refused: int
    clean_asked: int

    @property
    def precision(self) -> float | None:
        """Of what was surely refused, how much was really asked for."""
        return self.sure_right / self.sure if self.sure else None

    @property
    def recall(self) -> float | None:
        """Of what was really asked for, how much was refused or asked about."""
        return self.wanted_found / self.wanted if self.wanted else None


def by_lists(brief: Labelled) -> tuple[set[str], set[str]]:
    """The word lists alone."""
    return _read(brief, by_meaning=False)


def by_both(brief: Labelled) -> tuple[set[str], set[str]]:
    """As the product reads: the word lists, and the meaning for what they miss."""
    return _read(brief, by_meaning=True)


def by_meaning(layer: Layer, embed: Callable[[list[str]], NDArray[np.float32]]) -> Reader:
    """An embedding alone, which only ever asks."""

    def read(brief: Labelled) -> tuple[set[str], set[str]]:
        shares = layer.shares(embed(clauses(brief.text))).max(axis=0)
        asked = {
            subject for subject, share in zip(layer.subjects[1:], shares[1:], strict=True) if share >= NEAR
        }
        return set(), asked

    return read


def once(read: Reader) -> Reader:
    """The same way, reading every brief once only."""
    kept: dict[Labelled, tuple[set[str], set[str]]] = {}

    def remembering(brief: Labelled) -> tuple[set[str], set[str]]:
        if brief not in kept:
            kept[brief] = read(brief)
        return kept[brief]

    return remembering


def score(read: Reader, briefs: Iterable[Labelled], *, subject: str = "") -> Score:
    """Count a way on briefs, over all subjects or one."""
    counts: Counter[str] = Counter()
    for brief in briefs:
        sure, asked = read(brief)
        wants = set(brief.wants)
        if subject:
            sure, asked, wants = sure & {subject}, asked & {subject}, wants & {subject}
        counts["sure"] += len(sure)
        counts["sure_right"] += len(sure & wants)
        counts["wanted"] += len(wants)
        counts["wanted_sure"] += len(sure & wants)
        counts["wanted_found"] += len((sure | asked) & wants)
        if not brief.wants:
            counts["clean"] += 1
            counts["clean_refused"] += bool(sure)
            counts["clean_asked"] += bool(asked - sure)
    return Score(**{name: counts[name] for name in Score.__dataclass_fields__})


def _read(brief: Labelled, *, by_meaning: bool) -> tuple[set[str], set[str]]:
    found = screen(brief.text, by_meaning=by_meaning)
    sure = {each.subject for each in found.sure}
    return sure, {each.subject for each in found.doubtful} - sure - {UNREAD}
