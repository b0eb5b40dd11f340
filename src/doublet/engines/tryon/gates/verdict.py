"""What the gates say of a frame: each with a number, a limit and a plain reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from doublet.kernel.refusals import Refused


@dataclass(frozen=True)
class Gate:
    """One gate: what it measures and which side of its limit is fine.

    Attributes:
        code: the refusal's stable name. title: the name on pages.
        keeps: whether values "at most" or "at least" the limit pass.
        reason, hint: what is wrong where it fails, and what to change.
    """

    code: str
    title: str
    keeps: Literal["at most", "at least"]
    limit: float
    reason: str
    hint: str

    def weigh(self, value: float | None, why_not: str = "") -> Mark:
        """The gate's mark for a value; None where there was nothing to measure, which passes."""
        if value is None:
            return Mark(self, None, True, why_not)
        fine = value <= self.limit if self.keeps == "at most" else value >= self.limit
        return Mark(self, round(float(value), 3), bool(fine), "")  # numpy's own bool is no JSON


@dataclass(frozen=True)
class Mark:
    """A gate's answer for one frame; `note` says why nothing was measured, where that is so."""

    gate: Gate
    value: float | None
    kept: bool
    note: str

    @property
    def sentence(self) -> str:
        """One line for a page, e.g. "Colour: 2.1 (at most 6): kept"."""
        if self.value is None:
            return f"{self.gate.title}: not measured. {self.note}"
        end = "kept" if self.kept else "not kept"
        return f"{self.gate.title}: {self.value:g} ({self.gate.keeps} {self.gate.limit:g}): {end}"

    def as_dict(self) -> dict[str, str | float | bool | None]:
        """The mark as the frame's report keeps it."""
        return {
            "code": self.gate.code,
            "title": self.gate.title,
            "value": self.value,
            "limit": f"{self.gate.keeps} {self.gate.limit:g}",
            "kept": self.kept,
            "note": self.note,
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class Verdict:
    """All marks of one frame."""

    marks: tuple[Mark, ...]

    def __iter__(self) -> Iterator[Mark]:
        return iter(self.marks)

    @property
    def kept(self) -> bool:
        """Whether every gate lets the frame pass."""
        return all(mark.kept for mark in self.marks)

    def demand(self) -> None:
        """Pass only a frame that every gate keeps.

        Raises:
            Refused: with the code, number, limit and hint of the first gate that does not.
        """
        for mark in self.marks:
            if not mark.kept:
                gate = mark.gate
                raise Refused(
                    gate.code,
                    f"{gate.reason} {gate.title}: {mark.value:g}, {gate.keeps} {gate.limit:g} is allowed.",
                    rule="GATE",
                    hint=gate.hint,
                )
