"""What a brand does about its endpoints: register one, try it, turn it off."""

from __future__ import annotations

from django.db.models import QuerySet

from doublet.kernel import audit, clock, outbound, vault
from doublet.kernel.acting import action
from doublet.kernel.refusals import Conflict, NotThere
from doublet.people import rights
from doublet.people.models import Brand, Role, User
from doublet.watch.models import Endpoint, Message
from doublet.watch.webhooks import messages, signing

MOST = 5


def endpoints_of(user: User) -> QuerySet[Endpoint]:
    """The living endpoints of this person's brand, the oldest first."""
    if user.role != Role.BRAND or user.brand_id is None:
        return Endpoint.objects.none()
    return Endpoint.objects.filter(brand_id=user.brand_id, off_at=None).select_related("brand")


def endpoint_for(user: User, pk: str) -> Endpoint:
    """One endpoint, if it is this person's brand's."""
    found = endpoints_of(user).filter(pk=pk).first()
    if found is None:
        raise NotThere("no_such_endpoint", "There is no such endpoint, or it is not yours.")
    return found


@action
def register_endpoint(*, by: User, brand: Brand, url: str) -> tuple[Endpoint, str]:
    """A new address that hears of everything under the brand's licences, and its secret, which is told once.

    Raises:
        BadInput: it is no https address that anybody on the internet can reach.
        Conflict: the brand has this address, or as many as it may have.
    """
    rights.must_be_brand(by, brand)
    url = url.strip()
    parts = outbound.split(url, schemes=("https",))
    outbound.resolve(outbound.host_of(parts), outbound.PORTS[parts.scheme])
    living = Endpoint.objects.select_for_update().filter(brand=brand, off_at=None)
    if living.filter(url=url).exists():
        raise Conflict("known_endpoint", "This address is registered already.")
    if living.count() >= MOST:
        raise Conflict(
            "too_many_endpoints", f"A brand has at most {MOST} endpoints.", hint="Turn one off first."
        )
    secret = signing.new_secret()
    endpoint = Endpoint(brand=brand, url=url, made_by=by)
    endpoint.secret = vault.seal(bytes(brand.wrapped_key), brand.pk, endpoint.pk, secret.encode())
    endpoint.save(force_insert=True)
    audit.record("endpoint.registered", actor=by, subject=endpoint, brand=brand.pk)
    return endpoint, secret


@action
def try_endpoint(*, by: User, endpoint: Endpoint) -> Message:
    """Send it a message that says it is a test."""
    rights.must_be_brand(by, endpoint.brand)
    if endpoint.off_at:
        raise Conflict("endpoint_off", "This endpoint is turned off.")
    audit.record("endpoint.tried", actor=by, subject=endpoint)
    return messages.write(endpoint, "endpoint.test", {"endpoint": endpoint.pk})


@action
def turn_off(*, by: User, endpoint: Endpoint) -> Endpoint:
    """It hears of nothing any more; what waits for it is not sent."""
    rights.must_be_brand(by, endpoint.brand)
    now = clock.now()
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if endpoint.off_at:
        raise Conflict("endpoint_off", "This endpoint is turned off already.")
    endpoint.off_at = now
    endpoint.save()
    endpoint.messages.filter(sent_at=None, given_up_at=None).update(given_up_at=now)
    audit.record("endpoint.off", actor=by, subject=endpoint)
    return endpoint
