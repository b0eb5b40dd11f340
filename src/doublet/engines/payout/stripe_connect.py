"""Paying out through Stripe Connect, by Stripe's own library (an optional extra: ``pip install doublet[stripe]``).

A payee has an account of her own at Stripe, which Stripe opens with her and pays out to her bank. The house
transfers to it from its balance. Tested against a local server that speaks the documented protocol; this
code never spoke to Stripe itself.

Protocol: https://docs.stripe.com/connect/separate-charges-and-transfers, https://docs.stripe.com/api/transfers,
https://docs.stripe.com/connect/hosted-onboarding, https://docs.stripe.com/webhooks (signatures).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Any

from doublet.kernel.money import Money
from doublet.kernel.refusals import NotAllowed, Refused, Unavailable

PATIENCE_SECONDS = 15
RETRIES = 2
TOLERANCE_SECONDS = 300


@dataclass(frozen=True)
class Transfer:
    """One transfer as Stripe tells of it. `reversed` is how much of it was taken back."""

    id: str
    reference: str
    amount: Money
    reversed: Money


@dataclass(frozen=True)
class Message:
    """A signed message of Stripe's: what it is about. What is true is asked afterwards, never taken from here."""

    id: str
    kind: str
    about: str
    account: str


@dataclass(frozen=True)
class Connect:
    """One platform account at Stripe.

    Attributes:
        key: a secret or restricted key that may write transfers and accounts.
        url: where the API is; another address only in tests.
        webhook_secret: of the endpoint that Stripe sends messages to.
    """

    key: str
    url: str
    webhook_secret: str = ""

    def send(self, reference: str, amount: Money, destination: str) -> str:
        """Transfer to a payee's account; answers Stripe's id of the transfer.

        Asked first whether it was made already, and made under a key of its reference, so that a call that
        was broken off is done once.

        Raises:
            Unavailable: Stripe cannot be reached, or asks to wait. Try again.
            Refused: ``service_refused``: Stripe says no; trying again does not help by itself.
        """
        for made in self.transfers(reference):
            if (made.amount, made.reference) == (amount, reference):
                return made.id
            raise Refused("service_refused", f"Stripe has another transfer under {reference}: {made.amount}.")
        with self._asking() as client:
            made_now = client.v1.transfers.create(
                {
                    "amount": amount.amount,
                    "currency": amount.currency.lower(),
                    "destination": destination,
                    "transfer_group": reference,
                },
                {"idempotency_key": f"doublet-{reference}"},
            )
        return str(made_now.id)

    def transfers(self, reference: str) -> list[Transfer]:
        """Transfers under one reference: one, or none yet."""
        with self._asking() as client:
            return [
                _read(row) for row in client.v1.transfers.list({"transfer_group": reference, "limit": 5}).data
            ]

    def transfer(self, pk: str) -> Transfer:
        """One transfer as it stands now."""
        with self._asking() as client:
            return _read(client.v1.transfers.retrieve(pk))

    def open_account(self, holder: str, country: str) -> str:
        """An account for a payee, opened once for each holder. Stripe asks her for everything else itself."""
        with self._asking() as client:
            account = client.v1.accounts.create(
                {
                    "type": "express",
                    "country": country[:2],
                    "capabilities": {"transfers": {"requested": True}},
                    "metadata": {"holder": holder},
                },
                {"idempotency_key": f"doublet-account-{holder}"},
            )
        return str(account.id)

    def onboarding(self, account: str, back: str) -> str:
        """The address of Stripe's page on which she goes on; it holds for minutes."""
        with self._asking() as client:
            link = client.v1.account_links.create(
                {"account": account, "refresh_url": back, "return_url": back, "type": "account_onboarding"}
            )
        return str(link.url)

    def is_ready(self, account: str) -> bool:
        """Can transfers be made to this account, and does Stripe pay out from it?"""
        with self._asking() as client:
            told = client.v1.accounts.retrieve(account)
        return getattr(told.capabilities, "transfers", "") == "active" and bool(told.payouts_enabled)

    def read_message(self, body: bytes, signature: str) -> Message:
        """Check ``Stripe-Signature`` and read what a message is about.

        Raises:
            NotAllowed: not signed with the endpoint's secret, or older than five minutes.
        """
        if not self.webhook_secret:
            raise NotAllowed(
                "message_unsigned", "No secret for messages is set up here.", rule="HOUSE-SIGNATURE"
            )
        try:
            self._library.WebhookSignature.verify_header(
                body.decode(), signature, self.webhook_secret, TOLERANCE_SECONDS
            )
            told = json.loads(body)
            about = told["data"]["object"]
            account = str(about["id"] if told["type"].startswith("account.") else told.get("account") or "")
            return Message(str(told["id"]), str(told["type"]), str(about["id"]), account)
        except self._library.SignatureVerificationError:
            raise NotAllowed(
                "message_forged",
                "This message was not signed by Stripe for us just now.",
                rule="HOUSE-SIGNATURE",
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise NotAllowed(
                "message_unreadable", "This is no message of Stripe's.", rule="HOUSE-SIGNATURE"
            ) from None

    @cached_property
    def _library(self) -> ModuleType:
        try:
            import stripe
        except ImportError:
            raise Unavailable(
                "stripe_missing",
                "Paying out through Stripe needs Stripe's library, which is not installed here.",
                hint="Install it with: pip install 'doublet[stripe]'.",
            ) from None
        return stripe

    @cached_property
    def _client(self) -> Any:
        if not self.key:
            raise Unavailable(
                "stripe_not_set_up",
                "No key for Stripe is set up here.",
                hint="Set DOUBLET_STRIPE_PAYOUT_KEY.",
            )
        stripe = self._library
        return stripe.StripeClient(
            self.key,
            base_addresses={"api": self.url},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=PATIENCE_SECONDS),
        )

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        client, stripe = self._client, self._library
        try:
            yield client
        except (stripe.RateLimitError, stripe.APIConnectionError, stripe.APIError) as error:
            raise Unavailable(
                "service_unreachable",
                f"Stripe cannot be asked now ({error.http_status or 'no answer'}).",
                hint="Nothing is lost: it is tried again by itself.",
            ) from None
        except stripe.StripeError as error:
            words = str(error.user_message or error.code or type(error).__name__)[:200]
            raise Refused("service_refused", f"Stripe refused: {words}", rule="HOUSE-LEDGER") from None


def _read(row: Any) -> Transfer:
    currency = str(row.currency).upper()
    return Transfer(
        str(row.id),
        str(row.transfer_group or ""),
        Money(int(row.amount), currency),
        Money(int(row.amount_reversed), currency),
    )
