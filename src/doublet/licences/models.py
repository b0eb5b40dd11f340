"""Frozen terms between one model and one brand, and the grants that are issued under them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from doublet.consents.models import Consent
from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.kernel.leases import Leased
from doublet.offers.models import OfferVersion
from doublet.people.models import Brand, ModelProfile, User
from doublet.twins.models import TwinVersion


class Licence(models.Model):
    """The signed terms. Everything but the status is frozen at the moment of signing."""

    class Status(models.TextChoices):
        ACTIVE = "active", "In force"
        PAUSED = "paused", "Paused by the model"
        WITHDRAWN = "withdrawn", "Permission withdrawn"

    MOVES = {"active": {"paused", "withdrawn"}, "paused": {"active", "withdrawn"}, "withdrawn": set()}
    LIVING = (Status.ACTIVE, Status.PAUSED)

    id = public_id("lic")
    version = models.OneToOneField(OfferVersion, on_delete=models.PROTECT, related_name="licence")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="licences")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="licences")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="licences")
    consent_sha256 = models.CharField(max_length=64)
    creation_consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    creation_sha256 = models.CharField(max_length=64)
    twin_version = models.ForeignKey(TwinVersion, on_delete=models.PROTECT, related_name="licences")
    terms = models.JSONField()
    terms_sha256 = models.CharField(max_length=64)
    commissions = models.JSONField(default=list, help_text="[party, basis points], frozen at signing")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    signed_at = models.DateTimeField()
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=160)
    advised_by = models.CharField(max_length=10, blank=True, help_text="counsel, union or none")
    adviser = models.CharField(max_length=160, blank=True)
    seal = models.TextField(help_text="this instance's signature over what was signed")
    contract = models.CharField(max_length=32, help_text="blob: the sealed PDF, under the twin's key")
    contract_sha256 = models.CharField(max_length=64)
    memo = models.JSONField(default=dict, blank=True, help_text="the deal memo in the words she accepted")
    memo_sha256 = models.CharField(max_length=64, blank=True)
    taken_back = models.JSONField(
        default=dict, blank=True, help_text="single pictures and channels that she took back, each with when"
    )
    paused_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-signed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="active", withdrawn_at=None, paused_at=None)
                | Q(status="paused", withdrawn_at=None, paused_at__isnull=False)
                | Q(status="withdrawn", withdrawn_at__isnull=False),
                name="paused_and_withdrawn_have_a_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.brand} x {self.model} ({self.status})"


class ContractStamp(Leased):
    """The time stamp of a contract's hash, by an authority that the operator named. A worker asks for it."""

    licence = models.OneToOneField(
        Licence, on_delete=models.PROTECT, primary_key=True, related_name="contract_stamp"
    )
    token = models.BinaryField(default=bytes, help_text="RFC 3161, DER")
    stamped_at = models.DateTimeField(null=True, blank=True)
    stamped_by = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(default=clock.now, help_text="when a worker asks next")
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_at"]

    def __str__(self) -> str:
        return f"{self.licence_id}: {self.stamped_at or 'waits'}"


class StatusEntry(models.Model):
    """A licence's place in the public status lists, drawn by lot, so that it says nothing of the licence.

    The lists themselves are no rows: they are written from the licences' status whenever they are asked for.
    """

    licence = models.OneToOneField(
        Licence, on_delete=models.PROTECT, primary_key=True, related_name="status_entry"
    )
    list_number = models.PositiveIntegerField()
    index = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "status entries"
        constraints = [
            models.UniqueConstraint(fields=["list_number", "index"], name="one_licence_per_status_index")
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} at {self.index} of list {self.list_number}"


class Grant(models.Model):
    """One permission for one try at one shot. Its signed token names it; it can be spent once."""

    id = public_id("grt")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="grants")
    shot = models.CharField(max_length=32, db_index=True)
    number = models.PositiveIntegerField(
        help_text="count of shots granted under the licence, this one included"
    )
    binding_sha256 = models.CharField(max_length=64, help_text="over person, garments, scene and engine")
    issued_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="grant_expires_after_issue"
            ),
            models.UniqueConstraint(
                fields=["shot"], condition=Q(void_at=None), name="one_living_grant_per_shot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} for {self.shot}"
