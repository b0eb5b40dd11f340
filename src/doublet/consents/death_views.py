"""A reported death, for operators: noting it, the word of the person she named, and undoing a mistake."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doublet.consents import deaths, queries
from doublet.kernel.refusals import Refused
from doublet.people import rights
from doublet.people.access import for_roles, user_of
from doublet.people.forms import explain
from doublet.people.models import ModelProfile


class DeathForm(forms.Form):
    """Who died, and what the operator was shown."""

    model = forms.ModelChoiceField(ModelProfile.objects.order_by("legal_name"), label="Whose death")
    evidence = forms.CharField(
        label="What you were shown",
        max_length=600,
        help_text="In your words: which document, by whom, when. Keep no scan.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["model"].label_from_instance = _legal  # type: ignore[attr-defined]


class HeirForm(forms.Form):
    """Whose word was shown."""

    heir = forms.CharField(label="Name of the person", max_length=160)
    evidence = forms.CharField(label="What you were shown", max_length=600)


class UndoForm(forms.Form):
    """Why it was a mistake."""

    why = forms.CharField(label="How it is known that she lives", max_length=600)


@for_roles("operator", "auditor")
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Every notice, and the place to note one."""
    form = DeathForm()
    if request.method == "POST":
        rights.must_be_operator(user_of(request))
        form = DeathForm(request.POST)
        if form.is_valid():
            try:
                deaths.note_death(by=user_of(request), **form.cleaned_data)
            except Refused as refused:
                explain(form, refused, {"evidence_too_short": "evidence"})
                return _page(request, form, status=refused.status)
            messages.success(request, "Noted. Everything of hers stands still from this moment on.")
            return redirect("consents:deaths")
        return _page(request, form, status=400)
    return _page(request, form)


@for_roles("operator")
@require_POST
@never_cache
def heir(request: HttpRequest, pk: str) -> HttpResponse:
    """A second operator admits the word of the person whom she named."""
    notice = queries.death_for(pk)
    form = HeirForm(request.POST)
    if not form.is_valid():
        return _page(request, DeathForm(), status=400)
    deaths.admit_heir(by=user_of(request), notice=notice, **form.cleaned_data)
    messages.success(request, "Noted. Her licences may run to their last day, as she allowed.")
    return redirect("consents:deaths")


@for_roles("operator")
@require_POST
@never_cache
def undo(request: HttpRequest, pk: str) -> HttpResponse:
    """A second operator undoes a mistaken notice."""
    notice = queries.death_for(pk)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _page(request, DeathForm(), status=400)
    deaths.undo_death(by=user_of(request), notice=notice, **form.cleaned_data)
    messages.success(request, "Undone. Everything stands as it stood before.")
    return redirect("consents:deaths")


def _page(request: HttpRequest, form: DeathForm, *, status: int = 200) -> HttpResponse:
    rows = [
        (notice, HeirForm(auto_id=f"heir_{notice.pk}_%s"), UndoForm(auto_id=f"undo_{notice.pk}_%s"))
        for notice in queries.deaths()
    ]
    context = {"form": form, "rows": rows, "me": user_of(request)}
    return render(request, "consents/deaths.html", context, status=status)


def _legal(model: ModelProfile) -> str:
    return f"{model.legal_name} ({model.public_name})"
