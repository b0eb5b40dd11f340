"""Behind the link of somebody of a crew, and the operator's look at a photographer's no."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel.refusals import Refused
from doublet.people.access import SignedIn, for_roles
from doublet.people.crew import answering, naming, queries, wording
from doublet.people.crew.forms import FIELD_OF, AccountForm, PermissionForm, ResolveForm
from doublet.people.forms import explain


@never_cache
@require_safe
def crew(request: HttpRequest, secret: str) -> HttpResponse:
    """What is asked of her, in her language; looking at it uses nothing up."""
    return _page(request, secret)


@never_cache
@require_POST
def crew_answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Yes or no."""
    form = PermissionForm(request.POST)
    if not form.is_valid():
        return _page(request, secret, form=form, status=400)
    typed = form.cleaned_data
    permits = request.POST.get("permits") == "yes"
    try:
        member = answering.answer(
            secret=secret,
            permits=permits,
            typed_name=typed["name"],
            shown_sha256=typed["shown_sha256"],
            language=typed["language"],
            credited=typed["credited"],
        )
    except Refused as refused:
        explain(form, refused)
        return _page(request, secret, form=form, status=refused.status)
    words = "Thank you. You permitted it." if permits else "You said no. {} was told."
    messages.success(request, format_html(words, member.model))
    return redirect("crew", secret)


@never_cache
@require_POST
def crew_take_back(request: HttpRequest, secret: str) -> HttpResponse:
    """No more new twins from these photos."""
    member = answering.take_back(secret=secret)
    messages.success(request, f"Taken back for new twins. {member.model} was told.")
    return redirect("crew", secret)


@never_cache
@require_POST
def crew_account(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the share is paid to."""
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _page(request, secret, account=form, status=400)
    try:
        member = answering.set_bank_account(secret=secret, **form.cleaned_data)
    except Refused as refused:
        explain(form, refused, FIELD_OF)
        return _page(request, secret, account=form, status=refused.status)
    messages.success(request, f"Saved. Your share goes to the account that ends in {member.iban[-4:]}.")
    return redirect("crew", secret)


@never_cache
@require_POST
def crew_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A new link, by mail to the address on file."""
    answering.ask_for_link(secret=secret)
    return render(request, "people/crew_link.html")


@for_roles("operator", "auditor")
@never_cache
@require_safe
def crew_open(request: SignedIn) -> HttpResponse:
    """Photographers whose no closes photos for new twins."""
    rows = [(member, ResolveForm(auto_id=f"{member.pk}-%s")) for member in queries.unresolved()]
    return render(request, "people/crew_open.html", {"rows": rows})


@for_roles("operator")
@require_POST
def crew_resolve(request: SignedIn, pk: str) -> HttpResponse:
    """The operator writes down why a no stands in the way no more."""
    naming.resolve(
        by=request.user, member=queries.crew_for(request.user, pk), words=request.POST.get("words", "")
    )
    messages.success(request, "Written down. Both were told.")
    return redirect("crew_open")


def _page(request: HttpRequest, secret: str, *, status: int = 200, **changed: Any) -> HttpResponse:
    member = queries.by_link(secret)
    if not member.link_lives:
        return render(request, "people/crew_link.html", {"secret": secret, "member": member}, status=403)
    asked = request.POST.get("language") or request.GET.get("language", "")
    text = wording.permission(member, asked)
    context: dict[str, Any] = {
        "member": member,
        "secret": secret,
        "text": text,
        "languages": wording.languages(),
        "may_answer": member.status != member.Answer.PERMITTED,
        "form": PermissionForm(initial={"shown_sha256": text.sha256, "language": text.language}),
        "account": AccountForm(initial={"country": member.country}),
    }
    return render(request, "people/crew.html", context | changed, status=status)
