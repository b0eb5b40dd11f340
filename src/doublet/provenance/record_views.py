"""The public record of a registered file, and finding it by its id: for anybody, without an account."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from doublet.kernel.refusals import NotThere
from doublet.people.crew.wording import role_word
from doublet.provenance import queries
from doublet.provenance.forms import LookUpForm
from doublet.provenance.records import record_of
from doublet.provenance.speaking import chosen, page, spoken

# A browser may keep a record for half a minute, so that a withdrawal is seen by everybody within one.
_KEPT = "public, max-age=30"
_DAYS = ("signed_on", "withdrawn_on", "held_since", "starts", "ends")
_HEADINGS = {"withdrawn", "paused", "not_approved", "declined", "on_hold"}


@require_safe
def record(request: HttpRequest, pk: str) -> HttpResponse:
    """One registered file: what was permitted, and whether it still is."""
    said = spoken(request)
    try:
        told = record_of(queries.public_record(pk), said)
    except NotThere:
        return _not_there(request, LookUpForm({"id": pk}, said=said))
    state = told["status"]["state"]
    if told["permitted_today"]:
        heading = "yes"
    elif told["picture"] == "taken_back":
        heading = "taken_back"
    else:
        heading = state if state in _HEADINGS else "no"
    context = {
        "record": told,
        "heading": said.word("record", heading),
        "made": datetime.fromisoformat(told["made_at"]),
        "asked": datetime.fromisoformat(told["checked_at"]),
        "word": said.word("record", f"word_{told['picture']}"),
        "crew": [(member["name"], role_word(member["role"], said.html)) for member in told["photos_by"]],
        "days": {name: said.day(date.fromisoformat(told[name])) for name in _DAYS if told[name]},
    }
    answer = page(request, "provenance/record.html", context, said=said)
    answer["Cache-Control"] = _KEPT
    return answer


@require_safe
def record_json(request: HttpRequest, pk: str) -> HttpResponse:
    """The same for machines, from any site; its words are English unless `?lang=` asks for others."""
    said = spoken(request) if chosen(request) else None
    answer = JsonResponse(record_of(queries.public_record(pk), said))
    answer["Cache-Control"] = _KEPT
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Look a record up by the id that stands in a picture's metadata or under its QR code."""
    said = spoken(request)
    form = LookUpForm(request.GET if "id" in request.GET else None, said=said)
    if form.is_valid():
        try:
            found = queries.public_record(form.cleaned_data["id"])
        except NotThere:
            return _not_there(request, form)
        where = reverse("provenance:record", args=[found.pk])
        return redirect(f"{where}?{urlencode({'lang': said.code})}" if chosen(request) else where)
    return page(
        request, "provenance/status.html", {"form": form}, said=said, status=400 if form.is_bound else 200
    )


def _not_there(request: HttpRequest, form: LookUpForm) -> HttpResponse:
    if form.is_valid():
        form.explain(NotThere("no_such_record", "There is no such record in this register."))
    return page(request, "provenance/status.html", {"form": form}, said=form.said, status=404)
