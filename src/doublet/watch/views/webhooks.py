"""A brand's endpoints: register one, try it, turn it off, see what was sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doublet.kernel.refusals import Refused
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import explain
from doublet.watch.forms import EndpointForm
from doublet.watch.models import Message
from doublet.watch.webhooks import endpoints
from doublet.watch.webhooks.reactions import EVENTS

LOG = 30


@for_roles("brand")
@never_cache
def webhooks(request: SignedIn) -> HttpResponse:
    """The endpoints with what was sent to them. A new one's secret is shown on the answer, and never again."""
    form, secret, status = EndpointForm(request.POST or None), "", 200
    if request.method == "POST":
        status = 400
        brand = request.user.brand
        if form.is_valid() and brand is not None:
            try:
                _, secret = endpoints.register_endpoint(
                    by=request.user, brand=brand, url=form.cleaned_data["url"]
                )
                form, status = EndpointForm(), 200
            except Refused as refused:
                explain(form, refused, {refused.code: "url"})
                status = refused.status
    found = endpoints.endpoints_of(request.user)
    context = {
        "form": form,
        "secret": secret,
        "endpoints": found,
        "events": EVENTS.items(),
        "log": Message.objects.filter(endpoint__brand_id=request.user.brand_id).select_related("endpoint")[
            :LOG
        ],
    }
    return render(request, "watch/webhooks.html", context, status=status)


@for_roles("brand")
@require_POST
def test(request: SignedIn, pk: str) -> HttpResponse:
    """Send a test message."""
    endpoints.try_endpoint(by=request.user, endpoint=endpoints.endpoint_for(request.user, pk))
    messages.success(request, "A test message is on its way; look at the log below in a few seconds.")
    return redirect("watch:webhooks")


@for_roles("brand")
@require_POST
def off(request: SignedIn, pk: str) -> HttpResponse:
    """It hears of nothing any more."""
    endpoints.turn_off(by=request.user, endpoint=endpoints.endpoint_for(request.user, pk))
    messages.success(request, "Turned off.")
    return redirect("watch:webhooks")
