"""A model's boundaries: the doors that she opens and closes, and her floor price."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.consents import actions, closing, queries, summary
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.forms import FIELD_OF, BoundaryForm
from doublet.consents.models import Boundaries
from doublet.kernel.money import Money, parse
from doublet.kernel.refusals import Refused
from doublet.people.access import for_roles, user_of
from doublet.people.forms import explain
from doublet.people.models import ModelProfile
from doublet.people.queries import profile_of


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
    bounds = form.terms() if form.is_bound and form.is_valid() else queries.bounds_of(model)
    context = {"form": form, "row": row, "example": example, **_standing(model, bounds)}
    return render(request, "consents/boundaries.html", context, status=status)


@for_roles("model")
@never_cache
@require_POST
def look_ahead(request: HttpRequest) -> HttpResponse:
    """What a brand could ask for with the doors as they are ticked now, and what that would touch. Keeps nothing."""
    form = BoundaryForm(request.POST)
    form.is_valid()
    model = _me(request)
    return render(request, "consents/_standing.html", {"moves": True, **_standing(model, form.terms())})


@for_roles("model")
@never_cache
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close every door at once."""
    actions.close_boundaries(by=user_of(request), model=_me(request))
    messages.success(request, "Every door is closed. No brand can ask you for anything new.")
    return redirect("consents:boundaries")


@for_roles("model")
@never_cache
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last change back."""
    row = actions.undo_boundaries(by=user_of(request), model=_me(request))
    messages.success(request, f"Undone. Your boundaries stand as before; this is version {row.version}.")
    return redirect("consents:boundaries")


@for_roles("model")
@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """What was open when."""
    return render(request, "consents/boundary_history.html", {"rows": queries.boundary_history(_me(request))})


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


def _standing(model: ModelProfile, bounds: BoundaryTerms) -> dict[str, Any]:
    return {
        "standing": summary.standing(bounds),
        "touched": closing.touched(model, bounds),
        "always": summary.ALWAYS_CLOSED,
    }


def _me(request: HttpRequest) -> ModelProfile:
    return profile_of(user_of(request))
