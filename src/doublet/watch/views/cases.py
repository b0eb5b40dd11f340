"""What an operator has to decide, each with its time; and reports with their notices."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel import clock
from doublet.kernel.refusals import NotThere, Refused
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import explain
from doublet.watch.cases import decide_case
from doublet.watch.forms import DecisionForm
from doublet.watch.keeping import told
from doublet.watch.models import Case, Report
from doublet.watch.reporting import letters
from doublet.watch.reporting.actions import decide


@for_roles("operator", "auditor")
@never_cache
@require_safe
def cases(request: SignedIn) -> HttpResponse:
    """Open ones first, the most urgent on top."""
    context = {
        "open": Case.objects.filter(decided_at=None),
        "closed": Case.objects.exclude(decided_at=None).order_by("-decided_at")[:50],
        "now": clock.now(),
        "keeping": told(),
    }
    return render(request, "watch/cases.html", context)


@for_roles("operator", "auditor")
@never_cache
def case(request: SignedIn, pk: str) -> HttpResponse:
    """One case, and the decision about it."""
    found = _case(pk)
    report = Report.objects.select_related("credential").filter(pk=found.subject).first()
    form, status = DecisionForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _decide(request, found, report, form.cleaned_data["words"])
                messages.success(request, "Decided, and on record.")
                return redirect("watch:cases")
            except Refused as refused:
                explain(form, refused, {"no_decision": "words"})
                status = refused.status
    context: dict[str, Any] = {
        "case": found,
        "report": report,
        "form": form,
        "late": found.due_at < clock.now(),
    }
    if report is not None:
        context["hosts"] = letters.hosts(report)
    return render(request, "watch/case.html", context, status=status)


@for_roles("operator", "auditor")
@never_cache
@require_safe
def notice(request: SignedIn, pk: str) -> HttpResponse:
    """A take-down notice to one host, as a draft."""
    report = Report.objects.filter(pk=_case(pk).subject).first()
    host = request.GET.get("host", "")
    if report is None or host not in letters.hosts(report):
        raise NotThere("no_such_notice", "There is no such notice.")
    answer = HttpResponse(letters.notice_to(report, host), "text/plain; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _decide(request: SignedIn, found: Case, report: Report | None, words: str) -> None:
    if report is None:
        decide_case(by=request.user, case=found, decision=words)
    else:
        decide(by=request.user, report=report, upheld=request.POST.get("upheld") == "yes", words=words)


def _case(pk: str) -> Case:
    found = Case.objects.select_related("decided_by").filter(pk=pk).first()
    if found is None:
        raise NotThere("no_such_case", "There is no such case.")
    return found
