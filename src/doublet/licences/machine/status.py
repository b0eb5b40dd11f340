"""The public status lists: is a licence taken back, is it paused? W3C Bitstring Status List v1.0.

Two lists with one bit a licence, at an index drawn by lot among 131,072, so that whoever fetches a list
does not tell which licence is meant. A list is written from the licences' own status when it is asked
for: a withdrawal shows in it from the moment of its transaction, and the two can never differ.
"""

from __future__ import annotations

import base64
import gzip
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count

from doublet.kernel import clock
from doublet.kernel.refusals import NotThere
from doublet.licences.machine import issuer
from doublet.licences.models import Licence, StatusEntry

ENTRIES = 131_072  # the least that the standard allows
FULL_AT = ENTRIES // 2  # beyond this a new list begins, so that a free place is found at once
TTL = timedelta(seconds=30)  # with the 15 s of a cache on the way, still known within a minute
LIFE = timedelta(minutes=5)  # clocks differ
PURPOSES = {"revocation": Licence.Status.WITHDRAWN, "suspension": Licence.Status.PAUSED}


def draw(licence: Licence) -> StatusEntry:
    """Give a new licence its place; part of the caller's action."""
    newest = StatusEntry.objects.values("list_number").annotate(held=Count("pk")).order_by("-list_number")
    last = newest.first()
    number = 1 if last is None else last["list_number"] + (last["held"] >= FULL_AT)
    while True:
        index = secrets.randbelow(ENTRIES)
        if not StatusEntry.objects.filter(list_number=number, index=index).exists():
            return StatusEntry.objects.create(licence=licence, list_number=number, index=index)


def entries(licence: Licence) -> list[dict[str, str]]:
    """The two places to look, as a credential names them."""
    place = licence.status_entry
    return [
        {
            "id": f"{address(purpose, place.list_number)}#{place.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": str(place.index),
            "statusListCredential": address(purpose, place.list_number),
        }
        for purpose in PURPOSES
    ]


def status_list(purpose: str, number: int) -> str:
    """One list as a signed credential (VC-JWT), fit to be handed out for `TTL`.

    Raises:
        NotThere: there is no list of this purpose and number.
    """
    if purpose not in PURPOSES or not 1 <= number <= _newest():
        raise NotThere("no_such_list", "There is no such status list.")
    set_bits = StatusEntry.objects.filter(list_number=number, licence__status=PURPOSES[purpose])
    return issuer.signed(
        _credential(purpose, number, encoded(set_bits.values_list("index", flat=True))), kind="vc+jwt"
    )


def address(purpose: str, number: int) -> str:
    """Where a list is published."""
    return f"{settings.SITE_URL}/status/{purpose}/{number}"


def encoded(indexes: Any) -> str:
    """The bits as the standard writes them: index 0 leftmost, gzip, base64url, the multibase letter ``u``."""
    bits = bytearray(ENTRIES // 8)
    for index in indexes:
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def _newest() -> int:
    last = StatusEntry.objects.order_by("-list_number").values_list("list_number", flat=True).first()
    return last or 1


def _credential(purpose: str, number: int, bits: str) -> dict[str, Any]:
    at = clock.now().replace(microsecond=0)
    here = address(purpose, number)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": here,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did(),
        "validFrom": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "validUntil": f"{at + LIFE:%Y-%m-%dT%H:%M:%SZ}",
        "credentialSubject": {
            "id": f"{here}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "ttl": TTL // timedelta(milliseconds=1),
            "encodedList": bits,
        },
    }
