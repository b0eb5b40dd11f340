"""Reads about the crew of a model's photos."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from doublet.kernel.refusals import NotThere
from doublet.people.crew.models import CrewMember
from doublet.people.models import ModelProfile, Role, User
from doublet.people.tokens import digest_of


def crew_of(model: ModelProfile) -> QuerySet[CrewMember]:
    """Everybody whom she named and did not take off again, and every no that still counts."""
    kept = model.crew.filter(ended_at=None) | model.crew.filter(status__in=("refused", "withdrawn"))
    return kept.order_by("named_at", "id")


def sharing(model: ModelProfile) -> list[CrewMember]:
    """Who of the crew gets a part of a fee that is agreed today: named, with a share, and having permitted."""
    permitted = model.crew.filter(status=CrewMember.Answer.PERMITTED, ended_at=None, share_bp__gt=0)
    return list(permitted.order_by("named_at", "id"))


def promised_bp(model: ModelProfile) -> int:
    """What all shares together come to, those that wait for an answer included."""
    waiting = model.crew.filter(status__in=("waiting", "permitted"), ended_at=None)
    return sum(waiting.values_list("share_bp", flat=True))


def in_the_way(model: ModelProfile, capture: str) -> list[CrewMember]:
    """Photographers whose no closes a set of photos for new twins."""
    found = model.crew.filter(capture__in=("", capture), role=CrewMember.Role.PHOTOGRAPHER)
    return [member for member in found if member.stands_in_the_way]


def credits_for(model: ModelProfile, captures: Iterable[str]) -> list[CrewMember]:
    """Who is named where pictures from these sets are explained: who permitted and ticked it."""
    sets = {"", *captures}
    credited = model.crew.filter(credited=True, status=CrewMember.Answer.PERMITTED, capture__in=sets)
    return list(credited.order_by("role", "name"))


def crew_member(pk: str) -> CrewMember | None:
    """One person of a crew, by id: where a share of hers is to be paid to."""
    return CrewMember.objects.filter(pk=pk).first()


def crew_for(user: User, pk: str) -> CrewMember:
    """One person of a crew: for the model who named her, and for the operator.

    Raises:
        NotThere: nobody, or named by somebody else.
    """
    rows = CrewMember.objects.select_related("model__user")
    rows = rows if user.role == Role.OPERATOR else rows.filter(model__user=user)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere("no_such_crew", "There is nobody like this in your crew.")
    return found


def by_link(secret: str) -> CrewMember:
    """Who a link is for, however old it is; :attr:`CrewMember.link_lives` says whether it still opens anything.

    Raises:
        NotThere: unknown, or a newer one was mailed.
    """
    found = CrewMember.objects.select_related("model").filter(digest=digest_of(secret)).first()
    if found is None:
        raise NotThere(
            "link_spent",
            "This link is not known, or a newer one was mailed.",
            hint="Look for a newer mail, or ask the model who named you.",
        )
    return found


def unresolved() -> list[CrewMember]:
    """Every no that stands in the way of new twins, for the operator."""
    found = CrewMember.objects.filter(status__in=("refused", "withdrawn"), resolved_at=None)
    return [member for member in found.select_related("model") if member.stands_in_the_way]
