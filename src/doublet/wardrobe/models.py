"""A brand's garments with what the engine says of them, and its own backgrounds."""

from __future__ import annotations

from django.db import models

from doublet.engines.tryon.scenes import PLATE
from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.people.models import Brand


class Goes(models.TextChoices):
    """What of an upload's content credential goes into the pictures made with it."""

    WHOLE = "whole", "Whole"
    HASH = "hash", "The photo's hash alone"
    ASK = "ask", "The hash alone, until the brand has decided"


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
    landmarks = models.JSONField(
        default=dict, blank=True, help_text="points that the brand moved: name to x, y in pixels of the photo"
    )
    report = models.JSONField(default=dict)
    wearable = models.BooleanField(default=False)
    preparation = models.CharField(
        max_length=32,
        blank=True,
        help_text="blob: what the engine found in the photo, so as not to search again",
    )
    credential = models.CharField(
        max_length=32, blank=True, help_text="blob: the content credential that the upload came with"
    )
    credential_words = models.CharField(max_length=300, blank=True, help_text="what became of it, in words")
    credential_goes = models.CharField(
        max_length=5, choices=Goes.choices, default=Goes.WHOLE, help_text="how it goes along with pictures"
    )
    added_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "sha256"], name="one_garment_per_photo_and_brand")
        ]

    def __str__(self) -> str:
        return self.name


class Plate(models.Model):
    """A background that the brand brings. Its picture never changes, so a licence can name it by its id."""

    class Setting(models.TextChoices):
        STUDIO = "studio", "A studio background"
        DAYLIGHT = "daylight", "A place in daylight"
        EVENING = "evening", "A place in evening light"
        ALCOHOL = "alcohol", "A bar, or alcohol"
        TOBACCO = "tobacco", "Tobacco"
        GAMBLING = "gambling", "Gambling"
        FAITH = "faith", "A place or a sign of faith"
        POLITICS = "politics", "A place or a sign of politics"

    id = public_id("plt")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="plates")
    name = models.CharField(max_length=120)
    setting = models.CharField(max_length=10, choices=Setting.choices)
    sha256 = models.CharField(max_length=64, help_text="of the picture as uploaded")
    blob = models.CharField(max_length=32)
    thumbnail = models.CharField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    credential = models.CharField(
        max_length=32, blank=True, help_text="blob: the content credential that the upload came with"
    )
    credential_words = models.CharField(max_length=300, blank=True, help_text="what became of it, in words")
    credential_goes = models.CharField(
        max_length=5, choices=Goes.choices, default=Goes.WHOLE, help_text="how it goes along with pictures"
    )
    added_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "sha256"], name="one_plate_per_picture_and_brand")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def background(self) -> str:
        """The name of this background in briefs, licences and orders."""
        return f"{PLATE}:{self.pk}"
