"""A model's calendar: what is booked, and what is kept free of other brands."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel import clock
from doublet.offers import queries
from doublet.offers.months import MARKS, months, spans
from doublet.people.access import SignedIn, for_roles, signed_in

SHOWN = 6


@for_roles("model")
@require_safe
def own(request: SignedIn) -> HttpResponse:
    """A model's own calendar."""
    return redirect("offers:calendar_of", request.user.profile.pk)


@signed_in
@never_cache
@require_safe
def of_model(request: SignedIn, pk: str) -> HttpResponse:
    """Half a year of one model, for herself and who speaks for her."""
    model = queries.calendar_of(request.user, pk)
    today = clock.now().date()
    first = _month(request.GET.get("from", ""), today)
    booked = queries.bookings(model)
    context = {
        "model": model,
        "months": months(booked, first=first, count=SHOWN, today=today),
        "spans": spans(
            (booking for booking in booked if booking.terms.ends >= today), brands=queries.brand_names(booked)
        ),
        "marks": MARKS,
        "before": _shifted(first, -SHOWN),
        "after": _shifted(first, SHOWN),
        "hers": request.user.pk == model.user_id,
    }
    return render(request, "offers/calendar.html", context)


def _month(typed: str, today: date) -> date:
    """The month asked for, 2026-12; this one where nothing readable was."""
    try:
        asked = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if abs(asked.year - today.year) <= 5 else today.replace(day=1)


def _shifted(first: date, by: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + by, 12)
    return date(year, month + 1, 1)
