"""Requested pictures and what came of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.kernel.leases import Leased
from doublet.licences.models import Licence
from doublet.offers.wording import background_title
from doublet.people.models import User
from doublet.twins.models import CapturePhoto
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
    engine_ref = models.CharField(max_length=64, blank=True, help_text="what the engine calls this order")
    engine_open = models.BooleanField(default=False, help_text="the engine may still be at work on it")
    progress = models.PositiveSmallIntegerField(default=0, help_text="percent, as the engine says")
    begun_at = models.DateTimeField(null=True, blank=True)
    ask_after = models.DateTimeField(null=True, blank=True, help_text="the engine is not asked before")
    reason_rule = models.CharField(max_length=40, blank=True)
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

    @property
    def background_title(self) -> str:
        """The background in words."""
        return background_title(self.background)


class EngineOrder(models.Model):
    """What was sent to an engine outside, so that nothing is ever sent, or paid, twice."""

    ref = models.CharField(max_length=24, primary_key=True)
    taken = models.BooleanField(default=False, help_text="the engine answered; else it is being sent")
    facts = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.ref} ({'taken' if self.taken else 'being sent'})"


class Prepared(models.Model):
    """What an engine found in a capture photo (outline, pose, parts), so that it is not searched again."""

    photo = models.ForeignKey(CapturePhoto, on_delete=models.CASCADE, related_name="prepared")
    engine = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    blob = models.CharField(max_length=32, help_text="sealed under the twin's key")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "prepared photos"
        constraints = [
            models.UniqueConstraint(fields=["photo", "engine"], name="prepared_once_per_photo_and_engine")
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} for {self.engine} {self.version}"


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

    @property
    def badge(self) -> str:
        """What kind of picture it is, for the badge on it: composed, or drawn by a trained model."""
        kind = "generated" if self.report.get("kind") == "generated" else "composite"
        return f"fictional_{kind}" if self.licence.model.fictional else kind


class Retouch(models.Model):
    """A retouched version of a frame. The recipe and the engine's own picture are kept, so it can be replayed."""

    id = public_id("rtc")
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="retouches")
    number = models.PositiveIntegerField()
    recipe = models.JSONField()
    recipe_sha256 = models.CharField(max_length=64)
    kinds = models.JSONField(default=list)
    measures = models.JSONField(default=dict, help_text="what the guard measured")
    raw = models.CharField(max_length=32, help_text="blob, sealed under the twin's key")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "retouches"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["frame", "number"], name="one_retouch_per_number")]

    def __str__(self) -> str:
        return f"{self.frame_id} version {self.number}"
