"""The challenge selfie, made for a phone in her hand; and the operator's waiver."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel import clock
from doublet.kernel.refusals import Conflict, Refused
from doublet.people.access import for_roles, user_of
from doublet.twins import identity, queries
from doublet.twins.forms import SelfieForm, WaiveForm
from doublet.twins.models import CaptureSet, Challenge
from doublet.twins.rules import challenge as rules
from doublet.twins.vendors import vendor
from doublet.twins.views import operators_page


@for_roles("model")
@require_safe
@never_cache
def selfie(request: HttpRequest, pk: str) -> HttpResponse:
    """What the selfie is for, and what is asked now."""
    return _page(request, queries.capture_for(user_of(request), pk))


@for_roles("model")
@require_POST
def begin(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask for a selfie."""
    found = queries.capture_for(user_of(request), pk)
    try:
        identity.open_challenge(by=user_of(request), capture=found)
    except Refused as refused:
        return _page(request, found, refused=refused, status=refused.status)
    return redirect("twins:selfie", found.pk)


@for_roles("model")
@require_POST
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """One selfie: compared in this request, and not kept."""
    asked = queries.challenge_for(user_of(request), pk)
    found = asked.capture_set
    form = SelfieForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form=form, status=400)
    given = form.cleaned_data
    try:
        identity.answer_challenge(
            by=user_of(request),
            asked=asked,
            data=given["selfie"].read(),
            may_send_to_vendor=given["may_send_to_vendor"],
        )
    except Refused as refused:
        return _page(request, found, refused=refused, status=refused.status)
    return redirect("twins:selfie", found.pk)


@for_roles("operator")
@require_POST
def waive(request: HttpRequest, pk: str) -> HttpResponse:
    """The operator writes why no selfie is needed."""
    operator = user_of(request)
    found = queries.capture_to_waive(operator, pk)
    form = WaiveForm(request.POST)
    try:
        form.is_valid()
        identity.waive_challenge(by=operator, capture=found, reason=form.cleaned_data.get("reason", ""))
    except Conflict:
        raise
    except Refused as refused:
        form.add_error("reason", f"{refused.reason} {refused.hint}".strip())
        return operators_page(request, waive_form=form, waiving=found.pk, status=refused.status)
    messages.success(request, "Waived, with your reason on record.")
    return redirect("twins:unconfirmed")


def _page(request: HttpRequest, found: CaptureSet, *, status: int = 200, **changed: Any) -> HttpResponse:
    asked = found.challenges.filter(status=Challenge.Status.OPEN, ends_at__gt=clock.now()).first()
    context: dict[str, Any] = {
        "capture": found,
        "identity": identity.identity_of(found),
        "asked": asked,
        "step": rules.STEPS[asked.steps[asked.done]] if asked else None,
        "number": asked.done + 1 if asked else 0,
        "of": rules.STEPS_ASKED,
        "tries_left": rules.MOST_TRIES - len(asked.tries) if asked else 0,
        "form": SelfieForm(),
        "vendor": vendor(),
        "minutes": int(rules.TIME_TO_ANSWER.total_seconds() // 60),
    }
    return render(request, "twins/selfie.html", context | changed, status=status)
