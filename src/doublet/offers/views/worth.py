"""What a model's pictures would cost, why, and what she can say about it herself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel.refusals import Refused
from doublet.offers import following, rates, standing, worth
from doublet.offers.models import Following
from doublet.offers.rate_forms import FIELD_OF, FollowersForm
from doublet.people.access import SignedIn, for_roles, signed_in
from doublet.people.forms import explain


@for_roles("model")
@require_safe
def own(request: SignedIn) -> HttpResponse:
    """A model's own price."""
    return redirect("offers:price_of", request.user.profile.pk)


@signed_in
@never_cache
@require_safe
def of_model(request: SignedIn, pk: str) -> HttpResponse:
    """Three orders with their receipts, and her popularity with its inputs."""
    return _page(request, pk)


@for_roles("model")
@require_POST
def enter(request: SignedIn) -> HttpResponse:
    """She enters how many follow her somewhere."""
    form, model = FollowersForm(request.POST), request.user.profile
    status = 400
    if form.is_valid():
        try:
            following.enter_followers(by=request.user, model=model, **form.cleaned_data)
            messages.success(request, "Counted from the next quote on. What was quoted stays as it is.")
            return redirect("offers:price_of", model.pk)
        except Refused as refused:
            explain(form, refused, FIELD_OF)
            status = refused.status
    return _page(request, model.pk, form, status)


@for_roles("model")
@require_POST
def take_out(request: SignedIn, pk: str) -> HttpResponse:
    """She takes one figure out."""
    following.take_out(by=request.user, model=request.user.profile, following=pk)
    messages.success(request, "Taken out. It counts in no new quote.")
    return redirect("offers:price_of", request.user.profile.pk)


@for_roles("model")
@require_POST
def take_out_stated(request: SignedIn) -> HttpResponse:
    """She takes out what was stated for her."""
    following.take_out_stated(by=request.user, model=request.user.profile)
    messages.success(request, "Taken out. Your score starts where everybody’s does.")
    return redirect("offers:price_of", request.user.profile.pk)


@for_roles("brand")
@never_cache
@require_safe
def of_brand(request: SignedIn) -> HttpResponse:
    """A brand's own popularity with its inputs."""
    card, brand = rates.current(), request.user.brand
    assert brand is not None
    context = {"popularity": standing.of_brand(brand, card), "card": card, "brand": brand}
    return render(request, "offers/popularity.html", context)


def _page(request: SignedIn, pk: str, form: FollowersForm | None = None, status: int = 200) -> HttpResponse:
    seen = worth.worth_for(request.user, pk)
    context = {
        "worth": seen,
        "popularity": seen.popularity,
        "card": seen.card,
        "hers": request.user.pk == seen.model.user_id,
        "form": form or FollowersForm(),
        "followings": Following.objects.filter(model=seen.model, taken_out_at=None),
    }
    return render(request, "offers/price.html", context, status=status)
