"""Taking a pack away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel.refusals import Refused
from doublet.licences.queries import licence_for
from doublet.packs import making
from doublet.packs.actions import make_period_pack
from doublet.packs.forms import LicencePackForm, PeriodPackForm
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import explain
from doublet.people.views.account import own_profile


@for_roles("operator", "auditor")
@never_cache
@require_safe
def packs(request: SignedIn) -> HttpResponse:
    """Choose a licence or a period."""
    return _page(request, PeriodPackForm())


@for_roles("operator", "auditor")
@never_cache
@require_POST
def period(request: SignedIn) -> HttpResponse:
    """The books of some days."""
    form = PeriodPackForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            data = make_period_pack(by=request.user, **form.cleaned_data)
        except Refused as refused:
            explain(form, refused, {"no_such_period": "last"})
            status = refused.status
        else:
            days = form.cleaned_data
            return _zip(data, f"period-{days['first']}-{days['last']}")
    return _page(request, form, status=status)


@for_roles("operator", "auditor")
@never_cache
@require_safe
def licence(request: SignedIn) -> HttpResponse:
    """Everything about the licence that was chosen."""
    form = LicencePackForm(request.GET)
    if not form.is_valid():
        return _page(request, PeriodPackForm(), form, status=400)
    found = licence_for(request.user, form.cleaned_data["licence"].pk)
    return _zip(making.licence_pack(found, request.user), found.pk)


@for_roles("model")
@never_cache
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """Everything that is held of her."""
    profile = own_profile(request)
    return _zip(making.model_pack(profile), profile.pk)


def _page(
    request: SignedIn, form: PeriodPackForm, chosen: LicencePackForm | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"period_form": form, "licence_form": chosen or LicencePackForm()}
    return render(request, "packs/packs.html", context, status=status)


def _zip(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, "application/zip", headers={"Cache-Control": "private, no-store"})
    answer["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return answer
