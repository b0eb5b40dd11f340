"""The rulebook for everybody, and the operator's pages about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel.refusals import Refused
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import explain
from doublet.rulebook import actions, queries, touching
from doublet.rulebook.forms import AddForm, RaiseForm, SetupForm
from doublet.rulebook.overlay import check_own
from doublet.rulebook.pack import PLACES
from doublet.rulebook.pages import as_json, shown
from doublet.rulebook.rules import holds_in
from doublet.rulebook.wording import BOUND_AS

_FIELD_OF = {
    "own_rule_name": "rule",
    "own_rule_taken": "rule",
    "unknown_limit": "what",
    "title_missing": "title",
    "why_missing": "why",
    "never_lower": "level",
    "place_unknown": "seat",
    "registration_ends": "registration_ends",
}


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule with its source, date and status, for one place or for all."""
    book = queries.book()
    place = request.GET.get("place", "")
    place = place if place in PLACES else ""
    found = [shown(rule) for rule in book.rules if not place or holds_in(rule.places, frozenset({place}))]
    context = {
        "book": book,
        "laws": [rule for rule in found if rule.rule.kind != "policy"],
        "policies": [rule for rule in found if rule.rule.kind == "policy"],
        "places": [(code, words) for code, words in PLACES.items() if code != "WORLD"],
        "place": place,
        "answer": queries.setup(),
    }
    return render(request, "rulebook/rules.html", context)


@require_safe
def rules_json(_request: HttpRequest) -> HttpResponse:
    """The whole book as data, with the hash that decisions name."""
    answer = JsonResponse(as_json(queries.book()), json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="rules-{queries.book().version}.json"'
    return answer


@require_safe
def rule(request: HttpRequest, pk: str) -> HttpResponse:
    """One rule."""
    book = queries.book()
    return render(request, "rulebook/rule.html", {"shown": shown(book.rule(pk)), "book": book})


@for_roles("operator", "auditor")
@never_cache
@require_safe
def operator(request: SignedIn) -> HttpResponse:
    """What was laid over the pack, and the forms for more."""
    return _operator(request)


@for_roles("operator")
@never_cache
def raise_rule(request: SignedIn) -> HttpResponse:
    """Make one rule stricter."""
    form = RaiseForm(queries.book(), request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _operator(request, raising=form, status=400 if request.method == "POST" else 200)
    try:
        row = actions.raise_rule(by=request.user, **form.cleaned_data)
    except Refused as refused:
        explain(form, refused, _FIELD_OF)
        return _operator(request, raising=form, status=refused.status)
    messages.success(request, f"{row.rule} {row.level}s from now on.")
    return redirect("rulebook:operator")


@for_roles("operator")
@never_cache
def add_rule(request: SignedIn) -> HttpResponse:
    """Add a rule; `try` only says which licences it would touch."""
    form = AddForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _operator(request, adding=form, status=400 if request.method == "POST" else 200)
    given = form.cleaned_data
    try:
        if "try" in request.POST:
            tried = check_own(given["rule"], given["level"], form.body(), queries.book())
            return _operator(request, adding=form, tried=tried, touched=touching.touched_by(tried))
        row = actions.add_rule(
            by=request.user, rule=given["rule"], level=given["level"], body=form.body(), why=given["why"]
        )
    except Refused as refused:
        explain(form, refused, _FIELD_OF)
        return _operator(request, adding=form, status=refused.status)
    messages.success(request, f"{row.rule} holds from now on.")
    return redirect("rulebook:operator")


@for_roles("operator", "auditor")
@never_cache
def setup(request: SignedIn) -> HttpResponse:
    """What the operator is, and which duties that brings."""
    answer = queries.setup()
    initial = {name: getattr(answer, name) for name in SetupForm.base_fields} if answer else {}
    form = SetupForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.answer_setup(by=request.user, **form.cleaned_data)
                messages.success(request, "Kept. These are the duties that come with it.")
                return redirect("rulebook:setup")
            except Refused as refused:
                explain(form, refused, _FIELD_OF)
                status = refused.status
    found = queries.duties(answer.kind, answer.seat) if answer else []
    context = {
        "form": form,
        "answer": answer,
        "here": [shown(duty.rule) for duty in found if duty.here],
        "there": [shown(duty.rule) for duty in found if not duty.here],
        "roles": BOUND_AS.get(answer.kind, ()) if answer else (),
        "registration": queries.registration(answer.at.date()) if answer else "",
    }
    return render(request, "rulebook/setup.html", context, status=status)


def _operator(request: SignedIn, *, status: int = 200, **more: Any) -> HttpResponse:
    book = queries.book()
    context = {
        "book": book,
        "history": queries.history(),
        "raising": more.pop("raising", None) or RaiseForm(book),
        "adding": more.pop("adding", None) or AddForm(),
    }
    return render(request, "rulebook/operator.html", context | more, status=status)
