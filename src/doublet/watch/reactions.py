"""Taking back, in whole or in part, becomes dated tasks for the brand, and a word to everybody who must know."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from doublet.consents.terms import CHANNELS
from doublet.kernel import audit, clock
from doublet.kernel.events import subscribe
from doublet.kernel.notices import tell
from doublet.licences.models import Licence
from doublet.people.models import Mandate, User
from doublet.publishing.models import Delivery, Placement
from doublet.watch.models import Task
from doublet.watch.rules import ACKNOWLEDGE, ATTEST, Deadline, deadline


@subscribe("licence.withdrawn")
def open_tasks(*, licence: Licence, by: User) -> None:
    """One task for each place, one for each delivered file, with the deadlines of the contract."""
    _clear(Placement.objects.filter(delivery__frame__licence=licence), licence)
    _delete(Delivery.objects.filter(frame__licence=licence), licence)
    _task(licence, ACKNOWLEDGE, ACKNOWLEDGE.words, licence.pk)
    _told(
        licence,
        by,
        f"{licence.model} withdrew her permission for “{licence.version.offer.brief}”. "
        "Nothing new is made from now on.",
        f"{licence.model} ended her licence with {licence.brand}.",
    )


@subscribe("licence.narrowed")
def open_tasks_for_a_part(*, licence: Licence, what: str, by: User) -> None:
    """The same for one picture or one channel; what stands elsewhere stays."""
    if what in CHANNELS:
        _clear(Placement.objects.filter(delivery__frame__licence=licence, channel=what), licence)
        part = f"the use “{CHANNELS[what]}”"
    else:
        _clear(Placement.objects.filter(delivery__frame_id=what), licence)
        _delete(Delivery.objects.filter(frame_id=what), licence)
        part = "one picture"
    _task(licence, ACKNOWLEDGE, f"Acknowledge that {part} was taken back", what)
    _told(
        licence,
        by,
        f"{licence.model} took back {part} under “{licence.version.offer.brief}”. "
        "The rest of the licence stands.",
        f"{licence.model} took back {part} under her licence with {licence.brand}.",
    )


def _clear(places: QuerySet[Placement], licence: Licence) -> None:
    for place in places:
        rule = deadline(place.channel)
        _task(licence, rule, f"{rule.words}: {place.url}", place.pk)


def _delete(files: QuerySet[Delivery], licence: Licence) -> None:
    for delivery in files.select_related("frame__shot__garment"):
        words = f"{ATTEST.words}: {delivery.frame.shot.garment.name}, {delivery.profile}"
        _task(licence, ATTEST, words, delivery.pk)


def _task(licence: Licence, rule: Deadline, what: str, subject: str) -> None:
    """One task for each thing: what was asked for before, when a part was taken back, keeps its date."""
    if not licence.tasks.filter(subject=subject, done_at=None).exists():
        Task.objects.create(
            licence=licence,
            what=what[:300],
            subject=subject,
            rule="CLOCK",
            due_at=clock.now() + rule.within,
        )


def _told(licence: Licence, by: User, brand: str, agent: str) -> None:
    audit.record("tasks.opened", actor=by, subject=licence, count=licence.tasks.count())
    for member in licence.brand.members.filter(is_active=True):
        tell(
            member.email,
            "Permission was withdrawn",
            f"{brand}\n\n{clock.now():%d %B %Y, %H:%M} UTC. Your dated tasks: {settings.SITE_URL}/tasks",
        )
    for mandate in Mandate.objects.living().filter(model=licence.model).select_related("agency"):
        for member in mandate.agency.members.filter(is_active=True):
            tell(member.email, "Permission was withdrawn", agent)
