"""The dated tasks that follow a withdrawal, and where pictures still stand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel import clock
from doublet.kernel.refusals import Refused
from doublet.people.access import SignedIn, for_roles, signed_in
from doublet.people.forms import explain
from doublet.watch import actions, queries
from doublet.watch.forms import ProofForm, ReopenForm


@signed_in
@never_cache
@require_safe
def tasks(request: SignedIn) -> HttpResponse:
    """What has to be done, by when; and what was done."""
    return _page(request)


@for_roles("brand")
@require_POST
def done(request: SignedIn, pk: str) -> HttpResponse:
    """The brand says how it did one, and may show it."""
    task = queries.task_for(request.user, pk)
    form = ProofForm(request.POST, request.FILES, auto_id=f"{pk}_%s")
    status = 400
    if form.is_valid():
        shown = form.cleaned_data["screenshot"]
        try:
            actions.finish_task(
                by=request.user,
                task=task,
                proof=form.cleaned_data["proof"],
                screenshot=shown.read() if shown else b"",
            )
            messages.success(request, "Done, and on record.")
            return redirect("watch:tasks")
        except Refused as refused:
            explain(
                form,
                refused,
                {"no_proof": "proof"} if refused.code == "no_proof" else {refused.code: "screenshot"},
            )
            status = refused.status
    return _page(request, wrong={pk: form}, status=status)


@for_roles("model")
@require_POST
def reopen(request: SignedIn, pk: str) -> HttpResponse:
    """She found that it still stands."""
    task = queries.task_for(request.user, pk)
    actions.reopen_task(by=request.user, task=task, why=request.POST.get("why", ""))
    messages.success(request, f"Open again. {task.licence.brand} was told, and has a day.")
    return redirect("watch:tasks")


@signed_in
@never_cache
@require_safe
def screenshot(request: SignedIn, pk: str) -> HttpResponse:
    """What the brand showed as proof."""
    shown = queries.screenshot(queries.task_for(request.user, pk))
    return HttpResponse(shown, "image/jpeg", headers={"Cache-Control": "private, no-store"})


@for_roles("model")
@never_cache
@require_safe
def standing(request: SignedIn) -> HttpResponse:
    """Where her pictures stand, and what a brand still has to take down."""
    return render(request, "watch/standing.html", {"places": queries.places_of(request.user)})


def _page(request: SignedIn, *, wrong: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    now = clock.now()
    found = list(queries.visible_tasks(request.user))
    open_ones = [
        (task, task.due_at < now, (wrong or {}).get(task.pk) or ProofForm(auto_id=f"{task.pk}_%s"))
        for task in found
        if task.done_at is None
    ]
    context = {
        "open": open_ones,
        "late": sum(late for _, late, _ in open_ones),
        "done": [(task, ReopenForm(auto_id=f"{task.pk}_%s")) for task in found if task.done_at],
    }
    return render(request, "watch/tasks.html", context, status=status)
