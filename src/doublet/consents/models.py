"""What a model said yes to, in which words, and when she took it back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.people.models import ModelProfile


class Boundaries(models.Model):
    """A model's rules about what never, and her floor price. Everything is closed until she opens it."""

    model = models.OneToOneField(
        ModelProfile, on_delete=models.PROTECT, primary_key=True, related_name="boundaries"
    )
    terms = models.JSONField(default=dict)
    floor_minor = models.PositiveBigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "boundaries"

    def __str__(self) -> str:
        return f"boundaries {self.version} of {self.model_id}"


class Consent(models.Model):
    """One document of one kind, in the exact words that she was shown. Never changed once signed."""

    class Kind(models.TextChoices):
        TWIN_CREATION = "twin_creation", "Making a twin"
        TWIN_USE = "twin_use", "Use of the twin"
        BIOMETRIC_MATCHING = "biometric_matching", "Biometric matching"

    class Status(models.TextChoices):
        OFFERED = "offered", "To be read"
        ACTIVE = "active", "In force"
        WITHDRAWN = "withdrawn", "Withdrawn"
        SUPERSEDED = "superseded", "Replaced by a newer one"

    MOVES = {
        "offered": {"active", "withdrawn"},
        "active": {"withdrawn", "superseded"},
        "withdrawn": set(),
        "superseded": {"withdrawn"},
    }

    id = public_id("con")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OFFERED)
    language = models.CharField(max_length=5, default="en")
    terms = models.JSONField()
    terms_sha256 = models.CharField(max_length=64)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    starts = models.DateField()
    ends = models.DateField()
    shown_at = models.DateTimeField(default=clock.now)
    waived_wait = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True, blank=True)
    signer = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    typed_name = models.CharField(max_length=160, blank=True)
    pdf = models.CharField(max_length=32, blank=True)
    receipt = models.JSONField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-shown_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="offered")
                | Q(status="withdrawn", signed_at=None)
                | (Q(signed_at__isnull=False) & Q(signer__isnull=False) & ~Q(typed_name="")),
                name="in_force_only_when_signed",
            ),
            models.UniqueConstraint(
                fields=["model", "kind"], condition=Q(status="active"), name="one_active_consent_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.status})"
