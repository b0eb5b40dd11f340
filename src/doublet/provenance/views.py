"""Verify, and the public record of a registered file: for anybody, without an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from doublet.consents.languages import CODES, Language, choices
from doublet.kernel import clock
from doublet.kernel.refusals import Refused
from doublet.people.forms import explain
from doublet.provenance import queries
from doublet.provenance.answers import pack, reopen
from doublet.provenance.fetching import fetch
from doublet.provenance.forms import AddressForm, LookUpForm, PictureForm
from doublet.provenance.languages import best_of, language
from doublet.provenance.limits import count_verification
from doublet.provenance.records import record_of
from doublet.provenance.verify import verify as look

# state of a finding -> its tone; every other state is a no.
_TONES = {
    "yes": "",
    "claimed": "off",
    "known": "",
    "permitted": "ok",
    "unchanged": "ok",
    "copy": "ok",
    "changed": "stop",
    "unknown": "off",
    "cannot_tell": "off",
}


@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Hand in a picture or its address; the answers stand at an address of their own, which holds them."""
    said = spoken(request)
    forms, status = {"form": PictureForm(said=said), "by_address": AddressForm(said=said)}, 200
    if request.method == "POST":
        name, form = _handed_in(request, said)
        forms[name], status = form, 400
        if form.is_valid():
            try:
                count_verification(request.META.get("REMOTE_ADDR", ""))
                return _sent_to(request, pack(look(_bytes_of(form))))
            except Refused as refused:
                form.explain(refused)
                status = refused.status
    if request.headers.get("HX-Request"):
        status = 200  # htmx shows nothing else
    return _page(request, "provenance/verify.html", said, forms, status)


@never_cache
@require_safe
def result(request: HttpRequest, token: str) -> HttpResponse:
    """The four answers of a link, with what is permitted at this moment."""
    answer, said = reopen(token), spoken(request)
    rows = [(said.word("question", name), found) for name, found in answer.findings()]
    context = {
        "answer": answer,
        "known": answer.credential,
        "now": clock.now(),
        "link": answer.link,
        "answers": [
            {
                "question": question,
                "short": found.short(said),
                "tone": _TONES.get(found.state, "stop"),
                "words": found.answer.told(said),
                "proof": [phrase.told(said) for phrase in found.proof],
                "untold": [phrase.told(said) for phrase in found.untold],
            }
            for question, found in rows
        ],
        "notes": [note.told(said) for note in answer.notes],
    }
    page = _page(request, "provenance/result.html", said, context, 200)
    page["X-Robots-Tag"] = "noindex"
    return page


def spoken(request: HttpRequest) -> Language:
    """The language that was chosen by `?lang=`, else the one that the browser likes best."""
    chosen = request.GET.get("lang", "")
    accepted = best_of(request.headers.get("Accept-Language", ""))
    return language(chosen if chosen in CODES else accepted)


def _handed_in(request: HttpRequest, said: Language) -> tuple[str, PictureForm | AddressForm]:
    if "address" in request.POST:
        return "by_address", AddressForm(request.POST, said=said)
    return "form", PictureForm(request.POST, request.FILES, said=said)


def _bytes_of(form: PictureForm | AddressForm) -> bytes:
    if isinstance(form, AddressForm):
        return fetch(form.cleaned_data["address"])
    data: bytes = form.cleaned_data["picture"].read()
    return data


def _sent_to(request: HttpRequest, token: str) -> HttpResponse:
    chosen = request.GET.get("lang", "")
    where = reverse("provenance:result", args=[token]) + (f"?lang={chosen}" if chosen in CODES else "")
    # A whole new page, since its language and its address are others.
    return HttpResponseClientRedirect(where) if request.headers.get("HX-Request") else redirect(where)


def _page(
    request: HttpRequest, template: str, said: Language, context: Mapping[str, Any], status: int
) -> HttpResponse:
    chosen = request.GET.get("lang", "")
    told = {"said": said, "chosen": chosen if chosen in CODES else "", "languages": choices()}
    page = render(request, template, {**context, **told}, status=status)
    page["Content-Language"] = said.html
    patch_vary_headers(page, ["Accept-Language"])
    return page


@require_safe
def record(request: HttpRequest, pk: str) -> HttpResponse:
    """One registered file: what was permitted, and whether it still is."""
    told = record_of(queries.public_record(pk))
    made = datetime.fromisoformat(told["made_at"])
    days = {name: _day(told[name]) for name in ("signed_on", "withdrawn_on", "starts", "ends")}
    answer = render(request, "provenance/record.html", {"record": told, "made": made, **days})
    answer["Cache-Control"] = "public, max-age=60"
    return answer


@require_safe
def record_json(_request: HttpRequest, pk: str) -> HttpResponse:
    """The same for machines, from any site."""
    answer = JsonResponse(record_of(queries.public_record(pk)))
    answer["Cache-Control"] = "public, max-age=60"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Look a record up by the id that stands in a picture's metadata or under its QR code."""
    form, refused = LookUpForm(request.GET or None), None
    if form.is_valid():
        try:
            found = queries.public_record(form.cleaned_data["id"])
            return redirect("provenance:record", found.pk)
        except Refused as missing:
            refused = missing
            explain(form, missing, {missing.code: "id"})
    wrong = 400 if form.is_bound else 200
    return render(
        request, "provenance/status.html", {"form": form}, status=refused.status if refused else wrong
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
