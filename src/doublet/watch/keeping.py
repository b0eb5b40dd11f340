"""What is kept for a time and no longer: papers of deleted twins for six years, backups for 35 days.

A worker deletes what is past its time once a day; `doublet keep` shows beforehand what that will be.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from doublet.consents.models import Consent
from doublet.kernel import audit, blobs, clock, witness
from doublet.kernel.acting import action
from doublet.kernel.home import home
from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import BadInput
from doublet.licences.models import Licence
from doublet.twins.keeping import forget_archive
from doublet.twins.models import Erasure

PAPER_YEARS = 6
BACKUPS = timedelta(days=35)
MARKER = ".doublet-backups"
_DAILY = timedelta(hours=24)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """One thing that is kept for a time.

    Attributes:
        kind: ``papers`` of a deleted twin, or a ``backup``.
        name: the erasure's id, or the name of the file or folder.
    """

    kind: str
    name: str
    since: datetime
    until: datetime

    @property
    def words(self) -> str:
        """For a person."""
        what = "Papers of a deleted twin" if self.kind == "papers" else "Backup"
        return f"{what}: {self.name}"


def kept() -> list[Kept]:
    """Everything that has an end, the earliest first.

    Raises:
        BadInput: the folder of backups cannot be trusted to be one.
    """
    return sorted([*_papers(), *_backups()], key=lambda each: each.until)


def past(things: list[Kept]) -> list[Kept]:
    """Those whose time is over."""
    now = clock.now()
    return [each for each in things if each.until <= now]


@dataclass(frozen=True)
class Told:
    """How keeping stands, for the operator's page."""

    over: int
    next: Kept | None
    watched: bool
    problem: str


def told() -> Told:
    """What goes next, what is late, and whether anybody looks at the backups."""
    try:
        things = kept()
    except (BadInput, OSError) as trouble:
        return Told(0, None, watched=False, problem=str(trouble))
    over = past(things)
    coming = next((each for each in things if each not in over), None)
    return Told(len(over), coming, watched=bool(settings.BACKUPS), problem="")


def sweep_daily() -> int:
    """Delete what is past its time, at most once in 24 hours; the worker calls this. How many things went."""
    last = AuditEvent.objects.filter(kind="keeping.swept").values_list("at", flat=True).last()
    if last is not None and clock.now() < last + _DAILY:
        return 0
    try:
        over = past(kept())
    except (BadInput, OSError) as trouble:
        log.warning("What is past its time was not deleted: %s", trouble)
        return 0
    if over:
        delete(things=over, by="worker")
    return len(over)


@action
def delete(*, things: list[Kept], by: str) -> None:
    """Delete these for good. One audit event names them all."""
    for each in things:
        if each.kind == "papers":
            _burn(Erasure.objects.select_for_update().select_related("twin").get(pk=each.name))
        else:
            transaction.on_commit(partial(_remove, _folder() / each.name))
    told = [[each.kind, each.name, each.since.date().isoformat()] for each in things]
    audit.record("keeping.swept", actor=by, subject="keeping", deleted=told)


def _papers() -> Iterator[Kept]:
    for pk, at in Erasure.objects.exclude(wrapped_key=b"").values_list("pk", "at"):
        yield Kept("papers", pk, at, _years_on(at, PAPER_YEARS))


def _burn(erasure: Erasure) -> None:
    """The archive's key goes, and every paper under it; the certificate's words and its signature stay."""
    twin = erasure.twin
    names = [erasure.pdf, *Consent.objects.filter(model=twin.model_id).values_list("pdf", flat=True)]
    names += Licence.objects.filter(twin_version__twin=twin).values_list("contract", flat=True)
    blobs.remove_on_commit(*filter(None, names))
    erasure.wrapped_key = b""
    erasure.save(update_fields=["wrapped_key"])
    transaction.on_commit(partial(forget_archive, twin))
    transaction.on_commit(partial(witness.remember_withdrawn, erasure.pk))


def _backups() -> Iterator[Kept]:
    if not settings.BACKUPS:
        return
    for entry in os.scandir(_folder()):
        if entry.name != MARKER and not entry.is_symlink():
            since = datetime.fromtimestamp(entry.stat(follow_symlinks=False).st_mtime, UTC)
            yield Kept("backup", entry.name, since, since + BACKUPS)


def _folder() -> Path:
    """The operator's folder of backups, which must say of itself that it is one: what is in it gets deleted."""
    folder = Path(settings.BACKUPS).resolve()
    inside = folder == home().resolve() or folder in home().resolve().parents
    if inside or not (folder / MARKER).is_file():
        raise BadInput(
            "not_a_backup_folder",
            f"{folder} is not a folder of backups alone, so nothing in it is touched.",
            hint=f"Name a folder of its own in DOUBLET_BACKUPS and put an empty file {MARKER} into it.",
        )
    return folder


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _years_on(at: datetime, years: int) -> datetime:
    try:
        return at.replace(year=at.year + years)
    except ValueError:  # the 29th of February
        return at.replace(year=at.year + years, month=3, day=1)
