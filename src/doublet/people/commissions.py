"""What is taken of a model's gross, and that it is never more than a fifth (rule FWA-06)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.conf import settings

from doublet.kernel.refusals import Refused
from doublet.people import places
from doublet.people.crew.queries import sharing
from doublet.people.models import Agency, Mandate, ModelProfile
from doublet.people.rules import MOST_COMMISSION_BP

Party = Literal["agent", "mother_agent", "crew", "platform"]
_PARTY: dict[str, Party] = {"agent": "agent", "mother": "mother_agent"}


@dataclass(frozen=True)
class Taken:
    """One part of her gross: whose, what part in hundredths of a percent, and for which places."""

    party: Party
    name: str
    basis_points: int
    holder: str = ""
    territories: tuple[str, ...] = ()

    @classmethod
    def by(cls, mandate: Mandate) -> Taken:
        """What a mandate takes."""
        return cls(
            _PARTY[mandate.kind],
            mandate.agency.name,
            mandate.commission_bp,
            mandate.agency_id,
            tuple(mandate.territories),
        )


def crew_of(model: ModelProfile) -> list[Taken]:
    """What the crew of her photos takes: who was given a share, and permitted that the photos are used."""
    return [Taken("crew", member.name, member.share_bp, member.pk) for member in sharing(model)]


def platform() -> Taken:
    """What the operator of this instance takes."""
    return Taken("platform", settings.PLATFORM_NAME, settings.PLATFORM_COMMISSION_BP)


def taken_of(model: ModelProfile, territories: Iterable[str] = ()) -> tuple[Taken, ...]:
    """Who takes a part of a fee of hers for these places, if she signed today; parts of nothing are left out.

    One agency is paid for one licence: two that split the world cannot both take a part of it. Without
    places, the agency that takes most stands for all of them.

    Raises:
        Refused: the places lie in the mandates of two agencies.
    """
    where = tuple(territories)
    held = [Taken.by(mandate) for mandate in _living(model)]
    there = [taken for taken in held if not where or places.overlaps(taken.territories, where)]
    agents = [taken for taken in there if taken.party == "agent"]
    mothers = [taken for taken in there if taken.party == "mother_agent"]
    if where and len(agents) > 1:
        names = " and ".join(sorted(agent.name for agent in agents))
        raise Refused(
            "two_agencies",
            f"{', '.join(where)} lies in the mandates of two agencies, {names}: nobody could say whose share it is.",
            rule="FWA-06",
            hint="Make one licence for each agency's territories, or let the model end or narrow one mandate.",
        )
    most = sorted(agents, key=lambda taken: -taken.basis_points)[:1]
    everybody = (platform(), *most, *mothers, *crew_of(model))
    return tuple(taken for taken in everybody if taken.basis_points)


def together_bp(model: ModelProfile) -> int:
    """The most that all commissions together can take of one fee of hers today."""
    return max(sum(taken.basis_points for taken in each) for each in _at_once(_held(model), crew_of(model)))


def refuse_more(model: ModelProfile, more: Taken) -> None:
    """May the crew of her photos take this much, beside all that is taken today?

    Args:
        more: what the whole crew would take, in one.

    Raises:
        Refused: all commissions together would be over 20 % (rule FWA-06).
    """
    for each in _at_once(_held(model), [more]):
        refuse_over_limit(sorted(each, key=lambda taken: taken == more))


def refuse_over_limit(taken: Sequence[Taken]) -> None:
    """Show the sum where it is over the limit.

    Raises:
        Refused: all commissions together are over 20 %.
    """
    together = sum(each.basis_points for each in taken)
    if together > MOST_COMMISSION_BP:
        sum_shown = " + ".join(f"{each.name} {percent(each.basis_points)}" for each in taken)
        raise Refused(
            "commission_over_limit",
            f"{sum_shown} = {percent(together)}, which is {percent(together - MOST_COMMISSION_BP)} over the "
            f"{percent(MOST_COMMISSION_BP)} that all commissions together may take.",
            rule="FWA-06",
            hint=f"At most {percent(_room(taken))} is left for {taken[-1].name}."
            if _room(taken) >= 0
            else "Another mandate must end or take less first.",
        )


def refuse_new(model: ModelProfile, agency: Agency, kind: str, points: int, where: Sequence[str]) -> None:
    """May this mandate be added to those that she has given?

    Raises:
        Refused: together with the others and the platform it would take more than a fifth, it is a second
            mother agency, or another agency has one of the places already.
    """
    new = Taken(_PARTY[kind], agency.name, points, agency.pk, tuple(where))
    held = [Taken.by(mandate) for mandate in _living(model) if mandate.agency_id != agency.pk]
    for other in held:
        if new.party == other.party == "mother_agent":
            raise Refused(
                "second_mother",
                f"{other.name} is your mother agency; there is one at most.",
                rule="HOUSE-MANDATE",
                hint="End that mandate first, or give this one as an ordinary agency.",
            )
    for each in _at_once([*held, new], crew_of(model)):
        refuse_over_limit(sorted(each, key=lambda taken: taken == new))
    for other in held:
        if new.party == other.party == "agent" and places.overlaps(new.territories, other.territories):
            raise Refused(
                "place_taken",
                f"{other.name} has a mandate for {_words(other.territories)}, which shares ground with "
                f"{_words(new.territories)}: nobody could say whose share a fee is.",
                rule="HOUSE-MANDATE",
                hint="Give each agency territories of its own, or end one mandate.",
            )


def percent(basis_points: int) -> str:
    """``1250`` -> ``12.5 %``."""
    return f"{basis_points / 100:g} %"


def _at_once(held: Sequence[Taken], crew: Sequence[Taken]) -> list[list[Taken]]:
    """What one licence can have to bear: the platform, the crew, one agency at most, a mother agency there."""
    mothers = [taken for taken in held if taken.party == "mother_agent"]
    agents = [taken for taken in held if taken.party == "agent"]
    alone = [[platform(), *crew, *mothers]]
    return alone + [
        [
            platform(),
            *crew,
            *(mother for mother in mothers if places.overlaps(mother.territories, agent.territories)),
            agent,
        ]
        for agent in agents
    ]


def _held(model: ModelProfile) -> list[Taken]:
    return [Taken.by(mandate) for mandate in _living(model)]


def _living(model: ModelProfile) -> list[Mandate]:
    return list(Mandate.objects.living().filter(model=model).select_related("agency").order_by("given_at"))


def _room(taken: Sequence[Taken]) -> int:
    return MOST_COMMISSION_BP - sum(each.basis_points for each in taken[:-1])


def _words(territories: Sequence[str]) -> str:
    return ", ".join(territories) or "the whole world"
