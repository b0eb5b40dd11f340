"""One person of the crew, as a model named her, and what that person answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.ids import public_id

LINK_LIVES = timedelta(days=30)
FRESH = timedelta(hours=24)
LARGEST_SHARE_BP = 500
"""Five percent, for everybody of a model's crew together."""


class CrewMember(models.Model):
    """Somebody who worked on photos of a model. Her permission is a record of its own, with the text she read."""

    class Role(models.TextChoices):
        PHOTOGRAPHER = "photographer", "Photographer"
        HAIR_MAKEUP = "hair_makeup", "Hair and make-up"
        STYLIST = "stylist", "Stylist"

    class Answer(models.TextChoices):
        WAITING = "waiting", "Has not answered yet"
        PERMITTED = "permitted", "Permitted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Taken back for new twins"

    MOVES = {
        "waiting": {"permitted", "refused"},
        "permitted": {"withdrawn", "waiting"},
        "refused": {"permitted"},
        "withdrawn": {"permitted"},
    }

    id = public_id("crw")
    model = models.ForeignKey("people.ModelProfile", on_delete=models.PROTECT, related_name="crew")
    capture = models.CharField(
        max_length=32, blank=True, help_text="id of a set of photos; empty is all of hers"
    )
    role = models.CharField(max_length=12, choices=Role.choices)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=5, default="en")
    share_bp = models.PositiveIntegerField(default=0, help_text="basis points of the model's gross")
    status = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    typed_name = models.CharField(max_length=120, blank=True)
    text = models.JSONField(default=dict, help_text="language and lines of what was answered, as it was read")
    text_sha256 = models.CharField(max_length=64, blank=True)
    credited = models.BooleanField(
        default=False, help_text="her own tick: named where the pictures are explained"
    )
    iban = models.CharField(max_length=34, blank=True)
    country = models.CharField(max_length=6, blank=True, help_text="where she pays tax, e.g. FR or US-NY")
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=clock.now)
    named_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="no share in licences signed from here on"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolution = models.CharField(max_length=300, blank=True, help_text="why a no stands in the way no more")

    class Meta:
        app_label = "people"
        ordering = ["named_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "email", "role", "capture"],
                condition=Q(ended_at=None),
                name="named_once_for_a_set",
            ),
            models.CheckConstraint(condition=Q(share_bp__lte=LARGEST_SHARE_BP), name="a_crew_share_is_small"),
            models.CheckConstraint(
                condition=~Q(status="permitted") | ~Q(typed_name="") & ~Q(text_sha256=""),
                name="a_crews_yes_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None) | Q(resolved_by__isnull=False) & ~Q(resolution=""),
                name="a_resolution_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display().lower()}"

    @property
    def link_ends(self) -> datetime:
        """Until when the link that was mailed last opens the page."""
        return self.sent_at + LINK_LIVES

    @property
    def link_lives(self) -> bool:
        """Does it still open the page?"""
        return clock.now() < self.link_ends

    @property
    def link_is_fresh(self) -> bool:
        """Was it mailed within a day? Only then may a bank account be changed by it."""
        return clock.now() < self.sent_at + FRESH

    @property
    def stands_in_the_way(self) -> bool:
        """A photographer's no, or her word taken back, closes her photos for new twins until it is resolved."""
        said_no = self.status in (self.Answer.REFUSED, self.Answer.WITHDRAWN)
        return said_no and self.role == self.Role.PHOTOGRAPHER and self.resolved_at is None
