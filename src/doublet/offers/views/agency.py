"""An agent's page: her agency's models, what may be done for each, and what waits."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.offers import queries
from doublet.offers.models import Offer
from doublet.people.access import SignedIn, for_roles


@for_roles("agent")
@never_cache
@require_safe
def agency(request: SignedIn) -> HttpResponse:
    """Everybody whom this agency represents."""
    models = queries.represented(request.user)
    closed = sum(not model.can_be_booked for model in models)
    context = {
        "models": models,
        "closed": closed,
        "warning": f"{closed} {'has' if closed == 1 else 'have'} no consent: nothing can be generated",
        "waiting": queries.visible_offers(request.user).filter(status=Offer.Status.OPEN),
    }
    return render(request, "offers/agency.html", context)
