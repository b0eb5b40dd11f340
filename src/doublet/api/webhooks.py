"""A brand's endpoints for signed messages (Standard Webhooks)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Path, Router, Schema, Status

from doublet.api.auth import ByToken, asker, needs
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Address, Id
from doublet.kernel.refusals import NotAllowed
from doublet.watch.models import Endpoint, Message
from doublet.watch.webhooks import endpoints

router = Router(tags=["webhooks"])


class EndpointIn(Schema):
    """An https address that anybody on the internet can reach."""

    url: Address


class EndpointOut(Schema):
    """Where a brand's server listens."""

    id: str
    url: str
    made_at: datetime
    off_at: datetime | None


class EndpointMadeOut(EndpointOut):
    """The same, with its secret: told this once."""

    secret: str


class EndpointsOut(Schema):
    """The living ones, the oldest first."""

    items: list[EndpointOut]


class WebhookMessageOut(Schema):
    """One message, and how sending it went."""

    id: str
    event: str
    written_at: datetime
    tries: int
    sent_at: datetime | None
    given_up_at: datetime | None

    @staticmethod
    def resolve_tries(message: Message) -> int:
        return len(message.tries)


@router.get("/webhooks", response={200: EndpointsOut, **PROBLEMS}, **needs("read"))
def webhooks(request: ByToken) -> dict[str, Any]:
    """The endpoints of this account's brand."""
    return {"items": list(endpoints.endpoints_of(asker(request)))}


@router.post("/webhooks", response={201: EndpointMadeOut, **PROBLEMS}, **needs("studio"))
def register_endpoint(request: ByToken, payload: EndpointIn) -> Status[dict[str, Any]]:
    """Register one. The answer is the only place where its secret is told."""
    user = asker(request)
    if user.brand is None:
        raise NotAllowed("not_your_brand", "Only a member of a brand registers an endpoint.")
    made, secret = endpoints.register_endpoint(by=user, brand=user.brand, url=payload.url)
    told = {name: getattr(made, name) for name in ("id", "url", "made_at", "off_at")}
    return Status(201, {**told, "secret": secret})


@router.post("/webhooks/{endpoint}/test", response={201: WebhookMessageOut, **PROBLEMS}, **needs("studio"))
def try_endpoint(request: ByToken, endpoint: Path[Id]) -> Status[Message]:
    """Send it a message that says it is a test."""
    user = asker(request)
    return Status(201, endpoints.try_endpoint(by=user, endpoint=endpoints.endpoint_for(user, endpoint)))


@router.post("/webhooks/{endpoint}/closing", response={200: EndpointOut, **PROBLEMS}, **needs("studio"))
def turn_off(request: ByToken, endpoint: Path[Id]) -> Endpoint:
    """It hears of nothing any more; what waits for it is not sent."""
    user = asker(request)
    return endpoints.turn_off(by=user, endpoint=endpoints.endpoint_for(user, endpoint))
