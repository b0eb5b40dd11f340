"""Boundaries, and the papers that a model reads, signs and takes back."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.consents import actions, queries
from doublet.consents.forms import FIELD_OF, BoundaryForm, DurationForm, SignForm
from doublet.consents.models import Boundaries, Consent
from doublet.consents.rules import READING_TIME
from doublet.consents.text import TITLES, sections
from doublet.kernel import clock
from doublet.kernel.money import Money, parse
from doublet.kernel.refusals import NotThere, Refused
from doublet.people import rights
from doublet.people.access import for_roles, reauthenticated_at, signed_in_just_now, user_of
from doublet.people.forms import explain
from doublet.people.models import ModelProfile
from doublet.people.queries import profile_of

YEAR = timedelta(days=365)


@for_roles("model")
@never_cache
def boundaries(request: HttpRequest) -> HttpResponse:
    """Open and close doors, and set the floor price."""
    model = _me(request)
    row = Boundaries.objects.filter(model=model).first()
    form, status = BoundaryForm.showing(row), 200
    if request.method == "POST":
        form, status = BoundaryForm(request.POST), 400
        if form.is_valid():
            try:
                actions.set_boundaries(
                    by=user_of(request), model=model, bounds=form.terms(), floor=form.price()
                )
            except Refused as refused:
                explain(form, refused, FIELD_OF)
                status = refused.status
            else:
                messages.success(
                    request, "Saved. From now on, new offers are checked against these boundaries."
                )
                return redirect("consents:boundaries")
    example = (
        queries.example(model, Money(row.floor_minor, row.currency)) if row and row.floor_minor else None
    )
    return render(
        request, "consents/boundaries.html", {"form": form, "row": row, "example": example}, status=status
    )


@for_roles("model")
@require_safe
@never_cache
def example(request: HttpRequest) -> HttpResponse:
    """What ten pictures at the floor that is being typed would earn."""
    try:
        floor = parse(request.GET.get("floor", ""), request.GET.get("currency", ""))
        worked = queries.example(_me(request), floor) if floor.amount > 0 else None
    except Refused:
        worked = None
    return render(request, "consents/example.html", {"example": worked})


@for_roles("model")
@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Every kind of consent and how it stands."""
    model = _me(request)
    context = {"kinds": queries.kinds_of(model, _today()), "older": queries.older(model)}
    return render(request, "consents/list.html", context)


@for_roles("model")
@never_cache
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose how long, and have the document written."""
    if kind not in Consent.Kind.values:
        raise NotThere("unknown_kind", "There is no such kind of consent.")
    form, status = DurationForm.until(_today() + YEAR), 200
    if request.method == "POST":
        form, status = DurationForm(request.POST), 400
        if form.is_valid():
            try:
                consent = actions.open_consent(
                    by=user_of(request), model=_me(request), kind=kind, starts=_today(), **form.cleaned_data
                )
            except Refused as refused:
                explain(form, refused, FIELD_OF)
                status = refused.status
            else:
                return redirect("consents:read", consent.pk)
    context = {"form": form, "kind": kind, "title": TITLES[kind], "words": queries.KIND_WORDS[kind]}
    return render(request, "consents/write.html", context, status=status)


@login_required
@require_safe
@never_cache
def read(request: HttpRequest, pk: str) -> HttpResponse:
    """One document, in the exact words on file."""
    consent = queries.consent_for(user_of(request), pk)
    return _document(request, consent, SignForm(initial={"shown_sha256": consent.text_sha256}))


@for_roles("model")
@signed_in_just_now
@never_cache
def sign(request: HttpRequest, pk: str) -> HttpResponse:
    """Her signature under the words that she was shown."""
    consent = queries.consent_for(user_of(request), pk)
    if request.method != "POST":
        return redirect("consents:read", pk)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _document(request, consent, form, status=400)
    try:
        actions.sign_consent(
            by=user_of(request),
            consent=consent,
            typed_name=form.cleaned_data["name"],
            shown_sha256=form.cleaned_data["shown_sha256"],
            waive_waiting=form.cleaned_data["waive"],
            reauthenticated_at=reauthenticated_at(request),
        )
    except Refused as refused:
        explain(form, refused, FIELD_OF)
        return _document(request, consent, form, status=refused.status)
    messages.success(
        request, "Signed. The exact text is on its way to you by mail; the paper and the receipt are here."
    )
    return redirect("consents:read", pk)


@for_roles("model")
@never_cache
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """One page that says what will happen, and one button. No reason is asked."""
    consent = queries.consent_for(user_of(request), pk)
    if request.method == "POST":
        actions.withdraw_consent(by=user_of(request), consent=consent)
        messages.success(request, "Withdrawn. Nothing new is made from this moment on.")
        return redirect("consents:read", pk)
    if "withdrawn" not in Consent.MOVES[consent.status]:
        return redirect("consents:read", pk)
    context = {"consent": consent, "title": TITLES[consent.kind], "endings": queries.endings(consent)}
    return render(request, "consents/withdraw.html", context)


@login_required
@require_safe
@never_cache
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    """The sealed PDF."""
    consent = queries.consent_for(user_of(request), pk)
    answer = HttpResponse(queries.paper(consent), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{consent.pk}.pdf"'
    return answer


@login_required
@require_safe
@never_cache
def receipt(request: HttpRequest, pk: str) -> HttpResponse:
    """The signed receipt, as JSON with the exact text beside it, so that its hash can be checked anywhere."""
    consent = queries.consent_for(user_of(request), pk)
    if not consent.receipt:
        raise NotThere("not_signed", "This document is not signed, so there is no receipt yet.")
    told = {"receipt": consent.receipt, "text": consent.text, "terms": consent.terms}
    answer = JsonResponse(told, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{consent.pk}.json"'
    return answer


def _document(request: HttpRequest, consent: Consent, form: SignForm, *, status: int = 200) -> HttpResponse:
    title, parts = sections(consent.text)
    context = {
        "consent": consent,
        "title": title,
        "parts": parts,
        "form": form,
        "hers": rights.is_model(user_of(request), consent.model),
        "waits_until": consent.shown_at + READING_TIME,
        "waiting": clock.now() < consent.shown_at + READING_TIME,
        "ended": consent.ends < _today(),
        "doubt": queries.why_not_genuine(consent) if consent.signed_at else "",
    }
    return render(request, "consents/read.html", context, status=status)


def _me(request: HttpRequest) -> ModelProfile:
    return profile_of(user_of(request))


def _today() -> date:
    return clock.now().date()
