"""Verify: for anybody, without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from doublet.consents.languages import Language
from doublet.kernel import clock
from doublet.kernel.refusals import Refused
from doublet.provenance.answers import pack, reopen
from doublet.provenance.fetching import fetch
from doublet.provenance.forms import AddressForm, PictureForm
from doublet.provenance.limits import count_verification
from doublet.provenance.speaking import chosen, page, spoken
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
    return page(request, "provenance/verify.html", forms, said=said, status=status)


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
    shown = page(request, "provenance/result.html", context, said=said)
    shown["X-Robots-Tag"] = "noindex"
    return shown


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
    code = chosen(request)
    where = reverse("provenance:result", args=[token]) + (f"?lang={code}" if code else "")
    # A whole new page, since its language and its address are others.
    return HttpResponseClientRedirect(where) if request.headers.get("HX-Request") else redirect(where)
