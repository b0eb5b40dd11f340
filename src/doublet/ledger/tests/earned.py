"""Money in the books without a picture being made: for tests that read, not for those of the approval itself."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import cast

import time_machine
from django.db import transaction

from doublet.kernel.ids import NewId
from doublet.kernel.money import Money
from doublet.ledger import earning
from doublet.ledger.brand_money import receive_payment
from doublet.ledger.models import Posting
from doublet.licences.models import Licence
from doublet.people.models import User
from doublet.studio.models import Frame


def approved(licence: Licence, *, on: str = "", what: str = "Tee") -> Posting:
    """A picture that was approved on a day, as the books see it."""
    garment = SimpleNamespace(name=what)
    frame = SimpleNamespace(pk=NewId("frm")(), licence=licence, shot=SimpleNamespace(garment=garment))
    if not on:
        return _approved(cast(Frame, frame), licence)
    with time_machine.travel(datetime.fromisoformat(f"{on}T09:00:00+00:00"), tick=True):
        return _approved(cast(Frame, frame), licence)


def paid(
    licence: Licence, amount: Money, *, by: User, on: str = "", reference: str = "transfer-1"
) -> Posting:
    """What the brand of a licence paid."""
    if not on:
        return receive_payment(by=by, brand=licence.brand, amount=amount, reference=reference)
    with time_machine.travel(datetime.fromisoformat(f"{on}T09:00:00+00:00"), tick=True):
        return receive_payment(by=by, brand=licence.brand, amount=amount, reference=reference)


def _approved(frame: Frame, licence: Licence) -> Posting:
    with transaction.atomic():
        return earning.post_approval(frame, by=licence.model.user)
