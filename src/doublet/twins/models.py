"""A model's twin: the photos that it is made from, and its versions. All of it sealed under one key."""

from __future__ import annotations

from typing import Any

from django.db import models

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.kernel.vault import new_wrapped_key
from doublet.people.models import ModelProfile, User
from doublet.twins import guide
from doublet.twins.rules import PhotoFacts
from doublet.twins.rules.coverage import angles, lights


class Twin(models.Model):
    """A model's digital replica. `pseudonym` is all that ever leaves the house in a file."""

    id = public_id("twn")
    model = models.OneToOneField(ModelProfile, on_delete=models.PROTECT, related_name="twin")
    pseudonym = models.CharField(max_length=40, unique=True)
    wrapped_key = models.BinaryField(editable=False)
    made_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.pseudonym

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.wrapped_key and self.erased_at is None:
            self.wrapped_key = new_wrapped_key(self.id)
        super().save(*args, **kwargs)


class CaptureSet(models.Model):
    """The photos that a twin is made from, and what the checks say of them together."""

    class Readiness(models.TextChoices):
        NOT_YET = "not yet", "Not yet"
        USABLE = "usable", "Usable"
        READY = "ready", "Ready"

    id = public_id("cap")
    twin = models.ForeignKey(Twin, on_delete=models.PROTECT, related_name="capture_sets")
    opened_at = models.DateTimeField(default=clock.now)
    may_compare_faces = models.BooleanField(
        default=False, help_text="her own tick: compare the photos with each other, in memory only"
    )
    attested_adult_photos = models.BooleanField(default=False)
    confirmed_same_person_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    readiness = models.CharField(max_length=10, choices=Readiness.choices, default=Readiness.NOT_YET)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.id} ({self.readiness})"


class CapturePhoto(models.Model):
    """One photo of a capture set. Its metadata were dropped before it was sealed."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        WARNING = "warning", "Accepted with a warning"
        REFUSED = "refused", "Refused"

    id = public_id("pho")
    capture_set = models.ForeignKey(CaptureSet, on_delete=models.CASCADE, related_name="photos")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    blob = models.CharField(max_length=32)
    thumbnail = models.CharField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_on = models.DateField(null=True, blank=True, help_text="what the file said, before it was dropped")
    dropped = models.JSONField(default=list)
    measures = models.JSONField(default=dict)
    wearable = models.JSONField(default=list)
    wearable_findings = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices)
    reasons = models.JSONField(default=list)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

    @property
    def seen(self) -> str:
        """What was measured on it, in words."""
        return guide.seen(self.measures)

    @property
    def covers(self) -> tuple[str, ...]:
        """The lessons of the guide that it answers."""
        if not self.measures or self.state == self.State.REFUSED:
            return ()
        facts = PhotoFacts.read(self.measures)
        return (*angles(facts), *lights(facts))


class Challenge(models.Model):
    """A challenge selfie: what she was asked to do, and the verdict. Of the selfies only numbers are kept."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PASSED = "passed", "Passed"
        FAILED = "failed", "Failed"
        WAIVED = "waived", "Waived by the operator"

    id = public_id("chl")
    capture_set = models.ForeignKey(CaptureSet, on_delete=models.CASCADE, related_name="challenges")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    steps = models.JSONField(default=list, help_text="names of the instructions, in order")
    done = models.PositiveSmallIntegerField(default=0, help_text="how many of them were followed")
    tries = models.JSONField(default=list, help_text="one verdict for each selfie, in numbers")
    compared = models.JSONField(
        default=list, help_text="ids of the photos that the selfies were compared with"
    )
    asked_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, help_text="why the operator waived it")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="waived")
                | ~models.Q(reason="") & models.Q(decided_by__isnull=False),
                name="a_waiver_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.status})"


class Upload(models.Model):
    """A photo on its way, in sealed pieces, so that a lost connection goes on where it broke off."""

    id = public_id("upl")
    capture_set = models.ForeignKey(CaptureSet, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=120)
    wanted = models.CharField(max_length=40, blank=True, help_text="the lesson that it was taken for")
    length = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    pieces = models.JSONField(default=list, help_text="names of the sealed pieces, in order")
    begun_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    photo = models.ForeignKey(
        CapturePhoto, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    refusal = models.JSONField(default=dict, help_text="why the photo was not kept")

    class Meta:
        ordering = ["begun_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("length")), name="no_more_than_announced"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.received} of {self.length}"


class TwinVersion(models.Model):
    """A fixed choice of photos under a number; licences name the version that they cover."""

    id = public_id("tvn")
    twin = models.ForeignKey(Twin, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    photos = models.ManyToManyField(CapturePhoto, related_name="versions")
    sha256 = models.CharField(max_length=64, help_text="over the sorted hashes of its photos")
    wearable = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["twin", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"version {self.number}"


class Erasure(models.Model):
    """That a twin was erased, what was deleted, and the key under which the papers are kept as evidence."""

    id = public_id("ers")
    twin = models.OneToOneField(Twin, on_delete=models.PROTECT, related_name="erasure")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    wrapped_key = models.BinaryField(editable=False)
    claims = models.JSONField(default=dict, help_text="the deletion certificate")
    signature = models.TextField(blank=True, help_text="this instance's signature over it")
    pdf = models.CharField(max_length=32, blank=True, help_text="blob, sealed under the archive's key")

    def __str__(self) -> str:
        return f"{self.twin_id} erased"
