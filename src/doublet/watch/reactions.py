"""A withdrawal becomes dated tasks for the brand, and a message to everybody who must know."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from doublet.kernel import audit, clock
from doublet.kernel.events import subscribe
from doublet.kernel.notices import tell
from doublet.licences.models import Licence
from doublet.people.models import Mandate, User
from doublet.publishing.models import Delivery, Placement
from doublet.watch.models import Task
from doublet.watch.rules import ATTEST, deadline


@subscribe("licence.withdrawn")
def open_tasks(*, licence: Licence, by: User) -> None:
    """One task for each place, one for each delivered file, with the deadlines of the contract."""
    at = clock.now()
    for placement in Placement.objects.filter(delivery__frame__licence=licence):
        rule = deadline(placement.channel)
        Task.objects.create(
            licence=licence,
            what=f"{rule.words}: {placement.url}"[:300],
            subject=placement.pk,
            rule="CLOCK",
            due_at=at + rule.within,
        )
    for delivery in Delivery.objects.filter(frame__licence=licence).select_related("frame__shot__garment"):
        Task.objects.create(
            licence=licence,
            what=f"{ATTEST.words}: {delivery.frame.shot.garment.name}, {delivery.profile}"[:300],
            subject=delivery.pk,
            rule="CLOCK",
            due_at=at + ATTEST.within,
        )
    Task.objects.create(
        licence=licence,
        what="Acknowledge that you read the withdrawal",
        subject=licence.pk,
        rule="CLOCK",
        due_at=at + timedelta(hours=48),
    )
    audit.record("tasks.opened", actor=by, subject=licence, count=licence.tasks.count())
    for member in licence.brand.members.filter(is_active=True):
        tell(
            member.email,
            "Permission was withdrawn",
            f"{licence.model} withdrew her permission for “{licence.version.offer.brief}” on {at:%d %B %Y, %H:%M} UTC. "
            f"Nothing new is made from now on. Your dated tasks: {settings.SITE_URL}/tasks",
        )
    for mandate in Mandate.objects.living().filter(model=licence.model).select_related("agency"):
        for agent in mandate.agency.members.filter(is_active=True):
            tell(
                agent.email,
                "Permission was withdrawn",
                f"{licence.model} ended her licence with {licence.brand}.",
            )
