"""The roster: who can be booked, and on what terms."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel import clock
from doublet.offers import roster, wording
from doublet.offers.forms import RosterForm
from doublet.offers.months import MARKS, months, spans
from doublet.people.access import SignedIn, for_roles, signed_in


@for_roles(*roster.MAY_LOOK)
@never_cache
@require_safe
def listing(request: SignedIn) -> HttpResponse:
    """Everybody who fits what was asked for."""
    form = RosterForm(request.GET or None)
    found = roster.listing(form.wish(), fairness=form.fairness, brand=request.user.brand)
    context = {"form": form, "entries": found.entries, "listing": found}
    return render(request, "offers/roster.html", context)


@signed_in
@never_cache
@require_safe
def person(request: SignedIn, pk: str) -> HttpResponse:
    """One model: how she looks, what she opened and what she keeps closed, what she asks."""
    entry = roster.entry_for(request.user, pk)
    brand = request.user.brand
    refuses_us = brand is not None and brand.name.casefold() in {
        name.casefold() for name in entry.bounds.never_brands
    }
    today = clock.now().date()
    context = {
        "entry": entry,
        "doors": wording.doors(entry.bounds),
        "refuses_us": refuses_us,
        "months": months(entry.exclusive, first=today, count=3, today=today),
        "kept": spans(entry.exclusive, brands={}),
        "marks": {mark: words for mark, words in MARKS.items() if mark != "booked"},
    }
    return render(request, "offers/person.html", context)


@signed_in
@require_safe
def portrait(request: SignedIn, pk: str) -> HttpResponse:
    """Her roster picture."""
    picture = roster.portrait(roster.entry_for(request.user, pk))
    return HttpResponse(picture, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})
