"""Taking back one picture, one use, or everything."""

from __future__ import annotations

from typing import Any

from ninja import Path, Router, Schema

from doublet.api.auth import ByToken, asker, needs, needs_any_token
from doublet.api.licences import LicenceOut
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Channel, Id
from doublet.consents.erasing import erase_twin
from doublet.kernel.refusals import NotAllowed, NotThere
from doublet.licences.actions import withdraw_licence
from doublet.licences.models import Licence
from doublet.licences.queries import licence_for
from doublet.people.models import ModelProfile
from doublet.publishing.revoking import revoke_asset, revoke_use
from doublet.studio.queries import frame_for
from doublet.twins.models import Erasure

router = Router(tags=["licences"])


class UseIn(Schema):
    """One channel of a licence."""

    channel: Channel


class DeletionOut(Schema):
    """The deletion certificate, with this instance's signature over it (a JWS of kind ``erasure``)."""

    claims: dict[str, Any]
    signature: str


@router.post("/licences/{licence}/withdrawal", response={200: LicenceOut, **PROBLEMS}, **needs("review"))
def withdraw(request: ByToken, licence: Path[Id]) -> Licence:
    """The model takes the whole licence back. It takes effect now."""
    user = asker(request)
    return withdraw_licence(by=user, licence=licence_for(user, licence))


@router.post("/licences/{licence}/uses/withdrawal", response={200: LicenceOut, **PROBLEMS}, **needs("review"))
def take_use_back(request: ByToken, licence: Path[Id], payload: UseIn) -> Licence:
    """The model takes one channel back; the rest of the licence stands."""
    user = asker(request)
    return revoke_use(by=user, licence=licence_for(user, licence), channel=payload.channel)


@router.post("/frames/{frame}/withdrawal", response={200: LicenceOut, **PROBLEMS}, **needs("review"))
def take_picture_back(request: ByToken, frame: Path[Id]) -> Licence:
    """The model takes one approved picture back; the rest of the licence stands."""
    user = asker(request)
    return revoke_asset(by=user, frame=frame_for(user, frame))


@router.get("/twin/deletion", response={200: DeletionOut, **PROBLEMS}, **needs("read"))
def deletion(request: ByToken) -> Erasure:
    """The certificate of a twin that was deleted."""
    found = Erasure.objects.filter(twin__model__user=asker(request)).first()
    if found is None:
        raise NotThere("not_deleted", "Your twin was not deleted, so there is no certificate.")
    return found


@router.post("/twin/deletion", response={200: DeletionOut, **PROBLEMS}, **needs_any_token())
def delete_twin(request: ByToken) -> Erasure:
    """Always refused: no key can delete a twin. She does it on its page, having signed in just before."""
    user = asker(request)
    model = ModelProfile.objects.filter(user=user).first()
    if model is None:
        raise NotAllowed("not_a_model", "Only a model has a twin to delete.")
    return erase_twin(by=user, model=model, understood=False, reauthenticated_at=None, by_token=True)
