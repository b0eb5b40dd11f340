"""Packs that can be checked offline."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Path, Router, Schema

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Day, Id, download
from doublet.kernel.refusals import NotThere
from doublet.licences.queries import licence_for
from doublet.packs import making
from doublet.packs.actions import make_period_pack
from doublet.people.access import require_role
from doublet.people.models import ModelProfile

router = Router(tags=["packs"])
_ZIP = download("application/zip", "A pack: tools/check_pack.py checks it offline.")


class PeriodIn(Schema):
    """Both days are included, UTC. That names were taken stands in the audit log."""

    first: Day
    last: Day
    names: bool = False


@router.get("/licences/{licence}/pack.zip", response=PROBLEMS, **needs("read", **_ZIP))
def licence_pack(request: ByToken, licence: Path[Id]) -> HttpResponse:
    """Everything about one licence, for operators and auditors."""
    user = require_role(asker(request), "operator", "auditor")
    return _zip(making.licence_pack(licence_for(user, licence), user))


@router.post("/packs/period", response=PROBLEMS, **needs("read", **_ZIP))
def period_pack(request: ByToken, period: PeriodIn) -> HttpResponse:
    """The books and every event of some days, for operators and auditors."""
    return _zip(make_period_pack(by=asker(request), **period.dict()))


@router.get("/account/pack.zip", response=PROBLEMS, **needs("read", **_ZIP))
def my_pack(request: ByToken) -> HttpResponse:
    """Everything that the house holds of the model who asks."""
    user = require_role(asker(request), "model")
    found = ModelProfile.objects.filter(user=user).first()
    if found is None:
        raise NotThere("no_profile", "This account has no model's profile.")
    return _zip(making.model_pack(found))


def _zip(data: bytes) -> HttpResponse:
    return HttpResponse(data, "application/zip", headers={"Cache-Control": "private, no-store"})
