"""The front page, the page each person lands on after signing in, and the style guide."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from doublet.people.access import SignedIn, signed_in
from doublet.people.waiting import tasks_for
from doublet.ui import sampler
from doublet.ui.plates import plates


def front(request: HttpRequest) -> HttpResponse:
    """What Doublet is, for anybody."""
    return render(request, "ui/front.html", {"plates": plates()[:3]})


@signed_in
def home(request: SignedIn) -> HttpResponse:
    """What waits for this person."""
    return render(request, "ui/home.html", {"tasks": tasks_for(request.user)})


def look(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build pages. Only where DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "ui/look.html", sampler.sample(request.POST or None))
