"""Offers: the list, the thread that all parties read, and what each of them can answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.consents.terms import UseTerms
from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.kernel.refusals import NotThere, Refused
from doublet.offers import actions, checks, queries, questions, talking, thread, timing
from doublet.offers.countering import DeclineForm, ExtendForm, MessageForm
from doublet.offers.models import Offer, OfferVersion
from doublet.people.access import SignedIn, for_roles, signed_in
from doublet.people.forms import explain
from doublet.people.models import Role
from doublet.people.queries import affiliations_on
from doublet.wardrobe.queries import plate_picture, plates_named

STATE = {"sent": "sent", "open": "open", "agreed": "awaiting_signature"}


@signed_in
@never_cache
@require_safe
def listing(request: SignedIn) -> HttpResponse:
    """Every offer of this person's: first those that wait for her, then the other living ones, then the rest."""
    found = queries.visible_offers(request.user)
    offers = list(found.prefetch_related("versions__acceptances__mandate"))
    fresh = thread.unread(request.user, found) if request.user.role in _PARTIES else set()
    turn, living, closed = [], [], []
    for offer in offers:
        row = {
            "offer": offer,
            "last": queries.latest(offer),
            "mark": STATE.get(offer.status, offer.status),
            "new": offer.pk in fresh,
        }
        if offer.status not in Offer.LIVING:
            closed.append(row)
        elif queries.standing(request.user, offer).my_turn:
            turn.append(row)
        else:
            living.append(row)
    return render(request, "offers/offers.html", {"turn": turn, "living": living, "closed": closed})


@signed_in
@never_cache
@require_safe
def offer(request: SignedIn, pk: str) -> HttpResponse:
    """One offer: how its terms came about, what they cost, what she gets, and what can be answered."""
    found = queries.offer_for(request.user, pk)
    answer = render(request, "offers/offer.html", _thread(request, found))
    if queries.party_of(request.user, found):
        talking.mark_read(by=request.user, offer=found)
    return answer


@signed_in
@require_POST
def say(request: SignedIn, pk: str) -> HttpResponse:
    """Write into the thread. What is refused stays in the field."""
    found = queries.offer_for(request.user, pk)
    form = MessageForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            talking.say(by=request.user, offer=found, words=form.cleaned_data["words"])
            return redirect("offers:offer", pk)
        except Refused as refused:
            explain(form, refused, {"message_too_long": "words", "nothing_said": "words"})
            status = refused.status
    return render(request, "offers/offer.html", _thread(request, found, message=form), status=status)


@signed_in
@require_POST
def accept(request: SignedIn, pk: str) -> HttpResponse:
    """Agree to exactly the version that was on the screen."""
    found = queries.offer_for(request.user, pk)
    accepted = actions.accept(by=request.user, offer=found, number=_number(request))
    if accepted.status == Offer.Status.AGREED:
        messages.success(request, "Both sides agree. Nothing happens until the model signs.")
    else:
        messages.success(request, "Accepted. The other side has still to agree.")
    return redirect("offers:offer", pk)


@signed_in
@require_POST
def agree(request: SignedIn, pk: str) -> HttpResponse:
    """Agree to single terms of the version that was on the screen."""
    found = queries.offer_for(request.user, pk)
    ticked = request.POST.getlist("terms")[:40]
    actions.agree_on(by=request.user, offer=found, number=_number(request), terms=ticked)
    messages.success(request, "These terms are agreed. The others stay open.")
    return redirect("offers:offer", pk)


@signed_in
@require_POST
def extend(request: SignedIn, pk: str) -> HttpResponse:
    """Leave one's own proposal on the table longer."""
    found = queries.offer_for(request.user, pk)
    form = ExtendForm(request.POST)
    days = form.cleaned_data["days"] if form.is_valid() else 0
    longer = talking.extend(by=request.user, offer=found, days=days)
    messages.success(request, f"It can be answered until {longer.expires_at:%d %B %Y}.")
    return redirect("offers:offer", pk)


@signed_in
@require_POST
def decline(request: SignedIn, pk: str) -> HttpResponse:
    """The model's side says no."""
    form = DeclineForm(request.POST)
    form.is_valid()
    actions.decline(
        by=request.user,
        offer=queries.offer_for(request.user, pk),
        note=form.cleaned_data.get("note", ""),
        because=form.cleaned_data.get("because", ""),
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


_PARTIES = (Role.MODEL, Role.AGENT, Role.BRAND)


def _number(request: SignedIn) -> int:
    shown = request.POST.get("number", "")
    return int(shown) if shown.isdecimal() and len(shown) < 6 else 0


def _thread(request: SignedIn, found: Offer, *, message: MessageForm | None = None) -> dict[str, Any]:
    versions = thread.versions_of(found)
    last, now = versions[-1], clock.now()
    terms = UseTerms.from_dict(last.terms)
    gross = Money(terms.gross_minor, terms.currency)
    standing = queries.standing(request.user, found)
    living = found.status in Offer.LIVING
    first = request.GET.get("against") == "first"
    rows = thread.term_rows(versions, against=versions[0] if first else None)
    return {
        "offer": found,
        "mark": STATE.get(found.status, found.status),
        "last": last,
        "terms": terms,
        "rows": rows,
        "open_rows": [row for row in rows if not row.agreed],
        "versions": versions,
        "against_first": first,
        "plates": plates_named(terms.backgrounds, found.brand_id).values(),
        "entries": thread.entries(found, versions, read_until=thread.read_until(request.user, found)),
        "standing": standing,
        "can_agree": standing.can_accept and _theirs(standing.party, last),
        "split": queries.reaches_her(found.model, gross),
        "gross": gross,
        "licence": getattr(last, "licence", None),
        "against": checks.against_signing(found, last) if living else [],
        "warnings": timing.warnings(terms, opened=found.opened_at, now=now) if living else (),
        "runs_out": living and found.expires_at - now < timedelta(hours=48),
        "ties": affiliations_on(found.model, found.brand),
        "asked": questions.about(last),
        "message": message or MessageForm(),
        "extend": ExtendForm(),
        "decline": DeclineForm(),
        "again": found.followed_by.order_by("-opened_at").first(),
    }


def _theirs(party: str, last: OfferVersion) -> bool:
    return (last.party == "brand") != (party == "brand")
