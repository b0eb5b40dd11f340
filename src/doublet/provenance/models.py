"""The register: every file that this instance ever marked, so that any copy leads back to its licence."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.kernel.leases import Leased
from doublet.licences.models import Licence
from doublet.provenance.log.tables import TreeHead, TreeTile
from doublet.studio.models import Frame

__all__ = ["Credential", "TreeHead", "TreeTile"]


_WAITING = {
    "signing_key_unreachable": "The service that signs pictures cannot be reached.",
    "signing_certificate_ended": "The certificate that signs pictures has ended.",
}
_WAITING_ELSE = "Something that marks pictures is missing on this machine."


class Credential(Leased):
    """One marked, signed and registered file: a frame's master, or a delivery made from it."""

    class Kind(models.TextChoices):
        MASTER = "master", "Master"
        DELIVERY = "delivery", "Delivery"
        SUPERSEDED = "superseded", "Replaced before review"

    class Status(models.TextChoices):
        PENDING = "pending", "Being marked"
        READY = "ready", "Marked and registered"
        FAILED = "failed", "Held back"

    MOVES = {"pending": {"ready", "failed"}, "ready": set(), "failed": set()}

    id = public_id("crd")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="credentials")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="credentials")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    profile = models.CharField(max_length=30, blank=True)
    label = models.CharField(max_length=200, blank=True)
    mark = models.PositiveBigIntegerField(null=True, blank=True, help_text="the watermark's random id")
    readings = models.BinaryField(
        default=bytes,
        blank=True,
        help_text="how the watermark's decoder reads it without the mark and with it",
    )
    blob = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    pdq = models.BinaryField(default=bytes, blank=True)
    features = models.BinaryField(default=bytes, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    waits_for = models.CharField(max_length=60, blank=True, help_text="why marking is tried again later")
    waits_since = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["frame"], condition=Q(kind="master"), name="one_master_per_frame"
            ),
            models.UniqueConstraint(
                fields=["mark"],
                condition=Q(kind="master") & Q(mark__isnull=False),
                name="one_mark_per_master",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | (~Q(sha256="") & ~Q(blob="")), name="ready_means_registered"
            ),
        ]

    @property
    def waiting_words(self) -> str:
        """Why it waits, for the people concerned; what exactly is wrong is the operator's to know."""
        return _WAITING.get(self.waits_for, _WAITING_ELSE) if self.waits_since else ""

    def __str__(self) -> str:
        return f"{self.kind} of {self.frame_id} ({self.status})"
