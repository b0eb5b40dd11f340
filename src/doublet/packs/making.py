"""Making the three packs. Each is a zip that `tools/check_pack.py` checks without a network."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from doublet.kernel import audit
from doublet.kernel.models import AuditEvent
from doublet.licences.folder import happened, pack
from doublet.licences.folder.parts import File, all_files, in_json
from doublet.licences.folder.sealing import how_to_check, sealed
from doublet.licences.models import Licence
from doublet.packs import rows
from doublet.packs.manifests import manifests_under
from doublet.packs.proving import fresh_head, log_files
from doublet.people.models import ModelProfile, User
from doublet.people.queries import my_data
from doublet.provenance.log.tables import TreeHead

KIND = "doublet-pack+jws"


def licence_pack(licence: Licence, reader: User) -> bytes:
    """The licence's folder, what was made and paid under it, and the proof that its events are in the log."""
    head = fresh_head()
    tables = rows.of_licences(Licence.objects.filter(pk=licence.pk))
    folder = all_files(pack.chapters(licence, reader))
    ids = [
        row["id"]
        for name in ("shots", "pictures", "credentials", "deliveries", "tasks")
        for row in tables[name]
    ]
    events = happened.events_of(licence, reader) | AuditEvent.objects.filter(subject__in=ids)
    files = [*folder, *_in_tables("books", tables), *manifests_under([licence.pk])]
    files += log_files(events.order_by("seq"), head, names=True)
    told = pack.about(licence, reader) | {"pack": "licence"}
    return _whole(licence.pk, f"Everything about licence {licence.pk}", files, told, head)


def period_pack(first: date, last: date, *, names: bool) -> bytes:
    """The books and every audit event of these days, both included (UTC).

    Without `names` it holds ids, hashes, codes and numbers alone.
    """
    head = fresh_head()
    start = datetime.combine(first, time(), UTC)
    end = datetime.combine(last + timedelta(days=1), time(), UTC)
    tables = rows.of_period(start, end)
    events = AuditEvent.objects.filter(at__gte=start, at__lt=end).order_by("seq")
    files = [*_in_tables("books", tables), *log_files(events, head, names=names)]
    if names:
        files[:0] = _in_tables("names", rows.names_in(tables))
    told = {"pack": "period", "first_day": first.isoformat(), "last_day": last.isoformat(), "names": names}
    title = f"The books from {first} to {last}, {'with names' if names else 'without names'}"
    return _whole(f"period-{first}-{last}", title, files, told, head)


def model_pack(model: ModelProfile) -> bytes:
    """Everything that the house holds of one model, for people and machines; photos by their hash."""
    head, user = fresh_head(), model.user
    data = my_data(user)
    licences = Licence.objects.filter(model=model).order_by("pk")
    tables = rows.of_licences(licences)
    files = [in_json("my-data.json", data, "Everything on file, for machines"), *_in_tables("books", tables)]
    for licence in licences:
        files += [
            File(f"licences/{licence.pk}/{file.path}", file.data, file.words)
            for file in all_files(pack.chapters(licence, user))
        ]
    files += manifests_under([licence.pk for licence in licences])
    ids = [row["id"] for table in tables.values() for row in table]
    files += log_files(_about(model, ids), head, names=True)
    told = {"pack": "model", "model": model.pk}
    return _whole(model.pk, "Everything that is held of you here", files, told, head)


def _about(model: ModelProfile, ids: list[str]) -> QuerySet[AuditEvent]:
    subjects = [
        *ids,
        model.pk,
        model.user_id,
        *model.consents.values_list("pk", flat=True),
        *model.licences.values_list("pk", flat=True),
    ]
    return AuditEvent.objects.filter(Q(actor=model.user_id) | Q(subject__in=subjects)).order_by("seq")


def _in_tables(folder: str, tables: rows.Tables) -> list[File]:
    return [
        in_json(f"{folder}/{name}.json", table, f"{name.capitalize()}: {len(table)}")
        for name, table in tables.items()
    ]


def _whole(root: str, title: str, files: Iterable[File], told: dict[str, Any], head: TreeHead) -> bytes:
    listed = list(files)
    lines = [
        title,
        "",
        f"The log stood at {head.size} events when this was made, on {audit.stamp(head.at)}.",
        "",
        "Files",
        "  README.txt, jwks.json, manifest.json, manifest.jws",
        *(f"  {file.path}\n      {file.words}" for file in listed),
        "",
        *how_to_check(),
        "  log/events.json, log/proof.json and log/tree-head.jws prove that the events stand in the public log.",
        "",
        "It proves that nothing in here was changed since this instance signed it, and that the events are in its",
        "log. It does not prove that what was written down was true, nor that nothing was left out of a table.",
        "",
        "This helps you record and check. It is not legal advice.",
    ]
    readme = File("README.txt", ("\n".join(lines) + "\n").encode(), "This file")
    about = told | {"format": "doublet-pack-1", "tree_size": head.size, "root_sha256": head.root}
    return sealed(root, [readme, *listed], about=about, kind=KIND)
