"""Changing terms in a negotiation, and which of them both sides already mean alike. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from doublet.consents.terms import GarmentRef, UseTerms
from doublet.kernel.refusals import BadInput
from doublet.offers.scenes import settings_of, with_plates

# Every term that somebody may propose otherwise, in the order in which they are shown.
NEGOTIABLE = (
    "rate_minor",
    "pictures",
    "garments",
    "starts",
    "ends",
    "channels",
    "territories",
    "exclusivity",
    "purpose",
    "backgrounds",
    "poses",
    "exposure",
    "company",
    "alterations",
    "payment_days",
    "description",
)
SHOWN = (*NEGOTIABLE, "settings")  # settings follow from the backgrounds; nobody types them
_LISTS = ("channels", "territories", "backgrounds", "poses", "exposure", "company", "alterations")
_NUMBERS = ("pictures", "rate_minor", "payment_days")
_DAYS = ("starts", "ends")


def changed(
    before: UseTerms,
    changes: Mapping[str, Any],
    *,
    garments: Iterable[GarmentRef],
    plates: Mapping[str, str],
) -> UseTerms:
    """The terms with what somebody wants otherwise.

    Args:
        changes: names of `NEGOTIABLE` with new values; garments by their ids.
        garments: all that the brief names; a counter may take some of them, never others.
        plates: the brand's own backgrounds in use, and the setting that each shows.

    Raises:
        BadInput: a term that is not negotiable, or a value that cannot be read.
    """
    if unknown := sorted(set(changes) - set(NEGOTIABLE)):
        raise BadInput("not_negotiable", f"“{unknown[0][:40]}” cannot be changed in a counter.")
    read = {name: _read(name, value, tuple(garments)) for name, value in changes.items()}
    wanted = {name: value for name, value in read.items() if not same(value, getattr(before, name))}
    after = replace(before, **wanted)
    if "backgrounds" in wanted:
        after = with_plates(replace(after, settings=settings_of(after.backgrounds)), dict(plates))
    return after


def differences(before: UseTerms, after: UseTerms) -> list[list[Any]]:
    """What is otherwise, as it is kept with a version: [term, before, after]."""
    old, new = before.as_dict(), after.as_dict()
    return [[name, old[name], new[name]] for name in SHOWN if not same(old[name], new[name])]


def same(one: Any, other: Any) -> bool:
    """Do two values of a term mean the same? The order of a list means nothing."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return _members(one) == _members(other)
    return bool(one == other)


@dataclass(frozen=True)
class TermState:
    """One term: what each side last said of it; None where a side has not spoken yet."""

    name: str
    brand: Any
    model_side: Any

    @property
    def agreed(self) -> bool:
        """Do both sides say the same?"""
        return None not in (self.brand, self.model_side) and same(self.brand, self.model_side)


@dataclass(frozen=True)
class Word:
    """A side's proposal of whole terms, or its yes to some (`only`) or all of a version's terms."""

    side: str
    terms: Mapping[str, Any]
    only: tuple[str, ...] = ()


def agreement(said: Iterable[Word]) -> list[TermState]:
    """Where every term stands after all that was said, in that order: `side` is "brand" or "model"."""
    brand: dict[str, Any] = {}
    hers: dict[str, Any] = {}
    for word in said:
        heard = brand if word.side == "brand" else hers
        heard.update({name: word.terms[name] for name in word.only or SHOWN if name in word.terms})
    return [TermState(name, brand.get(name), hers.get(name)) for name in SHOWN]


def _members(values: Iterable[Any]) -> set[Any]:
    return {value["id"] if isinstance(value, dict) else value for value in values}


def _read(name: str, value: Any, garments: tuple[GarmentRef, ...]) -> Any:
    if name in _DAYS:
        return value if isinstance(value, date) else _day(name, value)
    if name == "garments":
        return _chosen(value, garments)
    if name in _LISTS:
        return tuple(dict.fromkeys(str(each) for each in value))
    if name in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadInput("not_a_number", f"{name.replace('_', ' ')} must be a whole number.")
        return value
    return str(value).strip()


def _day(name: str, value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadInput(
            "not_a_day", f"“{str(value)[:20]}” is no day.", hint="Write it as 2026-12-31."
        ) from None


def _chosen(value: Any, garments: tuple[GarmentRef, ...]) -> tuple[GarmentRef, ...]:
    wanted = {str(each) for each in value}
    if strange := sorted(wanted - {garment.id for garment in garments}):
        raise BadInput(
            "garment_not_in_brief",
            f"The brief does not name the garment “{strange[0][:40]}”.",
            hint="A counter may take garments out of an offer or back in; others need a new brief.",
        )
    return tuple(garment for garment in garments if garment.id in wanted)
