"""What waits for a model about boundaries and papers."""

from __future__ import annotations

from django.urls import reverse

from doublet.consents.models import Boundaries, Consent
from doublet.consents.reminders import NOTICE
from doublet.kernel import clock
from doublet.people.models import ModelProfile, User
from doublet.people.waiting import Task, source


@source
def set_your_boundaries(user: User) -> list[Task]:
    """Before a first consent to use her twin, she says what never."""
    model = ModelProfile.objects.filter(user=user).first()
    if model is None or Boundaries.objects.filter(model=model).exists():
        return []
    words = "Everything is closed until you open it, and your floor price is not set."
    return [Task("Your boundaries", words, reverse("consents:boundaries"), "Set them", "Consent")]


@source
def read_and_sign(user: User) -> list[Task]:
    """Documents that were written for her and not signed."""
    papers = Consent.objects.filter(model__user=user, status=Consent.Status.OFFERED)
    return [
        Task(
            str(paper.get_kind_display()),
            "Written for you to read. Sign it, or leave it; nothing happens by itself.",
            reverse("consents:read", args=[paper.pk]),
            "Read it",
            "Consent",
        )
        for paper in papers
    ]


@source
def ends_soon(user: User) -> list[Task]:
    """Consents in force that end within 30 days, unless a newer document of the kind waits to be read."""
    today = clock.now().date()
    papers = Consent.objects.filter(model__user=user)
    waiting = papers.filter(status=Consent.Status.OFFERED).values("kind")
    ending = papers.filter(status=Consent.Status.ACTIVE, ends__gte=today, ends__lte=today + NOTICE)
    return [
        Task(
            str(paper.get_kind_display()),
            f"Ends on {paper.ends.day} {paper.ends:%B %Y} and does not renew itself. If you want it to go on, "
            "have it written anew.",
            reverse("consents:write", args=[paper.kind]),
            "Look at it",
            "Consent",
        )
        for paper in ending.exclude(kind__in=waiting)
    ]
