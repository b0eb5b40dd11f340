"""Offers: the list, the thread that all parties read, and what each of them can answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.consents.terms import UseTerms
from doublet.kernel.money import Money
from doublet.kernel.refusals import NotThere, Refused
from doublet.offers import actions, queries, wording
from doublet.offers.forms import FIELD_OF, CounterForm
from doublet.offers.models import Offer, OfferVersion
from doublet.people.access import SignedIn, for_roles, signed_in
from doublet.people.forms import explain
from doublet.wardrobe.queries import plate_picture, plates_named

STATE = {"sent": "sent", "open": "open", "agreed": "awaiting_signature"}


@signed_in
@never_cache
@require_safe
def listing(request: SignedIn) -> HttpResponse:
    """Every offer of this person's, the living ones first."""
    offers = list(queries.visible_offers(request.user).prefetch_related("versions"))
    for offer in offers:
        offer.last = list(offer.versions.all())[-1]  # type: ignore[attr-defined]
        offer.mark = STATE.get(offer.status, offer.status)  # type: ignore[attr-defined]
    living = [offer for offer in offers if offer.status in (Offer.Status.OPEN, Offer.Status.AGREED)]
    context = {"living": living, "closed": [offer for offer in offers if offer not in living]}
    return render(request, "offers/offers.html", context)


@signed_in
@never_cache
@require_safe
def offer(request: SignedIn, pk: str) -> HttpResponse:
    """One offer: how its terms came about, what they cost, what she gets, and what can be answered."""
    return render(request, "offers/offer.html", _thread(request, queries.offer_for(request.user, pk)))


@signed_in
@never_cache
def counter(request: SignedIn, pk: str) -> HttpResponse:
    """Propose other terms."""
    found = queries.offer_for(request.user, pk)
    last = queries.latest(found)
    form = CounterForm(request.POST or None, terms=UseTerms.from_dict(last.terms))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            note = form.cleaned_data["note"]
            try:
                actions.counter(by=request.user, offer=found, changes=form.changes(), note=note)
                messages.success(request, "Your counter is on the table.")
                return redirect("offers:offer", pk)
            except Refused as refused:
                explain(form, refused, FIELD_OF)
                status = refused.status
    return render(request, "offers/counter.html", {"offer": found, "form": form}, status=status)


@signed_in
@require_POST
def accept(request: SignedIn, pk: str) -> HttpResponse:
    """Agree to exactly the version that was on the screen."""
    found = queries.offer_for(request.user, pk)
    shown = request.POST.get("number", "")
    number = int(shown) if shown.isdecimal() and len(shown) < 6 else 0
    accepted = actions.accept(by=request.user, offer=found, number=number)
    if accepted.status == Offer.Status.AGREED:
        messages.success(request, "Both sides agree. Nothing happens until the model signs.")
    else:
        messages.success(request, "Accepted. The other side has still to agree.")
    return redirect("offers:offer", pk)


@signed_in
@require_POST
def decline(request: SignedIn, pk: str) -> HttpResponse:
    """The model's side says no."""
    actions.decline(
        by=request.user,
        offer=queries.offer_for(request.user, pk),
        note=request.POST.get("note", "")[:2000],
    )
    messages.success(request, "Declined. It has no effect on how you are ranked, priced or shown.")
    return redirect("offers:offer", pk)


@for_roles("brand")
@require_POST
def withdraw(request: SignedIn, pk: str) -> HttpResponse:
    """The brand takes its offer back."""
    actions.withdraw_offer(by=request.user, offer=queries.offer_for(request.user, pk))
    messages.success(request, "The offer is withdrawn.")
    return redirect("offers:offer", pk)


@signed_in
@require_safe
def plate(request: SignedIn, pk: str, plate: str) -> HttpResponse:
    """A background that the brand brings, for the eyes of those who decide about it."""
    found = queries.offer_for(request.user, pk)
    named = {
        each.pk: each
        for each in plates_named(queries.latest(found).terms["backgrounds"], found.brand_id).values()
    }
    if plate not in named:
        raise NotThere("no_such_plate", "This offer names no such background.")
    shown = plate_picture(named[plate])
    return HttpResponse(shown, "image/jpeg", headers={"Cache-Control": "private, no-store"})


def _thread(request: SignedIn, found: Offer) -> dict[str, Any]:
    versions = list(found.versions.select_related("proposed_by"))
    last = versions[-1]
    terms = UseTerms.from_dict(last.terms)
    gross = Money(terms.gross_minor, terms.currency)
    return {
        "offer": found,
        "mark": STATE.get(found.status, found.status),
        "last": last,
        "terms": terms,
        "facts": wording.facts(terms),
        "plates": plates_named(terms.backgrounds, found.brand_id).values(),
        "entries": [_entry(found, version) for version in versions],
        "standing": queries.standing(request.user, found),
        "split": queries.reaches_her(found.model, gross),
        "gross": gross,
        "licence": getattr(last, "licence", None),
    }


def _entry(found: Offer, version: OfferVersion) -> dict[str, Any]:
    who = {"brand": str(found.brand), "model": str(found.model), "agent": f"{found.model}’s agent"}[
        version.party
    ]
    gross = Money(version.quote["gross_minor"], version.quote["currency"])
    pictures = version.terms["pictures"]
    return {
        "who": who,
        "at": version.proposed_at,
        "state": "sent" if version.number == 1 else "countered",
        "words": version.note or (f"{pictures} pictures for {gross}." if version.number == 1 else ""),
        "diff": wording.differences(version.changes, version.quote["currency"]),
    }
