"""Who stands behind the id in an account's code, in words."""

from __future__ import annotations

from collections.abc import Iterable

from doublet.licences.models import Licence
from doublet.people.models import Agency, Brand, CrewMember, ModelProfile


def names(ids: Iterable[str]) -> dict[str, str]:
    """Names for people by id. What is no id of a person, a house or a licence stands for itself."""
    wanted = {each for each in ids if each}
    found = {each: each for each in wanted}
    for table in (ModelProfile, Agency, Brand, CrewMember):
        found |= {row.pk: str(row) for row in table.objects.filter(pk__in=wanted)}  # type: ignore[attr-defined]
    for licence in Licence.objects.filter(pk__in=wanted).select_related("brand", "model"):
        found[licence.pk] = f"{licence.brand} with {licence.model}"
    return found


PARTY_WORDS = {
    "model": "Model",
    "agent": "Agency",
    "mother_agent": "Mother agency",
    "crew": "Crew",
    "platform": "Operator of the platform",
}
"""How a party is called on statements."""
