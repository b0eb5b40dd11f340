"""An account to be paid to, at the payment service; and the service's messages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel import limits
from doublet.kernel.refusals import BadInput
from doublet.ledger.models import PayeeChoice
from doublet.ledger.payouts import service
from doublet.people.access import SignedIn, for_roles, with_second_factor

MOST_BYTES = 200_000


@for_roles("model", "agent")
@never_cache
@require_safe
def way(request: SignedIn) -> HttpResponse:
    """Where her money goes."""
    return _page(request)


@for_roles("model", "agent")
@require_POST
@with_second_factor
def begin(request: SignedIn) -> HttpResponse:
    """Open an account at the service, or go on with it: a link, since no form of ours may lead elsewhere."""
    return _page(request, going_on=service.begin(by=request.user))


@for_roles("model", "agent")
@never_cache
@require_safe
def back(request: SignedIn) -> HttpResponse:
    """She is back: say how the account stands."""
    choice = service.look(by=request.user)
    if choice and choice.stripe_ready:
        messages.success(request, f"Your account at {service.NAME} is ready. Payouts can go there.")
    elif choice:
        messages.warning(request, f"{service.NAME} still needs something from you before it can pay you.")
    return redirect("payouts:way")


def _page(request: SignedIn, going_on: str = "") -> HttpResponse:
    house = service.house_of(request.user)
    context = {
        "iban": house.iban,
        "choice": PayeeChoice.objects.filter(pk=house.pk).first(),
        "set_up": service.is_set_up(),
        "going_on": going_on,
    }
    return render(request, "ledger/payout_way.html", context)


@csrf_exempt
@require_POST
def message(request: HttpRequest) -> HttpResponse:
    """The service tells that something changed. Only its signature speaks for it."""
    limits.count("payout-message", request.META.get("REMOTE_ADDR", ""), most=600, seconds=60)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise BadInput("message_too_big", "This message is too big.")
    service.hear(body=request.body, signature=request.headers.get("Stripe-Signature", ""))
    return HttpResponse(status=204)
