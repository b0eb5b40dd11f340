"""Olga looks at Inés' passport; a vendor does it elsewhere. Nobody keeps a scan."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from doublet.kernel import clock
from doublet.kernel.models import AuditEvent, Notice
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused, Unavailable
from doublet.people import identity, queries
from doublet.people.models import IdentityCheck, ModelProfile, User, VendorEvent
from doublet.people.tests.conftest import PASSWORD, SEEN
from doublet.testing import signed_in

pytestmark = pytest.mark.django_db
SECRET = "whsec_of_a_test"


def test_what_she_reads_is_what_was_recorded(
    ines: ModelProfile, olga: User, as_olga: Client, client: Client
) -> None:
    typed = {
        "how": "video",
        "document": "passport",
        "country": "es",
        "last_four": "07x1",
        "birth_date_matches": "on",
        "note": "Face and name compared.",
    }
    signed_in(client, ines.user)
    assert "Nobody has looked yet" in client.get(reverse("identity")).content.decode()
    assert "Inés Fiktiv" in as_olga.get(reverse("identity_check", args=[ines.pk])).content.decode()
    assert as_olga.post(reverse("identity_check", args=[ines.pk]), typed).status_code == 302
    ines.refresh_from_db()
    assert (identity.identity_state(ines), ines.age_checked_by) == ("confirmed", olga)
    page = client.get(reverse("identity")).content.decode()
    for words in ("In a video call", "Passport, ES", "07X1", "Face and name compared.", "Olga"):
        assert words in page
    assert Notice.objects.filter(to=ines.user.email, subject="Your identity is confirmed").exists()
    mine = queries.my_data(ines.user)["profile"]["identity_checks"]
    assert (mine[0]["document"], mine[0]["checked_by"]) == ("passport", "Olga")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"birth_date_matches": False}, "birth_date_differs"),
        ({"last_four": "1234567"}, "number_too_long"),
        ({"last_four": "12-4"}, "number_too_long"),
        ({"expires_on": date(2020, 1, 1)}, "document_expired"),
        ({"document": "library_card"}, "evidence_unknown"),
        ({"how": "vendor"}, "evidence_unknown"),
        ({"country": "XX"}, "place_unknown"),
    ],
)
def test_evidence_that_shows_nothing_confirms_nobody(
    ines: ModelProfile, olga: User, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        identity.confirm_identity(by=olga, model=ines, evidence=replace(SEEN, **changed))
    assert refused.value.code == code
    assert identity.identity_state(ines) == "none"


def test_a_refusal_has_a_reason_and_ends_an_earlier_yes(
    ines: ModelProfile, olga: User, as_olga: Client
) -> None:
    identity.confirm_identity(by=olga, model=ines, evidence=SEEN)
    with pytest.raises(BadInput):
        identity.refuse_identity(by=olga, model=ines, evidence=SEEN, reason=" no ")
    typed = {"how": "in_person", "document": "passport", "country": "FR", "refuse": "1"}
    reason = "The name on the passport is another one."
    as_olga.post(reverse("identity_check", args=[ines.pk]), typed | {"reason": reason})
    ines.refresh_from_db()
    assert (identity.identity_state(ines), ines.age_checked_at) == ("refused", None)
    assert reason in Notice.objects.get(subject="Your identity could not be confirmed").body


def test_a_confirmation_ends_with_the_document(
    ines: ModelProfile, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = clock.now().date() + timedelta(days=10)
    identity.confirm_identity(by=olga, model=ines, evidence=replace(SEEN, expires_on=until))
    at = clock.now() + timedelta(days=11)
    monkeypatch.setattr(clock, "now", lambda: at)
    assert identity.identity_state(ines) == "expired"
    identity.confirm_identity(by=olga, model=ines, evidence=SEEN)
    assert identity.identity_state(ines) == "confirmed"


def test_a_second_look_is_another_operators(ines: ModelProfile, olga: User, ana: User) -> None:
    check = identity.confirm_identity(by=olga, model=ines, evidence=SEEN)
    peter = User.objects.create_superuser("peter@example.org", PASSWORD, name="Peter")
    for who in (olga, ana):
        with pytest.raises(NotAllowed):
            identity.second_look(by=who, check=check)
    assert queries.checks_without_second_look(olga) == []
    assert queries.checks_without_second_look(peter) == [check]
    assert identity.second_look(by=peter, check=check).second_by == peter
    with pytest.raises(Conflict):
        identity.second_look(by=peter, check=check)


def test_without_a_vendor_nothing_pretends_to_check(ines: ModelProfile, client: Client) -> None:
    with pytest.raises(Unavailable) as refused:
        identity.begin_with_vendor(by=ines.user, model=ines)
    assert "nothing is checked by a machine" in refused.value.reason
    assert client.post(reverse("identity_message"), b"{}", content_type="application/json").status_code == 404
    assert not IdentityCheck.objects.exists()


class Vendor(BaseHTTPRequestHandler):
    """Speaks as much of the documented protocol as the house uses, and remembers what it was asked."""

    session: dict[str, Any] = {}
    asked: list[tuple[str, str, dict[str, list[str]]]] = []
    broken = False

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer("POST", parse_qs(body))

    def do_GET(self) -> None:
        self._answer("GET", parse_qs(urlsplit(self.path).query))

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, method: str, fields: dict[str, list[str]]) -> None:
        Vendor.asked.append((method, urlsplit(self.path).path, fields))
        good = self.headers["Authorization"] == "Basic c2tfdGVzdDo=" and not Vendor.broken
        body = json.dumps(Vendor.session if good else {"error": {"type": "invalid_request_error"}}).encode()
        self.send_response(200 if good else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def stripe(settings: Any) -> Iterator[type[Vendor]]:
    server = HTTPServer(("127.0.0.1", 0), Vendor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.IDENTITY_CHECKER = "doublet.people.stripe_identity.StripeIdentity"
    settings.STRIPE_URL = f"http://127.0.0.1:{server.server_port}"
    settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test", SECRET
    Vendor.asked, Vendor.broken = [], False
    Vendor.session = {"id": "vs_1", "url": "http://127.0.0.1/verify/1", "status": "requires_input"}
    yield Vendor
    server.shutdown()
    server.server_close()


def tell(client: Client, event: str = "evt_1", *, age: int = 0, secret: str = SECRET, body: str = "") -> int:
    words = body or json.dumps(
        {
            "id": event,
            "type": "identity.verification_session.verified",
            "data": {"object": {"id": "vs_1"}},
        }
    )
    at = int(clock.now().timestamp()) - age
    signature = hmac.new(secret.encode(), f"{at}.{words}".encode(), hashlib.sha256).hexdigest()
    return client.post(
        reverse("identity_message"),
        words,
        content_type="application/json",
        headers={"Stripe-Signature": f"t={at},v1={'0' * 64},v1={signature}"},
    ).status_code


def verified(born: date) -> dict[str, Any]:
    dob = {"day": born.day, "month": born.month, "year": born.year}
    return {"id": "vs_1", "status": "verified", "verified_outputs": {"dob": dob, "first_name": "Inés"}}


def test_a_vendors_yes_is_asked_of_the_vendor_itself_and_then_forgotten_there(
    ines: ModelProfile, stripe: type[Vendor], client: Client
) -> None:
    signed_in(client, ines.user)
    assert "Stripe Identity" in client.get(reverse("identity")).content.decode()
    assert client.post(reverse("identity_begin"))["Location"] == "http://127.0.0.1/verify/1"
    method, path, fields = stripe.asked[0]
    assert (method, path) == ("POST", "/v1/identity/verification_sessions")
    assert fields["client_reference_id"] == [ines.pk]
    assert "Inés" not in str(fields)
    assert identity.identity_state(ines) == "open"
    stripe.session = verified(ines.birth_date)
    assert tell(client) == 204
    assert identity.identity_state(ines) == "confirmed"
    assert [asked[:2] for asked in stripe.asked[1:]] == [
        ("GET", "/v1/identity/verification_sessions/vs_1"),
        ("POST", "/v1/identity/verification_sessions/vs_1/redact"),
    ]
    assert stripe.asked[1][2]["expand[]"] == ["verified_outputs", "verified_outputs.dob"]
    kept = str(list(IdentityCheck.objects.values())) + str(list(AuditEvent.objects.values()))
    assert "Inés" not in kept
    assert str(ines.birth_date) not in kept


def test_the_birth_date_must_agree(ines: ModelProfile, stripe: type[Vendor], client: Client) -> None:
    identity.begin_with_vendor(by=ines.user, model=ines)
    stripe.session = verified(date(1999, 3, 3))
    tell(client)
    check = IdentityCheck.objects.get()
    assert (check.state, check.reason, check.birth_date_matches) == ("refused", "birth_date_differs", False)


def test_a_no_keeps_its_short_code(ines: ModelProfile, stripe: type[Vendor], client: Client) -> None:
    identity.begin_with_vendor(by=ines.user, model=ines)
    stripe.session = {
        "id": "vs_1",
        "status": "requires_input",
        "last_error": {"code": "selfie_face_mismatch"},
    }
    tell(client)
    assert IdentityCheck.objects.get().reason == "selfie_face_mismatch"
    ines.refresh_from_db()
    assert ines.age_checked_at is None


def test_forged_old_replayed_and_broken_messages_decide_nothing(
    ines: ModelProfile, stripe: type[Vendor], client: Client
) -> None:
    identity.begin_with_vendor(by=ines.user, model=ines)
    stripe.session = verified(ines.birth_date)
    assert tell(client, secret="whsec_of_somebody_else") == 403
    assert tell(client, age=301) == 403
    assert tell(client, body="not json") == 403
    assert (
        tell(client, body='{"id": "e", "type": "charge.succeeded", "data": {"object": {"id": "x"}}}') == 204
    )
    assert client.post(reverse("identity_message"), b"{}", content_type="application/json").status_code == 403
    assert identity.identity_state(ines) == "open"
    assert tell(client) == 204
    asked = len(stripe.asked)
    assert tell(client) == 204
    assert len(stripe.asked) == asked
    assert VendorEvent.objects.count() == 1


def test_a_vendor_that_does_not_answer_leaves_everything_open(
    ines: ModelProfile, stripe: type[Vendor], client: Client
) -> None:
    identity.begin_with_vendor(by=ines.user, model=ines)
    stripe.broken = True
    assert tell(client) == 503
    assert identity.identity_state(ines) == "open"
    stripe.broken = False
    stripe.session = verified(ines.birth_date)
    assert tell(client) == 204
    assert identity.identity_state(ines) == "confirmed"
