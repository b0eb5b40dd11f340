"""What an operator put on top of a rule pack, what it says it is, and every decision that the gate took."""

from __future__ import annotations

from django.db import models

from doublet.kernel import clock
from doublet.kernel.appendonly import AppendOnly
from doublet.kernel.ids import public_id
from doublet.people.models import User
from doublet.rulebook.wording import OPERATOR_KINDS


class Overlay(AppendOnly):
    """One change by the operator: a rule made stricter, or one of its own. Its number is part of the version."""

    class Kind(models.TextChoices):
        RAISED = "raised", "Made stricter"
        ADDED = "added", "Added"

    number = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    rule = models.CharField(max_length=40)
    level = models.CharField(max_length=6)
    body = models.JSONField(default=dict, help_text="an own rule as data; empty for a raised one")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.rule} {self.get_kind_display().lower()}"


class OperatorAnswer(AppendOnly):
    """What the operator says it is. The newest answer counts; older ones stay."""

    kind = models.CharField(max_length=12, choices=list(OPERATOR_KINDS.items()))
    seat = models.CharField(max_length=6, help_text="ISO 3166, e.g. FR or US-NY")
    takes_fee = models.BooleanField(default=False)
    registration = models.CharField(max_length=40, blank=True)
    registration_ends = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.seat}"


class DecisionRecord(AppendOnly):
    """One answer of the gate with all that it looked at: ids, dates and codes, never a name.

    `about` is a licence, or the offer that was to become one.
    """

    id = public_id("dec")
    about = models.CharField(max_length=32, db_index=True)
    moment = models.CharField(max_length=10)
    allowed = models.BooleanField()
    pack = models.CharField(max_length=24)
    pack_sha256 = models.CharField(max_length=64)
    grounds = models.JSONField(help_text="[finding, level, rule ids], the most telling first")
    counted = models.JSONField(help_text="ids of the rules that counted at this moment in these places")
    inputs = models.JSONField(help_text="facts and ask, as the decision read them")
    inputs_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["about", "-at"])]

    def __str__(self) -> str:
        return f"{self.moment} of {self.about}: {'yes' if self.allowed else 'no'}"
