"""What the log keeps: its signed heads, and the hashes of its full tiles."""

from __future__ import annotations

from django.db import models

from doublet.kernel import clock
from doublet.kernel.appendonly import AppendOnly


class TreeHead(AppendOnly):
    """The root over the first `size` audit events, as this instance signed it."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    statement = models.TextField(help_text="compact JWS")

    class Meta:
        app_label = "provenance"
        ordering = ["size"]

    def __str__(self) -> str:
        return f"{self.size} events, {self.root}"


class TreeTile(AppendOnly):
    """256 hashes side by side, and their root. The leaves are tiles of level 0, roots of those level 1, and so on."""

    level = models.PositiveSmallIntegerField()
    place = models.PositiveBigIntegerField()
    hashes = models.BinaryField()
    root = models.BinaryField()

    class Meta:
        app_label = "provenance"
        constraints = [models.UniqueConstraint(fields=["level", "place"], name="one_tile_a_place")]

    def __str__(self) -> str:
        return f"tile {self.place} of level {self.level}"
