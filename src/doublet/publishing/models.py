"""The model's review of each picture, the files delivered, and where they were published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.people.models import ModelProfile, User
from doublet.provenance.models import Credential
from doublet.studio.models import Frame


class Review(models.Model):
    """Her decision on one frame. Without a yes nothing can be delivered."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"

    class ReasonCode(models.TextChoices):
        NOT_ME = "not_me", "It does not look like me"
        BODY = "body", "My body is wrong"
        GARMENT = "garment", "The garment is wrong"
        ARTEFACT = "artefact", "Visible errors"
        TASTE = "taste", "I do not want this picture"
        BOUNDARY = "boundary", "It crosses a boundary of mine"

    id = public_id("rev")
    frame = models.OneToOneField(Frame, on_delete=models.PROTECT, related_name="review")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.CharField(max_length=10, choices=ReasonCode.choices, blank=True)
    comment = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="approved", reason="") | (Q(decision="rejected") & ~Q(reason="")),
                name="a_rejection_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.frame_id}"


class Delivery(models.Model):
    """One approved picture made ready for one place where it will be shown."""

    id = public_id("dlv")
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="deliveries")
    profile = models.CharField(max_length=30)
    profile_version = models.CharField(
        max_length=10, blank=True, help_text="date of the profiles it was made by"
    )
    report = models.JSONField(default=dict, help_text="the pre-flight report")
    alt_text = models.CharField(max_length=300, blank=True)
    credential = models.OneToOneField(Credential, on_delete=models.PROTECT, related_name="delivery")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    downloads = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["frame", "profile"], name="one_delivery_per_profile")]

    def __str__(self) -> str:
        return f"{self.frame_id} for {self.profile}"


class Placement(models.Model):
    """A place where a delivered picture was published."""

    id = public_id("plc")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="placements")
    url = models.URLField(max_length=500)
    channel = models.CharField(max_length=30)
    since = models.DateField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.url


class Hold(models.Model):
    """A picture that nobody gets for now, because somebody reported it. Lifted when a person has decided."""

    id = public_id("hld")
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="holds")
    because = models.CharField(max_length=64, help_text="the report")
    at = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["frame", "because"], name="held_once_per_report"),
        ]

    def __str__(self) -> str:
        return f"{self.frame_id} held"


class BatchRule(models.Model):
    """A model's own rule for approving many pictures with one yes. None stands until she makes one."""

    model = models.OneToOneField(ModelProfile, on_delete=models.CASCADE, related_name="batch_rule")
    room = models.PositiveSmallIntegerField(help_text="per cent of the way from each limit to perfect")
    likeness_room = models.PositiveSmallIntegerField(help_text="the same for her face")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(room__lte=95, likeness_room__lte=95), name="room_is_a_share")
        ]

    def __str__(self) -> str:
        return f"{self.room} %, face {self.likeness_room} %"
