"""What the photos of a set say of each other: the same file twice, somebody else among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from doublet.twins.rules.facts import PhotoFacts, Reason
from doublet.twins.rules.thresholds import FaceThresholds

NEAREST = 3
NEAR_DUPLICATE_BITS = 5
SAME_PHOTOGRAPH, SAME_MIRRORED = 0.98, 0.90


def duplicates(photos: Sequence[PhotoFacts], copies: Mapping[tuple[int, int], float]) -> list[list[Reason]]:
    """Against every earlier photo, plain and mirrored.

    Where the pixels of two faces were compared, they decide: a crop is found, and two photos of one room,
    whose hashes agree, are not taken for one photo. Elsewhere the hash of the whole picture decides.
    """
    found: list[list[Reason]] = []
    for number, photo in enumerate(photos):
        found.append([])
        for earlier, other in enumerate(photos[:number], start=1):
            if photo.sha256 == other.sha256:
                found[-1] = [
                    Reason("duplicate", f"This is the same file as photo {earlier}.", "Leave it out.", True)
                ]
                break
            likeness = copies.get((earlier - 1, number))
            if _one_photograph(photo, other, likeness) and not found[-1]:
                found[-1] = [
                    Reason(
                        "near_duplicate",
                        f"This looks the same as photo {earlier}.",
                        "Another angle or light helps more.",
                    )
                ]
    return found


def _one_photograph(a: PhotoFacts, b: PhotoFacts, likeness: float | None) -> bool:
    mirrored = (a.hash_mirrored ^ b.hash).bit_count() <= NEAR_DUPLICATE_BITS
    if likeness is None:
        return mirrored or (a.hash ^ b.hash).bit_count() <= NEAR_DUPLICATE_BITS
    return likeness >= (SAME_MIRRORED if mirrored else SAME_PHOTOGRAPH)


def persons(
    photos: Sequence[PhotoFacts],
    similarities: Sequence[Sequence[float | None]],
    reasons: Sequence[Sequence[Reason]],
    thresholds: FaceThresholds,
) -> tuple[list[list[Reason]], list[float | None]]:
    """Whether each photo shows the person that most photos show; photos refused anyway do not vote.

    Answers also the similarity of each photo with the nearest of the others, by which it was decided.
    """
    voters = [
        i
        for i, photo in enumerate(photos)
        if photo.faces == 1 and similarities[i][i] is not None and not any(r.refuses for r in reasons[i])
    ]
    core = _majority(voters, similarities, thresholds.same)
    found: list[list[Reason]] = []
    values = [_nearness(i, core, similarities) for i in range(len(photos))]
    for photo, value in zip(photos, values, strict=True):
        maybe = thresholds.maybe_profile if photo.profile else thresholds.maybe
        if value is None or value >= thresholds.same:
            found.append([])
        elif value >= maybe:
            words = "It is not certain that this is the same person as on the other photos."
            found.append(
                [Reason("person_unsure", words, "Keep it only if it is you; a person will look at it.")]
            )
        else:
            words = "The photo shows somebody else than most of the others."
            found.append([Reason("somebody_else", words, "Use only photos of yourself.", refuses=True)])
    return found, values


def _majority(voters: Sequence[int], similarities: Sequence[Sequence[float | None]], same: float) -> set[int]:
    """The largest group: from the photo with the most look-alikes, grown while others fit the group."""
    if len(voters) < 2:
        return set(voters)

    def alike(i: int) -> list[int]:
        return [j for j in voters if (similarities[i][j] or 0.0) >= same]

    largest: list[int] = max((alike(i) for i in voters), key=len)
    core = set(largest)
    while grown := {i for i in voters if i not in core and (_nearness(i, core, similarities) or 0.0) >= same}:
        core |= grown
    return core


def _nearness(i: int, core: set[int], similarities: Sequence[Sequence[float | None]]) -> float | None:
    """Mean of the nearest few of the group: one lucky pair does not make two people one."""
    values = sorted((v for j in core if j != i and (v := similarities[i][j]) is not None), reverse=True)
    nearest = values[:NEAREST]
    return sum(nearest) / len(nearest) if nearest else None
