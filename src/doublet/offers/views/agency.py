"""An agent's page: her agency's models, what may be done for each, and what waits."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.offers import agency_table, queries
from doublet.offers.models import Offer
from doublet.people.access import SignedIn, for_roles
from doublet.people.models import User
from doublet.people.queries import invitations_of


@for_roles("agent")
@never_cache
@require_safe
def agency(request: SignedIn) -> HttpResponse:
    """Everybody whom this agency represents or has invited."""
    everybody = _lines(request.user)
    wanted = request.GET.get("show", "")
    context = {
        "everybody": everybody,
        "lines": agency_table.chosen(everybody, wanted),
        "filters": [
            (name, words, len(agency_table.chosen(everybody, name)))
            for name, words in agency_table.FILTERS.items()
        ],
        "wanted": wanted,
        "closed": any(line.state == "closed" for line in everybody),
        "headline": agency_table.headline(everybody),
        "waiting": queries.visible_offers(request.user).filter(status=Offer.Status.OPEN),
    }
    return render(request, "offers/agency.html", context)


@for_roles("agent")
@never_cache
@require_safe
def table(request: SignedIn) -> HttpResponse:
    """The same table for a spreadsheet."""
    sheet = agency_table.table_csv(_lines(request.user))
    answer = HttpResponse("\ufeff" + sheet, "text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="models.csv"'
    return answer


def _lines(user: User) -> list[agency_table.Line]:
    return agency_table.lines(queries.represented(user), list(invitations_of(user, to_models=True)))
