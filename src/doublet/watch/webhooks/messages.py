"""Messages: written with the change that they tell of, sent by the worker, tried again up a ladder of waits."""

from __future__ import annotations

import json
import time
from typing import Any

from doublet.kernel import audit, clock, leases, outbound, vault
from doublet.kernel.acting import action
from doublet.kernel.refusals import Refused
from doublet.people.models import Brand
from doublet.watch.cases import open_case
from doublet.watch.models import Case, Endpoint, Message
from doublet.watch.rules import CASE, next_try
from doublet.watch.webhooks import signing

SECONDS = 10.0
MOST_ANSWER = 1 << 16
_ENOUGH = range(200, 300)


def announce(brand: Brand, event: str, data: dict[str, Any]) -> None:
    """Owe every living endpoint of a brand a message; part of the change that it tells of."""
    for endpoint in Endpoint.objects.filter(brand=brand, off_at=None):
        write(endpoint, event, data)


def write(endpoint: Endpoint, event: str, data: dict[str, Any]) -> Message:
    """Owe one endpoint a message. Ids, codes and times only: no name and no reason."""
    now = clock.now()
    body = {"type": event, "timestamp": now.isoformat(timespec="seconds"), "data": data}
    return Message.objects.create(
        endpoint=endpoint, event=event, body=json.dumps(body, separators=(",", ":")), next_at=now
    )


def send_next() -> bool:
    """The worker's part: one try at one message that is due. False when none is."""
    now = clock.now()
    due = Message.objects.filter(sent_at=None, given_up_at=None, next_at__lte=now).order_by("next_at")
    message = leases.claim(due, at=now)
    if message is None:
        return False
    endpoint = Endpoint.objects.select_related("brand").get(pk=message.endpoint_id)
    began = time.monotonic()
    status, words = _try(endpoint, message)
    keep_try(message=message, status=status, words=words, ms=round((time.monotonic() - began) * 1000))
    return True


@action
def keep_try(*, message: Message, status: int, words: str, ms: int) -> None:
    """Write down how a try went, and when the next one is, or that a person has to look."""
    held = leases.still_held(message)
    if held is None or held.sent_at or held.given_up_at:
        return
    now = clock.now()
    held.tries = [*held.tries, {"at": audit.stamp(now), "status": status, "words": words, "ms": ms}]
    leases.release(held)
    if status in _ENOUGH:
        held.sent_at = now
    else:
        later = None if status == 410 else next_try(len(held.tries), now)
        if later is None:
            held.given_up_at = now
            _give_up(held)
        else:
            held.next_at = later
    held.save()


def _give_up(message: Message) -> None:
    endpoint = Endpoint.objects.select_related("brand").get(pk=message.endpoint_id)
    words = f"{endpoint.brand}'s server was told {len(message.tries)} times of “{message.event}” and did not take it"
    audit.record("message.given_up", actor="worker", subject=message, endpoint=endpoint.pk)
    open_case(Case.Kind.WEBHOOK, endpoint.pk, words, due_at=clock.now() + CASE)


def _try(endpoint: Endpoint, message: Message) -> tuple[int, str]:
    body = message.body.encode()
    try:
        brand = endpoint.brand
        secret = vault.unseal(
            bytes(brand.wrapped_key), brand.pk, endpoint.pk, bytes(endpoint.secret)
        ).decode()
        reply = outbound.ask(
            endpoint.url,
            deadline=outbound.Deadline(SECONDS),
            most=MOST_ANSWER,
            headers=signing.headers(secret, message.pk, int(clock.now().timestamp()), body),
            method="POST",
            body=body,
            schemes=("https",),
        )
    except Refused as refused:
        return 0, refused.reason
    return reply.status, "" if reply.status in _ENOUGH else f"The server answered {reply.status}."
