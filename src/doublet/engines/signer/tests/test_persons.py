"""Details of people in a stranger's credential are found, whatever wrote them; programs and houses are nobody."""

from __future__ import annotations

import io
import json
from typing import Any

import c2pa
import pytest

from doublet.engines.signer import Identity, persons_in
from doublet.engines.signer.keys import Heard
from doublet.engines.signer.persons import AUTHOR, EMAIL
from doublet.engines.signer.settings import signing_context
from doublet.engines.signer.tests.conftest import picture
from doublet.testing import shared_photos

PHOTO = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
WORK = {"@context": "https://schema.org", "@type": "CreativeWork"}


def photo(theirs: Identity, *assertions: dict[str, Any]) -> bytes:
    """A photo with a credential that somebody else's program wrote."""
    begun = {
        "label": "c2pa.actions.v2",
        "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": PHOTO}]},
    }
    written = {
        "claim_version": 2,
        "claim_generator_info": [
            {"name": "Fiktiv Camera by Maria Fiktiv <maria@demo.invalid>", "version": "1"}
        ],
        "format": "image/jpeg",
        "assertions": [begun, *assertions],
    }
    signed = io.BytesIO()
    with (
        signing_context(theirs, Heard(theirs.key)) as context,
        c2pa.Builder(json.dumps(written), context) as builder,
    ):
        builder.sign("image/jpeg", io.BytesIO(picture()), signed)
    return signed.getvalue()


def work(**fields: Any) -> dict[str, Any]:
    return {"label": "stds.schema-org.CreativeWork", "data": {**WORK, **fields}, "kind": "Json"}


@pytest.mark.parametrize(
    ("assertions", "found"),
    [
        ((), ()),
        ((work(author=[{"@type": "Organization", "name": "Fiktiv Photos"}]),), ()),
        ((work(author=[{"@type": "Person", "name": "Maria Fiktiv"}]),), (AUTHOR,)),
        ((work(copyrightHolder={"name": "Maria Fiktiv"}),), (AUTHOR,)),
        ((work(url="mailto:maria@demo.invalid"),), (EMAIL,)),
        (
            (work(author=[{"@type": "https://schema.org/Person", "name": "M", "email": "m@demo.invalid"}]),),
            (AUTHOR, EMAIL),
        ),
    ],
)
def test_who_is_named(
    theirs: Identity, assertions: tuple[dict[str, Any], ...], found: tuple[str, ...]
) -> None:
    assert persons_in(photo(theirs, *assertions), "image/jpeg") == found


def test_files_of_others_can_all_be_asked() -> None:
    for file in sorted((shared_photos() / "c2pa").glob("*.jpg")):
        try:
            told = persons_in(file.read_bytes(), "image/jpeg")
        except c2pa.C2paError:
            continue  # it has no credential that can be read, and then nobody asks
        assert set(told) <= {AUTHOR, EMAIL}, file.name
