"""Tables that belong to no part of the house: the audit log, notices, spent one-time tokens."""

from __future__ import annotations

from django.db import models

from doublet.kernel import clock
from doublet.kernel.appendonly import AppendOnly
from doublet.kernel.ids import public_id
from doublet.kernel.leases import Leased


class AuditEvent(AppendOnly):
    """One change or one refusal. Rows are only ever added."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60, db_index=True)
    actor = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, db_index=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.subject}"


class AuditHead(models.Model):
    """The last event's number, hash and time; locking this row puts writers in order."""

    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"head {self.seq}"


class Notice(Leased):
    """An e-mail that somebody is owed, written with the change that causes it, sent by the worker."""

    id = public_id("ntc")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class Tally(models.Model):
    """How often somebody asked for something costly in a span of time. Rows of spans that ended are swept."""

    key = models.CharField(primary_key=True, max_length=32)
    counted = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.counted} until {self.ends_at:%H:%M}"
