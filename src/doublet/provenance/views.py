"""Verify, and the public record of a registered file: for anybody, without an account."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel.refusals import Refused
from doublet.people.forms import explain
from doublet.provenance import queries
from doublet.provenance.forms import LookUpForm, PictureForm
from doublet.provenance.limits import count_verification
from doublet.provenance.records import record_of
from doublet.provenance.verify import Answer
from doublet.provenance.verify import verify as look

QUESTIONS = (
    ("ai", "Made with AI?"),
    ("permitted_by", "Who permitted it?"),
    ("permitted_today", "Permitted today?"),
    ("changed", "Changed since?"),
)
# state of a finding -> the answer in a word or two, and its tone; every other state is a no.
_SHORT = {
    "yes": ("Yes", ""),
    "claimed": ("Claimed", "off"),
    "known": ("Known", ""),
    "permitted": ("Yes", "ok"),
    "unchanged": ("No", "ok"),
    "copy": ("Not the picture", "ok"),
    "changed": ("Yes", "stop"),
    "unknown": ("Cannot be told", "off"),
    "cannot_tell": ("Cannot be told", "off"),
}


@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Hand in a picture; the four answers come back on the same page."""
    form, answer, status = PictureForm(), None, 200
    if request.method == "POST":
        form, status = PictureForm(request.POST, request.FILES), 400
        if form.is_valid():
            try:
                count_verification(request.META.get("REMOTE_ADDR", ""))
                answer, status = look(form.cleaned_data["picture"].read()), 200
            except Refused as refused:
                explain(form, refused, {refused.code: "picture"})
                status = refused.status
    context: dict[str, Any] = {"form": form, "answer": answer}
    if answer is not None:
        context |= {"answers": _answers(answer), "name": form.cleaned_data["picture"].name[:80]}
        context |= {"form": PictureForm(), "known": answer.credential}
    if request.headers.get("HX-Request"):
        status = 200  # htmx shows nothing else
    return render(request, "provenance/verify.html", context, status=status)


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


def _answers(answer: Answer) -> list[dict[str, Any]]:
    found = []
    for name, question in QUESTIONS:
        finding = getattr(answer, name)
        short, tone = _SHORT.get(finding.state, ("No", "stop"))
        words = finding.words.removeprefix(f"{short}. ")
        found.append(
            {"question": question, "short": short, "tone": tone, "words": words, "proof": finding.proof}
        )
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
