"""What a brand must do after a permission was withdrawn, with a date on each task."""

from __future__ import annotations

from django.db import models

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.licences.models import Licence
from doublet.people.models import User


class Task(models.Model):
    """One dated duty after a withdrawal, done when the brand says how."""

    id = public_id("tsk")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=300)
    subject = models.CharField(max_length=64, blank=True)
    rule = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proof = models.TextField(blank=True)

    class Meta:
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return self.what
