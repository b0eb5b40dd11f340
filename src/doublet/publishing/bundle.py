"""A licence's deliveries as one zip, written while it is sent. The gate is asked for each file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator

from doublet.engines.signer import manifests, media_type
from doublet.kernel.refusals import Refused
from doublet.licences.folder.pack import packed
from doublet.licences.models import Licence
from doublet.people import rights
from doublet.people.models import User
from doublet.people.sheets import write_sheet
from doublet.provenance.identity import identity
from doublet.provenance.marking import status_url
from doublet.provenance.records import record_of
from doublet.publishing.actions import download
from doublet.publishing.models import Delivery
from doublet.publishing.profiles import PROFILES

HEADER = (
    "file",
    "profile",
    "profile version",
    "label on the picture",
    "alt text",
    "left to you",
    "credential",
    "sha256",
    "status",
    "not handed out because",
)
_SAME_DAY = (1980, 1, 1, 0, 0, 0)
_README = """Deliveries of licence {licence}

pictures/     the files as they were signed; cropping or saving one anew breaks its credential
              beside each, in .c2pa.json, the C2PA manifests that stand in it and what their check found
credentials/  what the register says of each file; the same credential stands inside the file
preflight/    what was checked before each file was delivered, with numbers, limits and rules
licence.zip   the licence's folder, signed
alt-texts.txt what each picture says to somebody who cannot see it
deliveries.csv one line a file; a file that the gate did not hand out today stands there with its reason

This helps you record and check. It is not legal advice.
"""


class _Pipe:
    """What the zip writer writes into: a file that cannot be sought, emptied by whoever sends it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def drain(self) -> bytes:
        """Everything written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def bundle(*, by: User, licence: Licence) -> Iterator[bytes]:
    """The zip in parts, at most one picture in memory at a time.

    Raises:
        NotAllowed: not this brand's licence. Checked before the first byte.
    """
    rights.must_be_brand(by, licence.brand)
    return _written(by, licence)


def _written(by: User, licence: Licence) -> Iterator[bytes]:
    pipe, rows, texts = _Pipe(), [], []
    with zipfile.ZipFile(pipe, "w") as archive:  # type: ignore[call-overload]
        _add(archive, "README.txt", _README.format(licence=licence.pk).encode())
        _add(archive, "licence.zip", packed(licence, by))
        yield pipe.drain()
        deliveries = Delivery.objects.filter(frame__licence=licence).select_related(
            "credential", "frame__shot"
        )
        for delivery in deliveries.order_by("made_at", "pk"):
            name, why = f"pictures/{delivery.frame_id}-{delivery.profile}.jpg", ""
            try:
                file = download(by=by, delivery=delivery)
            except Refused as refused:
                name, why = "", refused.reason
            else:
                _add(archive, name, file)
                if written := manifests(file, media_type(file), identity=identity()):
                    _add(archive, f"{name}.c2pa.json", _json(written))
                _add(
                    archive,
                    f"credentials/{delivery.credential_id}.json",
                    _json(record_of(delivery.credential)),
                )
                _add(archive, f"preflight/{delivery.pk}.json", _json(delivery.report))
                texts.append(f"{name}\n{delivery.alt_text}\n")
            rows.append(_row(delivery, name, why))
            yield pipe.drain()
        _add(archive, "alt-texts.txt", "\n".join(texts).encode())
        _add(archive, "deliveries.csv", write_sheet(HEADER, rows).encode("utf-8-sig"))
    yield pipe.drain()


def _row(delivery: Delivery, name: str, why: str) -> tuple[str, ...]:
    place = PROFILES.get(delivery.profile)
    return (
        name,
        delivery.profile,
        delivery.profile_version,
        delivery.credential.label,
        delivery.alt_text,
        place.declare if place else "",
        delivery.credential_id,
        delivery.credential.sha256,
        status_url(delivery.credential_id),
        why,
    )


def _json(data: object) -> bytes:
    return f"{json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)}\n".encode()


def _add(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    info = zipfile.ZipInfo(path, date_time=_SAME_DAY)
    info.compress_type = zipfile.ZIP_STORED if path.endswith((".jpg", ".zip")) else zipfile.ZIP_DEFLATED
    info.external_attr, info.create_system = 0o644 << 16, 3
    archive.writestr(info, data)
