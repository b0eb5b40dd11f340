"""A brand's own names and competitors."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from doublet.kernel.refusals import Refused
from doublet.people.access import SignedIn, for_roles
from doublet.people.brand_names import BrandNamesForm, set_brand_names
from doublet.people.forms import explain
from doublet.people.models import Brand


@for_roles("brand", "operator")
@never_cache
def names_change(request: SignedIn) -> HttpResponse:
    """See and save the names; an operator says which brand's."""
    asked = request.POST.get("brand") or request.GET.get("brand", "")
    brand = request.user.brand or Brand.objects.filter(pk=asked).first()
    if brand is None:
        raise Http404
    form, status = BrandNamesForm.showing(brand), 200
    if request.method == "POST":
        form, status = BrandNamesForm(request.POST), 400
        if form.is_valid():
            try:
                set_brand_names(by=request.user, brand=brand, **form.names())
            except Refused as refused:
                explain(form, refused, {"too_many_names": "also_known_as"})
                status = refused.status
            else:
                messages.success(request, f"Saved. Models who rule out one of these names rule out {brand}.")
                return redirect("me" if request.user.brand else "people")
    return render(
        request, "people/brand_names.html", {"brand": brand, "brand_names_form": form}, status=status
    )
