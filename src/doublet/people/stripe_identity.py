"""Stripe Identity's VerificationSession as an identity vendor, spoken over plain HTTPS.

Protocol: https://docs.stripe.com/identity/verification-sessions, https://docs.stripe.com/webhooks (signatures).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import date, datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from django.conf import settings

from doublet.kernel.refusals import NotAllowed, Unavailable
from doublet.people.identity_vendors import Begun, Message, Verdict

API_VERSION = "2024-06-20"
TOLERANCE_SECONDS = 300
PATIENCE_SECONDS = 10
MOST_BYTES = 200_000
_ENDS = ("identity.verification_session.verified", "identity.verification_session.requires_input")
_ENDS_TOO = "identity.verification_session.canceled"


class StripeIdentity:
    """Document and matching selfie, on Stripe's own page. Needs a restricted key that may read `dob`."""

    name = "Stripe Identity"

    def begin(self, *, reference: str, return_url: str) -> Begun:
        """A session for a document with a live picture and a selfie that matches."""
        session = self._call(
            "POST",
            "",
            {
                "type": "document",
                "client_reference_id": reference,
                "return_url": return_url,
                "options[document][require_live_capture]": "true",
                "options[document][require_matching_selfie]": "true",
            },
        )
        url = str(session.get("url") or "")
        if not url.startswith("https://") and not settings.STRIPE_URL.startswith("http://127.0.0.1"):
            raise self._unreachable("it named no page to go on with")
        return Begun(str(session["id"]), url)

    def open_message(self, headers: dict[str, str], body: bytes, *, at: datetime) -> Message | None:
        """Check ``Stripe-Signature`` over the raw body: HMAC-SHA256, at most five minutes old."""
        _check_signature(headers.get("Stripe-Signature", ""), body, at)
        try:
            event = json.loads(body)
            kind, about = str(event["type"]), event["data"]["object"]
            message = Message(str(event["id"]), str(about["id"]))
        except (ValueError, KeyError, TypeError):
            raise NotAllowed(
                "message_unreadable", "This is no message of Stripe's.", rule="HOUSE-SIGNATURE"
            ) from None
        return message if kind in (*_ENDS, _ENDS_TOO) else None

    def verdict(self, session: str) -> Verdict | None:
        """How the session stands, asked of Stripe itself."""
        asked = urlencode([("expand[]", "verified_outputs"), ("expand[]", "verified_outputs.dob")])
        found = self._call("GET", f"/{quote(session, safe='')}?{asked}")
        status = found.get("status")
        if status == "verified":
            return Verdict(True, birth_date=_birth_date((found.get("verified_outputs") or {}).get("dob")))
        if status == "canceled":
            return Verdict(False, "canceled")
        error = found.get("last_error") or {}
        if status == "requires_input" and error.get("code"):
            return Verdict(False, str(error["code"])[:80])
        return None

    def forget(self, session: str) -> None:
        """Ask Stripe to redact the document, the selfie and the data read from them."""
        self._call("POST", f"/{quote(session, safe='')}/redact")

    def _call(self, method: str, path: str, fields: dict[str, str] | None = None) -> dict[str, Any]:
        request = Request(  # noqa: S310  (the scheme is the operator's setting)
            f"{settings.STRIPE_URL}/v1/identity/verification_sessions{path}",
            method=method,
            data=urlencode(fields or {}).encode() if method == "POST" else None,
            headers={
                "Authorization": "Basic " + base64.b64encode(f"{settings.STRIPE_KEY}:".encode()).decode(),
                "Stripe-Version": API_VERSION,
            },
        )
        try:
            with urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
                told = json.loads(answer.read(MOST_BYTES))
        except HTTPError as error:
            with error:
                raise self._unreachable(f"it answered {error.code}") from None
        except (URLError, TimeoutError, ValueError, OSError):
            raise self._unreachable("no answer came") from None
        if not isinstance(told, dict):
            raise self._unreachable("its answer cannot be read")
        return told

    def _unreachable(self, why: str) -> Unavailable:
        return Unavailable(
            "vendor_unreachable",
            f"{self.name} cannot be asked now: {why}.",
            hint="Try again later, or ask the operator to look at your document.",
        )


def _check_signature(header: str, body: bytes, at: datetime) -> None:
    pairs = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in pairs if name == "t" and value.isascii() and value.isdigit()]
    signatures = [value for name, _, value in pairs if name == "v1"]
    secret = settings.STRIPE_WEBHOOK_SECRET
    if not secret or len(times) != 1 or not signatures:
        raise NotAllowed(
            "message_unsigned", "This message carries no usable signature.", rule="HOUSE-SIGNATURE"
        )
    expected = hmac.new(secret.encode(), f"{times[0]}.".encode() + body, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(expected.encode(), signature.encode()) for signature in signatures):
        raise NotAllowed(
            "message_forged", "This message was not signed by the vendor.", rule="HOUSE-SIGNATURE"
        )
    if abs(at.timestamp() - int(times[0])) > TOLERANCE_SECONDS:
        raise NotAllowed(
            "message_too_old", "This message is older than five minutes.", rule="HOUSE-SIGNATURE"
        )


def _birth_date(told: Any) -> date | None:
    try:
        return date(int(told["year"]), int(told["month"]), int(told["day"]))
    except (KeyError, TypeError, ValueError):
        return None
