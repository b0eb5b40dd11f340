"""What is true of a picture, for anybody and without a token."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, File, Path, Router, Schema
from ninja.files import UploadedFile

from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Id
from doublet.kernel.outbound import LONGEST
from doublet.provenance.answers import reopen
from doublet.provenance.fetching import fetch
from doublet.provenance.languages import language
from doublet.provenance.limits import count_verification
from doublet.provenance.queries import public_record
from doublet.provenance.records import record_of
from doublet.provenance.verify import verify as look

router = Router(tags=["verify"])


class FindingOut(Schema):
    """One of the four answers: a stable word, a sentence, what proves it, and what cannot be told all the same."""

    state: str
    words: str
    proof: list[str]
    cannot_be_told: list[str]


class AnswerOut(Schema):
    """The four answers apart. `verified`: known, permitted today, and not changed. Unknown is not fake."""

    verified: bool
    ai: FindingOut
    permitted_by: FindingOut
    permitted_today: FindingOut
    changed: FindingOut
    licence: str | None
    credential: str | None
    status_url: str | None
    notes: list[str]
    language: str
    sha256: str
    link: str
    looked_at: datetime
    checked_at: datetime


class RecordOut(Schema):
    """The public record of one registered file. It does not name who is shown.

    `permitted_today` needs both: that `licence_stands`, and her yes to this `picture`. A picture is not permitted either
    while an operator's decision about a report keeps it on hold: from `held_since` on.
    """

    credential: str
    kind: str
    permitted_today: bool
    status: FindingOut
    licence_stands: bool
    picture: Literal["approved", "awaiting", "declined", "taken_back"]
    held_since: str | None
    twin: str
    fictional: bool
    brand: str
    licence: str
    signed_on: str
    withdrawn_on: str | None
    starts: str
    ends: str
    consent_sha256: str
    sha256: str
    label: str
    engine: str
    made_at: datetime
    status_url: str
    checked_at: datetime


class AddressIn(Schema):
    """Where a picture lies on the web."""

    address: str = Field(max_length=LONGEST)


@router.post("/verify", response={200: AnswerOut, **PROBLEMS}, auth=None)
def verify(request: HttpRequest, picture: File[UploadedFile], lang: str = "en") -> dict[str, Any]:
    """The four answers for a picture of at most 40 MB. It is looked at in memory and not kept.

    `lang`: en, fr, es, it, pt, de or zh. `link`: where people read these answers again, with what is permitted then.
    """
    count_verification(request.META.get("REMOTE_ADDR", ""))
    return look(picture.read()).as_dict(language(lang))


@router.post("/verify/address", response={200: AnswerOut, **PROBLEMS}, auth=None)
def verify_address(request: HttpRequest, where: AddressIn, lang: str = "en") -> dict[str, Any]:
    """The four answers for a picture of at most 25 MB that lies on the web, at a public http or https address."""
    count_verification(request.META.get("REMOTE_ADDR", ""))
    return look(fetch(where.address)).as_dict(language(lang))


@router.get("/verify/results/{result}", response={200: AnswerOut, **PROBLEMS}, auth=None)
def verify_result(request: HttpRequest, result: str, lang: str = "en") -> dict[str, Any]:
    """The answers of a link: what was seen when the picture was looked at, and what is permitted now."""
    return reopen(result).as_dict(language(lang))


@router.get("/records/{credential}", response={200: RecordOut, **PROBLEMS}, auth=None)
def record(request: HttpRequest, credential: Path[Id], lang: str = "en") -> dict[str, Any]:
    """The public record of a registered file, with its status today, said in a language of `/verify`."""
    return record_of(public_record(credential), language(lang))
