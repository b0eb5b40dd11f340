"""A model's capture sets, their photos, and the versions of her twin."""

from __future__ import annotations

from datetime import date, datetime

from ninja import File, Path, Router, Schema, Status
from ninja.files import UploadedFile

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Id
from doublet.people.queries import profile_of
from doublet.twins import actions, identity, queries
from doublet.twins.identity import Identity, identity_of
from doublet.twins.models import CapturePhoto, CaptureSet, Challenge, TwinVersion
from doublet.twins.rules import challenge as challenge_rules

router = Router(tags=["twins"])


class PhotoReasonOut(Schema):
    """Why a photo is refused, or what is not quite right with it."""

    code: str
    words: str
    hint: str = ""


class PhotoOut(Schema):
    """One photo and what the checks say of it. Its metadata are gone; `dropped` names what was in them."""

    id: str
    name: str
    state: str
    reasons: list[PhotoReasonOut]
    width: int
    height: int
    taken_on: date | None
    dropped: list[str]
    wearable: list[str]


class OwnerOut(Schema):
    """What shows that the photos are of the account's owner: matched, waived, gone_stale or none."""

    state: str
    words: str
    at: datetime | None


class CaptureOut(Schema):
    """A set of photos and the verdict on it."""

    id: str
    opened_at: datetime
    may_compare_faces: bool
    readiness: str
    missing: list[str]
    identity: OwnerOut
    photos: list[PhotoOut]

    @staticmethod
    def resolve_missing(capture: CaptureSet) -> list[str]:
        return capture.report.get("missing", [])

    @staticmethod
    def resolve_identity(capture: CaptureSet) -> Identity:
        return identity_of(capture)

    @staticmethod
    def resolve_photos(capture: CaptureSet) -> list[CapturePhoto]:
        return list(capture.photos.all())


class CaptureIn(Schema):
    """Both are said by the model herself, on every set anew."""

    attests_adult: bool
    may_compare_faces: bool


class ChallengeOut(Schema):
    """A challenge selfie: what to do now, until when, and how often it may still be tried."""

    id: str
    status: str
    instruction: str
    done: int
    of: int
    tries_left: int
    ends_at: datetime | None

    @staticmethod
    def resolve_instruction(asked: Challenge) -> str:
        if asked.status != Challenge.Status.OPEN:
            return ""
        return challenge_rules.STEPS[asked.steps[asked.done]].words

    @staticmethod
    def resolve_of(asked: Challenge) -> int:
        return len(asked.steps)

    @staticmethod
    def resolve_tries_left(asked: Challenge) -> int:
        return challenge_rules.MOST_TRIES - len(asked.tries)


class TwinVersionOut(Schema):
    """A fixed choice of photos. Licences name the version that they cover."""

    id: str
    number: int
    twin: str
    sha256: str
    photos: int
    wearable: list[str]
    made_at: datetime

    @staticmethod
    def resolve_twin(version: TwinVersion) -> str:
        return version.twin.pseudonym

    @staticmethod
    def resolve_photos(version: TwinVersion) -> int:
        return version.photos.count()


class TwinVersionsOut(Schema):
    """The versions of her twin, the newest first."""

    items: list[TwinVersionOut]


@router.get("/twin/versions", response={200: TwinVersionsOut, **PROBLEMS}, **needs("read"))
def versions(request: ByToken) -> dict[str, list[TwinVersion]]:
    """The versions of one's own twin."""
    return {"items": list(queries.versions(profile_of(asker(request))))}


@router.post("/captures", response={201: CaptureOut, **PROBLEMS}, **needs("capture"))
def open_capture(request: ByToken, payload: CaptureIn) -> Status[CaptureSet]:
    """Begin a set of photos."""
    user = asker(request)
    return Status(201, actions.open_capture(by=user, model=profile_of(user), **payload.dict()))


@router.get("/captures/{capture}", response={200: CaptureOut, **PROBLEMS}, **needs("read"))
def capture(request: ByToken, capture: Path[Id]) -> CaptureSet:
    """A set with the verdict on every photo."""
    return queries.capture_for(asker(request), capture)


@router.post("/captures/{capture}/photos", response={201: PhotoOut, **PROBLEMS}, **needs("capture"))
def add_photo(request: ByToken, capture: Path[Id], photo: File[UploadedFile]) -> Status[CapturePhoto]:
    """Upload one photo. It is looked at before it is kept; one that cannot be used at all is not kept."""
    user = asker(request)
    found = queries.capture_for(user, capture)
    return Status(
        201, actions.add_photo(by=user, capture=found, data=photo.read(), name=photo.name or "photo")
    )


@router.delete("/photos/{photo}", response={204: None, **PROBLEMS}, **needs("capture"))
def remove_photo(request: ByToken, photo: Path[Id]) -> Status[None]:
    """Delete one photo for good, file and all."""
    user = asker(request)
    actions.remove_photo(by=user, photo=queries.photo_for(user, photo))
    return Status(204, None)


@router.post("/captures/{capture}/versions", response={201: TwinVersionOut, **PROBLEMS}, **needs("capture"))
def make_version(request: ByToken, capture: Path[Id]) -> Status[TwinVersion]:
    """Fix the photos as the next version of her twin. Needs her signed consent to make it."""
    user = asker(request)
    return Status(201, actions.make_version(by=user, capture=queries.capture_for(user, capture)))


@router.post("/captures/{capture}/challenges", response={201: ChallengeOut, **PROBLEMS}, **needs("capture"))
def open_challenge(request: ByToken, capture: Path[Id]) -> Status[Challenge]:
    """Ask for a selfie in a pose drawn by lot. It is compared with the set in memory and not kept."""
    user = asker(request)
    found = queries.capture_for(user, capture)
    return Status(201, identity.open_challenge(by=user, capture=found))


@router.post("/challenges/{challenge}/selfies", response={200: ChallengeOut, **PROBLEMS}, **needs("capture"))
def answer_challenge(
    request: ByToken, challenge: Path[Id], selfie: File[UploadedFile], may_send_to_vendor: bool = False
) -> Challenge:
    """Answer the instruction that is due. A refusal says why, and counts as a try."""
    user = asker(request)
    return identity.answer_challenge(
        by=user,
        asked=queries.challenge_for(user, challenge),
        data=selfie.read(),
        may_send_to_vendor=may_send_to_vendor,
    )
