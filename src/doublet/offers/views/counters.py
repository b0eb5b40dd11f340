"""Other terms: a counter in a living thread, or a new offer from one that came to nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from doublet.consents.queries import bounds_of
from doublet.consents.terms import UseTerms
from doublet.kernel.refusals import Conflict, Refused
from doublet.offers import actions, queries
from doublet.offers.countering import CLOSED, FIELD_OF, CounterForm
from doublet.offers.models import Offer
from doublet.people.access import SignedIn, for_roles, signed_in
from doublet.people.forms import explain
from doublet.wardrobe.models import Plate

_NEWER = Conflict(
    "newer_version",
    "Somebody proposed other terms while you were writing.",
    hint="What you typed is still here. Look at the newest terms, then put yours on the table.",
)


@signed_in
@never_cache
def counter(request: SignedIn, pk: str) -> HttpResponse:
    """Propose other terms. What was typed stays, whatever is refused."""
    found = queries.offer_for(request.user, pk)
    form = _form(request, found)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _refuse_newer(form, found)
                note = form.cleaned_data["note"]
                actions.counter(by=request.user, offer=found, changes=form.changes(), note=note)
                messages.success(request, "Your counter is on the table.")
                return redirect("offers:offer", pk)
            except Refused as refused:
                explain(form, refused, FIELD_OF)
                status = refused.status
    return render(request, "offers/counter.html", {"offer": found, "form": form}, status=status)


@for_roles("brand")
@never_cache
def again(request: SignedIn, pk: str) -> HttpResponse:
    """A new offer from the same brief, with the last terms or others."""
    found = queries.offer_for(request.user, pk)
    form = _form(request, found)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                note = form.cleaned_data["note"]
                sent = actions.send_again(by=request.user, offer=found, changes=form.changes(), note=note)
                messages.success(request, f"A new offer is with {found.model}.")
                return redirect("offers:offer", sent.pk)
            except Refused as refused:
                explain(form, refused, FIELD_OF)
                status = refused.status
    return render(
        request, "offers/counter.html", {"offer": found, "form": form, "again": True}, status=status
    )


def _form(request: SignedIn, found: Offer) -> CounterForm:
    last = queries.latest(found)
    return CounterForm(
        request.POST if request.method == "POST" else None,
        terms=UseTerms.from_dict(last.terms),
        number=last.number,
        garments=UseTerms.from_dict(found.brief.terms).garments,
        bounds=bounds_of(found.model),
        plates=Plate.objects.filter(brand=found.brand_id, retired_at=None),
        closed="you keep this closed" if queries.party_of(request.user, found) == "model" else CLOSED,
    )


def _refuse_newer(form: CounterForm, found: Offer) -> None:
    """The form knows which version it was written against; afterwards it goes by the newest."""
    number = queries.latest(found).number
    written = form.cleaned_data["number"]
    form.goes_by(number)
    if written is not None and written != number:
        raise _NEWER
