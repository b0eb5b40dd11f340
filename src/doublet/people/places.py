"""Which territory lies in which. Pure."""

from __future__ import annotations

from collections.abc import Iterable

EU_MEMBERS = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)


def lies_in(place: str, area: str) -> bool:
    """Is `place` the area, or a part of it? A state lies in its country, a member in its union."""
    return (
        area in ("WORLD", place) or place.startswith(f"{area}-") or (area == "EU" and place[:2] in EU_MEMBERS)
    )


def overlaps(some: Iterable[str], others: Iterable[str]) -> bool:
    """Do two lists of places share ground? An empty list is everywhere."""
    some, others = tuple(some), tuple(others)
    if not some or not others:
        return True
    return any(lies_in(one, other) or lies_in(other, one) for one in some for other in others)


def covers(areas: Iterable[str], places: Iterable[str]) -> bool:
    """Does each place lie in one of the areas? No areas at all are everywhere."""
    areas = tuple(areas)
    return not areas or all(any(lies_in(place, area) for area in areas) for place in places)
