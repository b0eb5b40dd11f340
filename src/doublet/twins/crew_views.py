"""A model's page of the people who worked on her photos."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doublet.kernel.refusals import Refused
from doublet.people.access import SignedIn, for_roles
from doublet.people.crew import naming, queries
from doublet.people.crew.forms import FIELD_OF, CrewForm, ShareForm
from doublet.people.forms import explain
from doublet.people.queries import profile_of
from doublet.twins.crew import captures_of, own_capture


@for_roles("model")
@never_cache
def crew(request: SignedIn) -> HttpResponse:
    """Who they are and what they answered; naming one more."""
    model = profile_of(request.user)
    sets = captures_of(model)
    form, status = CrewForm(sets, request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                typed = form.named()
                typed["capture"] = own_capture(request.user, typed["capture"])
                member, _ = naming.name_crew(by=request.user, model=model, **typed)
            except Refused as refused:
                explain(form, refused, FIELD_OF)
                status = refused.status
            else:
                messages.success(request, f"Named. The link was mailed to {member.email}.")
                return redirect("twins:crew")
    names = dict(sets)
    rows = [
        (
            member,
            names.get(member.capture, "All your photos"),
            ShareForm(initial={"percent": f"{member.share_bp / 100:g}"}, auto_id=f"{member.pk}-%s"),
        )
        for member in queries.crew_of(model)
    ]
    return render(request, "twins/crew.html", {"rows": rows, "form": form}, status=status)


@for_roles("model")
@require_POST
def share(request: SignedIn, pk: str) -> HttpResponse:
    """Another share, from the next licence on."""
    form = ShareForm(request.POST)
    if not form.is_valid():
        messages.error(request, "A share is a number such as 2.5.")
        return redirect("twins:crew")
    member = queries.crew_for(request.user, pk)
    naming.change_share(by=request.user, member=member, share_bp=form.cleaned_data["percent"])
    messages.success(request, f"Saved. {member.name} is asked again, since the share is part of the answer.")
    return redirect("twins:crew")


@for_roles("model")
@require_POST
def end(request: SignedIn, pk: str) -> HttpResponse:
    """Off the crew, for what is signed from now on."""
    member = naming.end_crew(by=request.user, member=queries.crew_for(request.user, pk))
    messages.success(request, f"{member.name} gets no share in licences that you sign from now on.")
    return redirect("twins:crew")


@for_roles("model")
@require_POST
def link(request: SignedIn, pk: str) -> HttpResponse:
    """A new link by mail."""
    member = naming.send_link_again(by=request.user, member=queries.crew_for(request.user, pk))
    messages.success(request, f"A new link was mailed to {member.email}.")
    return redirect("twins:crew")
