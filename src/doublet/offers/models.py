"""What a brand wants, the offer it makes, and every version of the terms on the way to a yes or a no."""

from __future__ import annotations

from django.db import models

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.people.models import Brand, ModelProfile, User
from doublet.wardrobe.models import Garment


class Brief(models.Model):
    """What a brand wants pictures of, where they will be shown, and for how long."""

    id = public_id("brf")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="briefs")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="briefs")
    title = models.CharField(max_length=120)
    garments = models.ManyToManyField(Garment, related_name="briefs")
    terms = models.JSONField(help_text="consents.terms.UseTerms without the price")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return self.title


class Offer(models.Model):
    """The thread between a brand and a model (and her agent) about one brief."""

    class Status(models.TextChoices):
        OPEN = "open", "In negotiation"
        AGREED = "agreed", "Agreed, waiting for the model's signature"
        SIGNED = "signed", "Signed"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn by the brand"
        EXPIRED = "expired", "Expired"
        ENDED = "ended", "Signed, and ended since"

    MOVES = {
        "open": {"agreed", "declined", "withdrawn", "expired"},
        "agreed": {"signed", "open", "declined", "withdrawn", "expired"},
        "signed": {"ended"},
        "ended": set(),
        "declined": set(),
        "withdrawn": set(),
        "expired": set(),
    }

    id = public_id("off")
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="offers")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="offers")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="offers")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.brief} ({self.status})"


class OfferVersion(models.Model):
    """One proposal: the whole terms, the quote they cost, and what changed. Never edited."""

    class Party(models.TextChoices):
        BRAND = "brand", "the brand"
        MODEL = "model", "the model"
        AGENT = "agent", "her agent"

    id = public_id("ofv")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    party = models.CharField(max_length=6, choices=Party.choices)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    terms = models.JSONField()
    terms_sha256 = models.CharField(max_length=64)
    quote = models.JSONField(help_text="the rate card's lines for these terms")
    changes = models.JSONField(default=list, help_text="[term, before, after]")
    note = models.TextField(blank=True)
    proposed_at = models.DateTimeField(default=clock.now)
    accepted_by_brand = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_by_model_side = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    memo_accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="one_version_per_offer_number")
        ]

    def __str__(self) -> str:
        return f"version {self.number} by {self.get_party_display()}"
