"""Taking back a part of a licence: one picture, or one channel. The rest stands as it was signed."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from doublet.kernel import audit, clock, events, witness
from doublet.kernel.refusals import Conflict
from doublet.licences.models import Licence
from doublet.people import rights
from doublet.people.models import User


def narrow(licence: Licence, what: str, *, by: User) -> Licence:
    """Write down that she took `what` (a frame's id, or a channel) back; part of the action that does so.

    The gate knows it from the next question on. Nothing brings it back but a new licence.

    Raises:
        NotAllowed: somebody else than the model asks.
        Conflict: the licence ended, or this was taken back before.
    """
    licence = Licence.objects.select_for_update().select_related("model__user", "brand").get(pk=licence.pk)
    rights.must_be_model(by, licence.model)
    if licence.status == Licence.Status.WITHDRAWN:
        raise Conflict(
            "licence_ended",
            "You took the whole licence back already; this is part of it.",
            rule="HOUSE-STATE",
        )
    if what in licence.taken_back:
        raise Conflict("taken_back_before", "You took this back already.", rule="HOUSE-STATE")
    _write(licence, what, by=by)
    return licence


def narrow_again(gone: frozenset[str], *, by: User) -> list[str]:
    """After an older database was taken over: what was taken back is taken back again; which parts."""
    again = []
    for name in sorted(one for one in gone if "/" in one):
        licence_id, _, what = name.partition("/")
        licence = Licence.objects.select_for_update().filter(pk=licence_id).first()
        if licence is not None and what not in licence.taken_back:
            _write(licence, what, by=by)
            again.append(name)
    return again


def _write(licence: Licence, what: str, *, by: User) -> None:
    licence.taken_back = {**licence.taken_back, what: audit.stamp(clock.now())}
    licence.save()
    audit.record("licence.narrowed", actor=by, subject=licence, what=what)
    events.emit("licence.narrowed", licence=licence, what=what, by=by)
    transaction.on_commit(partial(witness.remember_withdrawn, f"{licence.pk}/{what}"))


def every_part() -> list[str]:
    """Everything that was ever taken back in part, as the witness names it."""
    rows = Licence.objects.exclude(taken_back={}).values_list("pk", "taken_back")
    return [f"{pk}/{what}" for pk, parts in rows for what in parts]
