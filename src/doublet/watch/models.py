"""What follows when a permission ends, in whole or in part: dated tasks, messages to machines, cases, reports."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.kernel.leases import Leased
from doublet.licences.models import Licence
from doublet.people.models import Brand, User
from doublet.provenance.models import Credential


class Task(models.Model):
    """One dated duty after a withdrawal, done when the brand proves it."""

    id = public_id("tsk")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=300)
    subject = models.CharField(max_length=64, blank=True)
    rule = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField(default=clock.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proof = models.TextField(blank=True)
    screenshot = models.CharField(max_length=32, blank=True, help_text="blob, sealed under the brand's key")
    screenshot_sha256 = models.CharField(max_length=64, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return self.what


class Case(models.Model):
    """Something that a person has to look at, with the time by which it must be decided."""

    class Kind(models.TextChoices):
        OVERDUE = "overdue", "A brand is late"
        WEBHOOK = "webhook", "A brand's server cannot be reached"
        REPORT = "report", "Somebody reported a picture"
        MARKING = "marking", "Pictures cannot be marked and signed"

    id = public_id("cas")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=64)
    words = models.CharField(max_length=400)
    opened_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="one_case_per_subject")]

    def __str__(self) -> str:
        return self.words


class Endpoint(models.Model):
    """Where a brand's server hears of what happens under its licences. The secret is shown once."""

    id = public_id("whe")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="endpoints")
    url = models.URLField(max_length=500)
    secret = models.BinaryField(editable=False, help_text="sealed under the brand's key")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.url


class Message(Leased):
    """One event for one endpoint: the same id and the same bytes at every try."""

    id = public_id("msg")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="messages")
    event = models.CharField(max_length=40)
    body = models.TextField()
    written_at = models.DateTimeField(default=clock.now)
    tries = models.JSONField(default=list, help_text="when, which status, in how many milliseconds")
    next_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint_id}"


class Report(models.Model):
    """What somebody without an account reported: a picture of a person who did not allow it.

    The picture itself is not kept, only its fingerprint, so that the same picture is held when it comes again.
    """

    class Kind(models.TextChoices):
        INTIMATE = "intimate", "An intimate picture, real or made by a machine"
        LIKENESS = "likeness", "A picture of me that I did not allow"

    class Outcome(models.TextChoices):
        OPEN = "open", "Being looked at"
        UPHELD = "upheld", "Taken down"
        DISMISSED = "dismissed", "Not taken down"

    MOVES = {"open": {"upheld", "dismissed"}, "upheld": set(), "dismissed": set()}

    id = public_id("rpt")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    places = models.TextField(help_text="addresses or record ids, one a line")
    words = models.TextField(blank=True)
    signature = models.CharField(max_length=160)
    contact = models.EmailField()
    for_somebody = models.BooleanField(default=False, help_text="reported on behalf of the person shown")
    language = models.CharField(max_length=2, default="en", help_text="in which the reporter is answered")
    sha256 = models.CharField(max_length=64, blank=True)
    pdq = models.BinaryField(default=bytes, blank=True)
    features = models.BinaryField(default=bytes, blank=True)
    credential = models.ForeignKey(
        Credential, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", decided_at=None)
                | (~Q(status="open") & Q(decided_at__isnull=False)),
                name="a_decided_report_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.status})"
