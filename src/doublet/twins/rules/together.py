"""What the photos of a set say of each other: the same file twice, somebody else among them."""

from __future__ import annotations

from collections.abc import Sequence

from doublet.twins.rules.facts import PhotoFacts, Reason

SAME_PERSON, MAYBE_SAME_PERSON = 0.50, 0.36
MAYBE_SAME_PROFILE = 0.20
NEAREST = 3
NEAR_DUPLICATE_BITS = 5


def duplicates(photos: Sequence[PhotoFacts]) -> list[list[Reason]]:
    """Against every earlier photo, plain and mirrored."""
    found: list[list[Reason]] = []
    for number, photo in enumerate(photos):
        found.append([])
        for earlier, other in enumerate(photos[:number], start=1):
            if photo.sha256 == other.sha256:
                found[-1] = [
                    Reason("duplicate", f"This is the same file as photo {earlier}.", "Leave it out.", True)
                ]
                break
            bits = min((photo.hash ^ other.hash).bit_count(), (photo.hash_mirrored ^ other.hash).bit_count())
            if bits <= NEAR_DUPLICATE_BITS and not found[-1]:
                found[-1] = [
                    Reason(
                        "near_duplicate",
                        f"This looks the same as photo {earlier}.",
                        "Another angle or light helps more.",
                    )
                ]
    return found


def persons(
    photos: Sequence[PhotoFacts],
    similarities: Sequence[Sequence[float | None]],
    reasons: Sequence[Sequence[Reason]],
) -> list[list[Reason]]:
    """Whether each photo shows the person that most photos show; photos refused anyway do not vote."""
    voters = [
        i
        for i, photo in enumerate(photos)
        if photo.faces == 1 and similarities[i][i] is not None and not any(r.refuses for r in reasons[i])
    ]
    core = _majority(voters, similarities)
    found: list[list[Reason]] = []
    for i, photo in enumerate(photos):
        value = _nearness(i, core, similarities)
        maybe = MAYBE_SAME_PROFILE if photo.profile else MAYBE_SAME_PERSON
        if value is None or value >= SAME_PERSON:
            found.append([])
        elif value >= maybe:
            words = "It is not certain that this is the same person as on the other photos."
            found.append(
                [Reason("person_unsure", words, "Keep it only if it is you; a person will look at it.")]
            )
        else:
            words = "The photo shows somebody else than most of the others."
            found.append([Reason("somebody_else", words, "Use only photos of yourself.", refuses=True)])
    return found


def _majority(voters: Sequence[int], similarities: Sequence[Sequence[float | None]]) -> set[int]:
    """The largest group: from the photo with the most look-alikes, grown while others fit the group."""
    if len(voters) < 2:
        return set(voters)

    def alike(i: int) -> list[int]:
        return [j for j in voters if (similarities[i][j] or 0.0) >= SAME_PERSON]

    largest: list[int] = max((alike(i) for i in voters), key=len)
    core = set(largest)
    while grown := {
        i for i in voters if i not in core and (_nearness(i, core, similarities) or 0.0) >= SAME_PERSON
    }:
        core |= grown
    return core


def _nearness(i: int, core: set[int], similarities: Sequence[Sequence[float | None]]) -> float | None:
    """Mean of the nearest few of the group: one lucky pair does not make two people one."""
    values = sorted((v for j in core if j != i and (v := similarities[i][j]) is not None), reverse=True)
    nearest = values[:NEAREST]
    return sum(nearest) / len(nearest) if nearest else None
