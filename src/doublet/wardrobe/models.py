"""A brand's garments: their photos, kinds, sizes, and what the engine says of them."""

from __future__ import annotations

from django.db import models

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.people.models import Brand


class Garment(models.Model):
    """One garment. `kind` is a boundary category (what it is); `category` how an engine wears it."""

    class Category(models.TextChoices):
        TOPS = "tops", "Top"
        DRESSES = "dresses", "Dress"
        BOTTOMS = "bottoms", "Trousers"
        SKIRTS = "skirts", "Skirt"

    class Kind(models.TextChoices):
        EVERYDAY = "everyday", "Everyday clothing"
        EVENING = "evening", "Evening wear"
        SPORT = "sport", "Sportswear"
        SWIM = "swim", "Swimwear"
        LINGERIE = "lingerie", "Lingerie"
        FUR = "fur", "Fur or exotic leather"

    id = public_id("gar")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="garments")
    name = models.CharField(max_length=120)
    sku = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=10, choices=Category.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EVERYDAY)
    colour = models.CharField(max_length=40, blank=True)
    size_cm = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, help_text="of the front photo as uploaded")
    blob = models.CharField(max_length=32)
    thumbnail = models.CharField(max_length=32)
    report = models.JSONField(default=dict)
    wearable = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "sha256"], name="one_garment_per_photo_and_brand")
        ]

    def __str__(self) -> str:
        return self.name
