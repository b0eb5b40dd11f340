"""What an operator or an auditor looks at: how the machine stands, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from doublet.engines import weights
from doublet.kernel import clock
from doublet.kernel.models import AuditEvent, AuditHead, Notice
from doublet.kernel.money import Money
from doublet.ledger import queries as ledger
from doublet.ledger.models import BankLine, Payout, Posting
from doublet.people.queries import models_without_age_check
from doublet.provenance.models import Credential
from doublet.studio.models import Shot
from doublet.twins.models import CaptureSet
from doublet.twins.queries import UNCONFIRMED
from doublet.watch.models import Task


@dataclass(frozen=True)
class Queue:
    """One kind of work: how much waits, how much is held by a worker now, how much went wrong."""

    name: str
    waiting: int
    in_work: int
    failed: int


def queues() -> list[Queue]:
    """The three kinds of work that workers do."""
    held = Q(lease_until__gt=clock.now())
    shots = Shot.objects.aggregate(
        waiting=Count("pk", filter=Q(status="queued")),
        in_work=Count("pk", filter=Q(status="queued") & held),
        failed=Count("pk", filter=Q(status="refused")),
    )
    marks = Credential.objects.aggregate(
        waiting=Count("pk", filter=Q(status="pending")),
        in_work=Count("pk", filter=Q(status="pending") & held),
        failed=Count("pk", filter=Q(status="failed")),
    )
    mail = Notice.objects.aggregate(
        waiting=Count("pk", filter=Q(sent_at=None)),
        in_work=Count("pk", filter=Q(sent_at=None) & held),
        failed=Count("pk", filter=Q(sent_at=None, attempts__gte=10)),
    )
    return [
        Queue("Pictures to make", **shots),
        Queue("Pictures to mark", **marks),
        Queue("E-mails to send", **mail),
    ]


def last_event() -> AuditHead | None:
    """The end of the audit log; None while nothing ever happened."""
    return AuditHead.objects.filter(pk=1).first()


def balances() -> list[tuple[str, Money]]:
    """The sum of all entries, currency by currency: zero, or something is broken."""
    return [(currency, Money(total, currency)) for currency, total in sorted(ledger.trial_balance().items())]


def waiting_for_a_person() -> list[tuple[str, int, str]]:
    """What only a person can do: words, how many, and the name of the page."""
    sets = CaptureSet.objects.filter(UNCONFIRMED, photos__isnull=False).distinct().count()
    late = Task.objects.filter(done_at=None, due_at__lt=clock.now()).count()
    return [
        ("Birth dates to confirm", models_without_age_check().count(), "people"),
        ("Capture sets to look at", sets, "operator:captures"),
        ("Tasks of brands that are overdue", late, "watch:tasks"),
        (
            "Payouts that wait for a second person",
            Payout.objects.filter(status="draft").count(),
            "operator:payouts",
        ),
        (
            "Lines of the bank to look at",
            BankLine.objects.filter(status__in=("open", "proposed")).count(),
            "operator:bank",
        ),
    ]


def model_files() -> list[weights.Status]:
    """Every model file and whether it is on this machine."""
    return weights.status()


def kinds() -> list[str]:
    """The kinds of events that ever happened."""
    return list(AuditEvent.objects.order_by("kind").values_list("kind", flat=True).distinct())


def events(*, kind: str = "", subject: str = "") -> QuerySet[AuditEvent]:
    """Events, the newest first. `subject` finds what an event is about and who did it."""
    found = AuditEvent.objects.order_by("-seq")
    if kind:
        found = found.filter(kind=kind)
    if subject:
        found = found.filter(Q(subject=subject) | Q(actor=subject))
    return found


def postings() -> QuerySet[Posting]:
    """Every posting with its entries, the newest first."""
    return Posting.objects.order_by("-posted_at", "-pk").prefetch_related("entries")
