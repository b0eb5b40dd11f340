"""What a model said yes to, in which words, and when she took it back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.appendonly import AppendOnly
from doublet.kernel.ids import public_id
from doublet.kernel.money import Money
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


class BoundaryVersion(AppendOnly):
    """Her boundaries as they stood from one moment to the next: what was open when. Never changed."""

    id = public_id("bnd")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="boundary_versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    floor_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField(default=clock.now)
    undoes = models.PositiveIntegerField(null=True, blank=True, help_text="number of the version taken back")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["model", "number"], name="one_boundary_version_per_number")
        ]

    def __str__(self) -> str:
        return f"boundaries {self.number} of {self.model_id}"

    @property
    def floor(self) -> Money:
        """Her floor price a picture at that time."""
        return Money(self.floor_minor, self.currency)


class Consent(models.Model):
    """One document of one kind, in the exact words that she was shown. Never changed once signed."""

    class Kind(models.TextChoices):
        TWIN_CREATION = "twin_creation", "Making a twin"
        TWIN_USE = "twin_use", "Use of the twin"
        BIOMETRIC_MATCHING = "biometric_matching", "Biometric matching"
        ROSTER_DISPLAY = "roster_display", "Being shown on the roster"
        POSTHUMOUS = "posthumous", "After her death"

    class Status(models.TextChoices):
        OFFERED = "offered", "To be read"
        ACTIVE = "active", "In force"
        WITHDRAWN = "withdrawn", "Withdrawn"
        SUPERSEDED = "superseded", "Replaced by a newer one"
        SUSPENDED = "suspended", "Stopped after a death was reported"

    MOVES = {
        "offered": {"active", "withdrawn"},
        "active": {"withdrawn", "superseded", "suspended"},
        "withdrawn": set(),
        "superseded": {"withdrawn", "suspended"},
        "suspended": {"active", "superseded"},
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
    advised_by = models.CharField(max_length=10, blank=True, help_text="counsel, union or none")
    adviser = models.CharField(max_length=160, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
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


class DeathNotice(models.Model):
    """Somebody told the operator that a model died. Everything of hers stands still while it stands."""

    id = public_id("dth")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="death_notices")
    noted_at = models.DateTimeField(default=clock.now)
    noted_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    evidence = models.TextField(help_text="what the operator saw, in words; no scan is kept")
    stopped = models.JSONField(
        default=dict, help_text="ids of the consents that it stopped, and how they stood"
    )
    heir = models.CharField(max_length=160, blank=True, help_text="whose word was shown, as she named it")
    heir_evidence = models.TextField(blank=True)
    heir_at = models.DateTimeField(null=True, blank=True)
    heir_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-noted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["model"], condition=Q(undone_at=None), name="one_standing_death_notice"
            )
        ]

    def __str__(self) -> str:
        return f"death notice {self.id}"
