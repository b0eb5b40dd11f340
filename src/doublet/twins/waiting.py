"""What waits for a model, or the operator, about photos and twins."""

from __future__ import annotations

from django.urls import reverse

from doublet.people.models import ModelProfile, Role, User
from doublet.people.waiting import Task, source
from doublet.twins import queries
from doublet.twins.models import CaptureSet


@source
def make_your_twin(user: User) -> list[Task]:
    """From the first photo to the first version."""
    model = ModelProfile.objects.filter(user=user).first()
    if model is None or queries.versions(model).exists():
        return []
    capture = queries.latest_capture(model)
    if capture is None:
        words = "A few dozen photos of you, taken with a phone. The page shows how, and checks each one."
    elif capture.readiness == CaptureSet.Readiness.NOT_YET:
        words = "Your photos do not make a twin yet; the page says what is missing."
    else:
        words = "Your photos are good enough to make your twin."
    return [Task("Your twin", words, reverse("twins:capture"), "Go to your photos", "Capture")]


@source
def compare_by_eye(user: User) -> list[Task]:
    """Sets that no machine may compare."""
    count = queries.visible_captures(user).count() if user.role == Role.OPERATOR else 0
    if not count:
        return []
    words = "One set of photos waits" if count == 1 else f"{count} sets of photos wait"
    return [Task("One person?", f"{words} for your eye.", reverse("twins:unconfirmed"), "Look", "Capture")]
