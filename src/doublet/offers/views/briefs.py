"""Writing a brief: what a brand wants, what it costs, and which boundary it would cross."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.consents.terms import UseTerms
from doublet.engines.tryon.samples import background_sample, light_sample
from doublet.engines.tryon.scenes import BACKGROUNDS, LIGHTS
from doublet.kernel import clock
from doublet.kernel.refusals import Refused
from doublet.offers import actions, prices, queries, roster, timing, wording
from doublet.offers.forms import FIELD_OF, BriefForm, NoteForm
from doublet.offers.hurdles import hurdles
from doublet.offers.models import Brief
from doublet.offers.outlook import Outlook, outlook
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import explain
from doublet.people.models import User
from doublet.wardrobe.queries import visible_garments, visible_plates

_FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}


@for_roles("brand")
@never_cache
@require_safe
def listing(request: SignedIn) -> HttpResponse:
    """Briefs that are written and not yet on offer."""
    briefs = queries.visible_briefs(request.user).filter(offers=None)
    return render(request, "offers/briefs.html", {"briefs": briefs})


@for_roles("brand")
@never_cache
def write(request: SignedIn, pk: str) -> HttpResponse:
    """A new brief for one model. With `look` it only reckons, and keeps nothing."""
    user = request.user
    entry = roster.entry_for(user, pk)
    form = BriefForm(
        request.POST or None,
        garments=visible_garments(user).filter(retired_at=None),
        bounds=entry.bounds,
        plates=visible_plates(user).filter(retired_at=None),
    )
    status = 200
    if request.method == "POST" and "look" not in request.POST:
        status = 400
        if form.is_valid():
            try:
                brief = actions.write_brief(
                    by=user,
                    model=entry.model,
                    title=form.cleaned_data["title"],
                    garments=list(form.cleaned_data["garments"]),
                    terms=form.terms(),
                )
                return redirect("offers:brief", brief.pk)
            except Refused as refused:
                explain(form, refused, FIELD_OF)
                status = refused.status
    context = {"form": form, "entry": entry, "outlook": _look_ahead(form, user, entry)}
    return render(request, "offers/brief_form.html", context, status=status)


@for_roles("brand")
@never_cache
@require_POST
def look_ahead(request: SignedIn, pk: str) -> HttpResponse:
    """The price and the boundaries for what is filled in so far: the part of the page that moves."""
    user = request.user
    entry = roster.entry_for(user, pk)
    form = BriefForm(
        request.POST,
        garments=visible_garments(user).filter(retired_at=None),
        bounds=entry.bounds,
        plates=visible_plates(user).filter(retired_at=None),
    )
    return render(
        request, "offers/_outlook.html", {"outlook": _look_ahead(form, user, entry), "entry": entry}
    )


@for_roles("brand")
@never_cache
@require_safe
def brief(request: SignedIn, pk: str) -> HttpResponse:
    """A brief before it is sent: every term and the price, to be read once more."""
    found = queries.brief_for(request.user, pk)
    terms = UseTerms.from_dict(found.terms)
    context = {
        "brief": found,
        "facts": wording.facts(terms),
        "terms": terms,
        "quote": found.quote or _reckoned(found, terms),
        "offer": found.offers.first(),
        "form": NoteForm(),
        "hurdles": hurdles(found.brand),
        "warnings": timing.warnings(terms, opened=clock.now(), now=clock.now()),
    }
    return render(request, "offers/brief.html", context)


@for_roles("brand")
@require_POST
def send(request: SignedIn, pk: str) -> HttpResponse:
    """The brief becomes an offer."""
    found = queries.brief_for(request.user, pk)
    form = NoteForm(request.POST)
    form.is_valid()
    offer = actions.send_offer(by=request.user, brief=found, note=form.cleaned_data.get("note", ""))
    messages.success(
        request, f"Your offer is with {offer.model}. She has until {offer.expires_at:%d %B} to answer."
    )
    return redirect("offers:offer", offer.pk)


@require_safe
def background(request: HttpRequest, name: str) -> HttpResponse:
    """A background, small, to choose from."""
    if name not in BACKGROUNDS:
        return HttpResponse(status=404)
    return HttpResponse(background_sample(name), "image/jpeg", headers=_FOR_A_DAY)


@require_safe
def light(request: HttpRequest, light: str) -> HttpResponse:
    """A ball under a light, to choose from."""
    if light not in LIGHTS:
        return HttpResponse(status=404)
    return HttpResponse(light_sample(light), "image/jpeg", headers=_FOR_A_DAY)


def _reckoned(found: Brief, terms: UseTerms) -> dict[str, Any]:
    """For a brief from before receipts were kept with them."""
    return prices.receipt(prices.quote(model=found.model, brand=found.brand, terms=terms), terms)


def _look_ahead(form: BriefForm, user: User, entry: roster.Entry) -> Outlook | None:
    """None while something is missing that the price rests on."""
    if not form.is_bound:
        return None
    form.is_valid()
    needed = {"pictures", "purpose", "channels", "territories", "starts", "ends"}
    if not needed <= form.cleaned_data.keys() or user.brand is None:
        return None
    garments = list(form.cleaned_data.get("garments", ()))
    return outlook(model=entry.model, brand=user.brand, garments=garments, terms=form.terms())
