"""The identity check: the operator's look at a document, a vendor's, and what the model reads of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel import limits
from doublet.kernel.refusals import BadInput, Refused
from doublet.people import identity, queries
from doublet.people.access import SignedIn, for_roles, with_second_factor
from doublet.people.forms import EvidenceForm, explain
from doublet.people.identity_vendors import NoVendor, checker
from doublet.people.models import IdentityCheck, ModelProfile
from doublet.people.views.account import own_profile

MOST_BYTES = 100_000


@for_roles("operator")
@never_cache
@with_second_factor
def check(request: SignedIn, pk: str) -> HttpResponse:
    """Write down what was seen of one model's document, and decide."""
    model = get_object_or_404(ModelProfile, pk=pk)
    form = EvidenceForm(request.POST or None)
    status = 400 if request.method == "POST" else 200
    if form.is_valid():
        try:
            if "refuse" in request.POST:
                identity.refuse_identity(
                    by=request.user, model=model, evidence=form.evidence(), reason=form.cleaned_data["reason"]
                )
                messages.success(request, f"Refused. {model} was told the reason.")
            else:
                identity.confirm_identity(by=request.user, model=model, evidence=form.evidence())
                messages.success(request, f"The identity of {model} is confirmed.")
        except Refused as refused:
            explain(form, refused)
            status = refused.status
        else:
            return redirect("people")
    context = {"model": model, "form": form, "checks": queries.identity_checks(model)}
    return render(request, "people/identity_check.html", context, status=status)


@for_roles("operator")
@require_POST
@with_second_factor
def second_look(request: SignedIn, pk: str) -> HttpResponse:
    """A second operator looked too."""
    seconded = identity.second_look(by=request.user, check=get_object_or_404(IdentityCheck, pk=pk))
    messages.success(request, f"Your look at the document of {seconded.model} is recorded.")
    return redirect("people")


@for_roles("model")
@never_cache
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """What was recorded of her identity, every look of it."""
    model = own_profile(request)
    context = {
        "profile": model,
        "state": identity.identity_state(model),
        "checks": queries.identity_checks(model),
        "vendor": "" if isinstance(checker(), NoVendor) else checker().name,
        "platform": settings.PLATFORM_NAME,
    }
    return render(request, "people/identity.html", context)


@for_roles("model")
@require_POST
def begin(request: SignedIn) -> HttpResponse:
    """Go on at the vendor's own page."""
    _, url = identity.begin_with_vendor(by=request.user, model=own_profile(request))
    return redirect(url)


@csrf_exempt
@require_POST
def message(request: HttpRequest) -> HttpResponse:
    """A vendor tells that a check has ended. Only its signature speaks for it."""
    limits.count("identity-message", request.META.get("REMOTE_ADDR", ""), most=120, seconds=60)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise BadInput("message_too_big", "This message is too big.")
    identity.take_vendor_message(headers=dict(request.headers), body=request.body)
    return HttpResponse(status=204)
