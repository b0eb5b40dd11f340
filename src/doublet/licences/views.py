"""Licences: the list, one with its papers and decisions, signing one, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.consents.languages import language
from doublet.consents.terms import UseTerms
from doublet.kernel import clock
from doublet.kernel.canonical import digest
from doublet.kernel.refusals import NotAllowed, Refused
from doublet.licences import actions, queries
from doublet.licences.decisions import decisions_of
from doublet.licences.effects import effects_of_pause, effects_of_withdrawal
from doublet.licences.forms import SignForm
from doublet.licences.gate import permit
from doublet.licences.memo import at_short_notice
from doublet.licences.paid_in import fixed_rate
from doublet.licences.rules import Ask
from doublet.licences.shown import memo_kept, memo_shown
from doublet.offers import wording
from doublet.offers.queries import latest, offer_for, standing
from doublet.people.access import SignedIn, for_roles, reauthenticated_at, signed_in, signed_in_just_now
from doublet.people.models import User
from doublet.twins.crew import credited


@signed_in
@never_cache
@require_safe
def licences(request: SignedIn) -> HttpResponse:
    """Every licence of this person's."""
    found = queries.visible_licences(request.user)
    return render(request, "licences/licences.html", {"licences": found})


@signed_in
@never_cache
@require_safe
def licence(request: SignedIn, pk: str) -> HttpResponse:
    """What was frozen, the papers, and what the gate decided."""
    found = queries.licence_for(request.user, pk)
    context = {
        "licence": found,
        "terms": UseTerms.from_dict(found.terms),
        "facts": wording.facts(UseTerms.from_dict(found.terms)),
        "seal": queries.seal_of(found),
        "stamp": queries.stamp_of(found),
        "standing": permit(found, Ask("verify")),
        "decisions": decisions_of(found),
        "entries": queries.decisions(found),
        "crew": credited(found.twin_version),
        "rate": fixed_rate(found),
    }
    return render(request, "licences/licence.html", context)


@signed_in
@never_cache
@require_safe
def contract(request: SignedIn, pk: str) -> HttpResponse:
    """The sealed contract."""
    found = queries.licence_for(request.user, pk)
    answer = HttpResponse(
        queries.contract(found), "application/pdf", headers={"Cache-Control": "private, no-store"}
    )
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}.pdf"'
    return answer


@for_roles("model", "agent", "brand", "operator", "auditor")
@never_cache
def sign(request: SignedIn, pk: str) -> HttpResponse:
    """The deal memo, and the place to sign it. Everybody of the thread may read; only the model signs."""
    offer = offer_for(request.user, pk)
    if standing(request.user, offer).party != "model":
        raise NotAllowed(
            "only_the_model_signs",
            f"Only {offer.model} herself can sign this; nobody can sign for her.",
            rule="FWA-05",
            hint="A mandate lets an agent negotiate. It never lets anybody sign.",
        )
    return _sign(request, pk)


@signed_in_just_now
def _sign(request: HttpRequest, pk: str) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    offer = offer_for(user, pk)
    version = latest(offer)
    terms = UseTerms.from_dict(version.terms)
    said, status = language(offer.model.language), 200
    with override(said.django):
        shown = {"shown_sha256": version.terms_sha256, "memo_sha256": digest(memo_kept(offer, terms))}
        form = SignForm(request.POST or None, initial=shown, said=said)
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    signed = actions.sign_licence(
                        by=user,
                        offer=offer,
                        shown_sha256=form.cleaned_data["shown_sha256"],
                        shown_memo_sha256=form.cleaned_data["memo_sha256"],
                        typed_name=form.cleaned_data["name"],
                        memo_accepted=form.cleaned_data["memo"],
                        reauthenticated_at=reauthenticated_at(request),
                        advice=form.advice(),
                    )
                    words = said.word("memo", "signed_message")
                    messages.success(request, format_html('<span lang="{}">{}</span>', said.html, words))
                    return redirect("licences:licence", signed.pk)
                except Refused as refused:
                    form.explain(refused, legal_name=offer.model.legal_name)
                    status = refused.status
        context = {
            "offer": offer,
            "form": form,
            "said": said,
            "memo": memo_shown(offer, terms),
            "sha256": version.terms_sha256,
            "can_sign": standing(user, offer).can_sign,
            "at_short_notice": at_short_notice(terms.starts, clock.now()),
        }
        return render(request, "licences/sign.html", context, status=status)


@for_roles("model")
@never_cache
def pause(request: SignedIn, pk: str) -> HttpResponse:
    """Stop everything for a while: the effects first, then one button."""
    found = queries.licence_for(request.user, pk)
    if request.method == "POST":
        actions.pause_licence(by=request.user, licence=found)
        messages.success(request, f"Paused. {found.brand} was told, and nothing is made until you resume it.")
        return redirect("licences:licence", pk)
    return render(request, "licences/pause.html", {"licence": found, "effects": effects_of_pause(found)})


@for_roles("model")
@never_cache
@require_POST
def resume(request: SignedIn, pk: str) -> HttpResponse:
    """Let it go on."""
    found = queries.licence_for(request.user, pk)
    actions.resume_licence(by=request.user, licence=found)
    messages.success(request, f"It goes on. {found.brand} was told.")
    return redirect("licences:licence", pk)


@for_roles("model")
@never_cache
def withdraw(request: SignedIn, pk: str) -> HttpResponse:
    """One screen that lists the effects, one button. No reason is asked."""
    found = queries.licence_for(request.user, pk)
    if request.method == "POST":
        actions.withdraw_licence(by=request.user, licence=found)
        messages.success(request, f"Withdrawn. {found.brand} was told, and nothing new is made.")
        return redirect("licences:licence", pk)
    return render(
        request, "licences/withdraw.html", {"licence": found, "effects": effects_of_withdrawal(found)}
    )
