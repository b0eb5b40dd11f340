"""Requested pictures and what came of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.kernel.leases import Leased
from doublet.licences.models import Licence
from doublet.people.models import User
from doublet.wardrobe.models import Garment


class Shot(Leased):
    """One requested picture: the job. Workers claim it by lease and finish it once."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        DONE = "done", "Made"
        REFUSED = "refused", "Refused"
        CANCELLED = "cancelled", "Cancelled"

    MOVES = {"queued": {"done", "refused", "cancelled"}, "done": set(), "refused": set(), "cancelled": set()}

    id = public_id("sht")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="shots")
    garment = models.ForeignKey(Garment, on_delete=models.PROTECT, related_name="shots")
    background = models.CharField(max_length=40)
    light = models.CharField(max_length=40)
    crop = models.CharField(max_length=40)
    engine = models.CharField(max_length=40, default="drape")
    seed = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    reason_code = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    hint = models.TextField(blank=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["requested_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="queued", ended_at=None)
                | (~Q(status="queued") & Q(ended_at__isnull=False)),
                name="ended_shots_have_an_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.garment} ({self.status})"


class Frame(models.Model):
    """One produced picture, as the engine made it, sealed. It leaves the house only with a credential."""

    id = public_id("frm")
    shot = models.OneToOneField(Shot, on_delete=models.PROTECT, related_name="frame")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="frames")
    raw = models.CharField(max_length=32, help_text="blob, sealed under the twin's key")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    engine = models.CharField(max_length=40)
    engine_version = models.CharField(max_length=40)
    report = models.JSONField(default=dict)
    seconds_ms = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.id
