"""What tests of many parts share: photos that lie beside a developer's checkout, and signing in."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.test import Client

from doublet.ledger.models import Payout
from doublet.ledger.payouts.approving import approve
from doublet.ledger.payouts.planning import plan
from doublet.ledger.payouts.sending import send
from doublet.people.models import User


def shared_photos() -> Path:
    """The folder of test photos, or a skip with a message where this machine has none.

    These are photos of real people under licences for testing; they are not part of the project.
    """
    named = os.environ.get("DOUBLET_TEST_PHOTOS")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "photos"
    if not folder.is_dir():
        pytest.skip(f"no test photos at {folder.name}/: set DOUBLET_TEST_PHOTOS to run this on real photos")
    return folder


def signed_in(client: Client, user: User, *, minutes_ago: int = 0) -> Client:
    """The client with this person signed in, whose password was entered so many minutes ago."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 60 * minutes_ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def paid_out(operator: User, second: User, currency: str = "EUR") -> Payout:
    """A whole payout run to the banks: planned by one, approved by the other, sent."""
    return send(payout=approve(by=second, payout=plan(by=operator, currency=currency)))
