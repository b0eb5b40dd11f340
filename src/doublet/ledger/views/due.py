"""What every brand owes, and what is late, for the operator."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel import clock
from doublet.ledger import clocks, openings
from doublet.ledger.entries import due_state
from doublet.ledger.models import Reminder
from doublet.licences.models import Licence
from doublet.people.access import SignedIn, for_roles
from doublet.people.models import Brand


@for_roles("operator", "auditor")
@never_cache
@require_safe
def due(request: SignedIn) -> HttpResponse:
    """Picture by picture: how much, until when, and whether the brand was told."""
    found = openings.everything()
    today = clock.now().date()
    told = Reminder.objects.filter(posting__in=[each.posting.pk for each in found]).order_by("at")
    last = {reminder.posting_id: reminder for reminder in told}
    licences = Licence.objects.filter(pk__in={each.posting.licence_id for each in found}).select_related(
        "model"
    )
    models = {licence.pk: licence.model for licence in licences}
    brands = {
        brand.pk: brand for brand in Brand.objects.filter(pk__in={clocks.brand_of(each) for each in found})
    }
    rows = [
        {
            "each": each,
            "state": due_state(each.due, today=today),
            "days": (today - each.due).days,
            "told": last.get(each.posting.pk),
            "model": models[each.posting.licence_id],
            "brand": brands[clocks.brand_of(each)],
        }
        for each in found
    ]
    context = {"rows": rows, "late": clocks.sums(clocks.late()), "all": clocks.sums(found)}
    return render(request, "ledger/due.html", context)
