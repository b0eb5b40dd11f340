"""Double entry. Rows are only ever added; every posting balances; a posting's subject is posted once."""

from __future__ import annotations

from django.db import models

from doublet.kernel import clock
from doublet.kernel.appendonly import AppendOnly
from doublet.kernel.ids import public_id
from doublet.people.models import User


class Posting(AppendOnly):
    """One event in money: what happened, to what, when. Its entries sum to zero."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", "Picture approved"
        PAYMENT_RECEIVED = "payment_received", "Payment received from a brand"
        PAYOUT = "payout", "Paid out"

    id = public_id("pst")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject = models.CharField(max_length=64, help_text="the frame, receipt or payout that it stands for")
    licence_id = models.CharField(max_length=32, blank=True, db_index=True)
    words = models.CharField(max_length=200)
    due = models.DateField(null=True, blank=True)
    posted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["posted_at", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="each_thing_is_posted_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Entry(AppendOnly):
    """One side of a posting: an account and an amount in minor units; debits positive, credits negative."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(max_length=80, db_index=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.account} {self.amount_minor} {self.currency}"


class Payout(models.Model):
    """One payout run: what was owed to payees, and the file for the bank."""

    id = public_id("pay")
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    rows = models.JSONField()
    file = models.TextField(help_text="pain.001 XML")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.id} {self.total_minor} {self.currency}"
