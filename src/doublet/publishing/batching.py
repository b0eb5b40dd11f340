"""Setting her rule, and saying yes to everything that it covers, picture by picture under one confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from doublet.kernel import audit
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.people import rights
from doublet.people.models import ModelProfile, User
from doublet.provenance.queries import master
from doublet.publishing import queries
from doublet.publishing.actions import approve
from doublet.publishing.batch import Standard, against
from doublet.publishing.models import BatchRule
from doublet.studio.models import Frame

MOST_ROOM = 95


@dataclass(frozen=True)
class Covered:
    """One waiting picture under her rule: the version that she would say yes to, and what speaks against it."""

    frame: Frame
    seen: str
    against: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What one confirmation did: the approved pictures, and why each of the others was left."""

    approved: tuple[str, ...]
    left: Mapping[str, str]


@action
def set_rule(*, by: User, model: ModelProfile, room: int, likeness_room: int) -> BatchRule:
    """The model makes her rule. It approves nothing by itself."""
    rights.must_be_model(by, model)
    if not (0 <= room <= MOST_ROOM and 0 <= likeness_room <= MOST_ROOM):
        raise BadInput("room_outside", f"Choose between 0 and {MOST_ROOM} per cent.")
    rule, _ = BatchRule.objects.update_or_create(
        model=model, defaults={"room": room, "likeness_room": likeness_room}
    )
    audit.record("batch_rule.set", actor=by, subject=model, room=room, likeness_room=likeness_room)
    return rule


@action
def drop_rule(*, by: User, model: ModelProfile) -> None:
    """The model takes her rule back."""
    rights.must_be_model(by, model)
    if BatchRule.objects.filter(model=model).delete()[0]:
        audit.record("batch_rule.dropped", actor=by, subject=model)


def covered(user: User) -> list[Covered]:
    """Every picture that waits for her, held against her rule; nothing without a rule."""
    rule = rule_of(user)
    if rule is None:
        return []
    return [
        Covered(
            frame, master(frame).pk, tuple(against(frame.report, Standard(rule.room, rule.likeness_room)))
        )
        for frame in queries.waiting(user)
    ]


def rule_of(user: User) -> BatchRule | None:
    """Her rule, where she made one."""
    return BatchRule.objects.filter(model__user=user).first()


def approve_covered(*, by: User, seen: Mapping[str, str]) -> Outcome:
    """Her yes to exactly the pictures that she was shown, in the versions that she was shown.

    Each yes is an action of its own, so that one picture that has changed meanwhile keeps back no other.

    Args:
        seen: credential id of the version that she saw, by frame.

    Raises:
        Conflict: she has no rule.
    """
    if rule_of(by) is None:
        raise Conflict("no_batch_rule", "You have made no rule for approving many pictures at once.")
    standing = {row.frame.pk: row for row in covered(by)}
    approved, left = [], {}
    for pk, version in seen.items():
        row = standing.get(pk)
        if row is None:
            left[pk] = "It does not wait for you any more."
        elif row.against:
            left[pk] = f"Your rule does not cover it: {row.against[0]}"
        else:
            try:
                approve(by=by, frame=row.frame, seen=version)
                approved.append(pk)
            except Refused as refused:
                left[pk] = refused.reason
    _note(by=by, approved=tuple(approved))
    return Outcome(tuple(approved), left)


@action
def _note(*, by: User, approved: tuple[str, ...]) -> None:
    audit.record("frames.approved_together", actor=by, subject=by, frames=list(approved))
