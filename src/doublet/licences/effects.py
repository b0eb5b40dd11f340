"""What pausing or withdrawing a licence will do, said beforehand. Later parts of the house add what they know."""

from __future__ import annotations

from collections.abc import Callable

from doublet.licences.models import Licence

_sources: list[Callable[[Licence], list[str]]] = []


def effect(find: Callable[[Licence], list[str]]) -> Callable[[Licence], list[str]]:
    """Register a function that says, in sentences, what a withdrawal will do to its part."""
    if find not in _sources:
        _sources.append(find)
    return find


def effects_of_withdrawal(licence: Licence) -> list[str]:
    """Every effect, in the order of the house."""
    return [sentence for find in _sources for sentence in find(licence)]


def effects_of_pause(licence: Licence) -> list[str]:
    """A pause is the same for every licence: it stops, and destroys nothing."""
    return [
        "Nothing new is made, delivered or downloaded, from the moment you confirm.",
        "Pictures that wait keep their place and are made after you resume. You approve nothing meanwhile.",
        "What is already published stays where it is. To have it taken down, take the licence back instead.",
        "The public page of every picture says “paused”, and never why.",
        f"{licence.brand} is told at once. The last day of the licence stays the same.",
        "You can resume at any time, or take it back.",
    ]


@effect
def _for_the_licence(licence: Licence) -> list[str]:
    return [
        "Nothing new can be made or downloaded, from the moment you confirm.",
        "The public page of every picture says “permission withdrawn” within a minute, and never why.",
        f"{licence.brand} is told at once, with a dated list of what to take down.",
    ]
