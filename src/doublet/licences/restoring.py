"""A database that was put back to an older day brings no withdrawn permission back, and ends no pause.

Every withdrawal and pause is noted beside the database (`kernel.witness`). The gate refuses everything as long as the
database is older than what was seen; taking it over withdraws again what was withdrawn before.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction

from doublet.consents.erasing import erase_again
from doublet.consents.models import Consent
from doublet.kernel import audit, clock, events, witness
from doublet.kernel.acting import action
from doublet.kernel.events import subscribe
from doublet.kernel.moves import move
from doublet.kernel.refusals import BadInput, Conflict
from doublet.licences.actions import end_licence, halt_licence
from doublet.licences.models import Licence
from doublet.licences.narrowing import every_part, narrow_again
from doublet.people import rights
from doublet.people.models import User
from doublet.twins.models import Twin

MIN_REASON = 10


@subscribe("consent.withdrawn")
def note_consent(*, consent: Consent, by: User) -> None:
    """Remember it beside the database as soon as it is committed."""
    transaction.on_commit(partial(witness.remember_withdrawn, consent.pk))


@subscribe("licence.withdrawn")
def note_licence(*, licence: Licence, by: User) -> None:
    """Remember it beside the database as soon as it is committed."""
    transaction.on_commit(partial(witness.remember_withdrawn, licence.pk))


@subscribe("licence.paused")
def note_pause(*, licence: Licence, by: User) -> None:
    """Remember it beside the database as soon as it is committed."""
    transaction.on_commit(partial(witness.remember_paused, **{licence.pk: True}))


@subscribe("licence.resumed")
def note_resumed(*, licence: Licence, by: User) -> None:
    """She let it go on: forget the pause as soon as that is committed."""
    transaction.on_commit(partial(witness.remember_paused, **{licence.pk: False}))


def catch_up() -> None:
    """Remember what a crash between the commit and the note left out; the worker does this when it begins.

    A database that is older than what was seen is not asked: it knows less.
    """
    if witness.problem(audit.head()):
        return
    for rows in (Consent.objects, Licence.objects):
        witness.remember_withdrawn(*rows.filter(status="withdrawn").values_list("pk", flat=True))
    standing = Licence.objects.filter(status__in=Licence.LIVING).values_list("pk", "status")
    witness.remember_paused(**{pk: status == Licence.Status.PAUSED for pk, status in standing})
    witness.remember_withdrawn(*every_part())
    witness.remember_withdrawn(*Twin.objects.exclude(erased_at=None).values_list("pk", flat=True))


@action
def accept_database(*, by: User, because: str) -> tuple[str, ...]:
    """The operator takes over an older database. What was withdrawn or paused is so again; answers which ids.

    Raises:
        Conflict: the database is as new as what was seen.
        BadInput: no reason is given.
    """
    rights.must_be_operator(by)
    problem = witness.problem(audit.head())
    if not problem:
        raise Conflict("database_is_current", "This database is as new as the newest event that was seen.")
    if len(because.strip()) < MIN_REASON:
        raise BadInput("no_reason", "Say in a sentence why the database was put back.")
    gone = witness.withdrawn()
    again = []
    for consent in Consent.objects.select_for_update().filter(pk__in=gone).exclude(status="withdrawn"):
        move(consent, Consent.Status.WITHDRAWN, "This consent cannot be withdrawn")
        consent.withdrawn_at = clock.now()
        consent.save()
        audit.record("consent.withdrawn", actor=by, subject=consent, kind=consent.kind, restored=True)
        events.emit("consent.withdrawn", consent=consent, by=by)
        again.append(consent.pk)
    for licence in Licence.objects.select_for_update().filter(pk__in=gone, status__in=Licence.LIVING):
        end_licence(licence, by=by)
        again.append(licence.pk)
    stopped = Licence.objects.select_for_update().filter(pk__in=witness.paused())
    for licence in stopped.filter(status=Licence.Status.ACTIVE):
        halt_licence(licence, by=by)
        again.append(licence.pk)
    again += narrow_again(gone, by=by)
    again += erase_again(gone, by=by)
    audit.record(
        "database.accepted",
        actor=by,
        subject="database",
        problem=problem,
        because=because.strip(),
        again=again,
    )
    transaction.on_commit(_accept)
    return tuple(again)


def _accept() -> None:
    head = audit.head()
    assert head is not None
    witness.accept(head)
