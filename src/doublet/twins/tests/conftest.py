"""A model who has just joined, signed in, with an empty set of photos."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from doublet.kernel import clock
from doublet.people.models import ModelProfile
from doublet.story.cast import model as open_model
from doublet.testing import signed_in
from doublet.twins.models import CaptureSet


@pytest.fixture
def mei(db: None) -> ModelProfile:
    mei = open_model(
        "mei@example.org",
        public_name="Mei",
        legal_name="Mei Fiktiv",
        birth_date=date(1996, 2, 2),
        residence="FR",
        height_cm=176,
        popularity=20,
    )
    mei.age_checked_at = clock.now()
    mei.save()
    return mei


@pytest.fixture
def hers(client: Client, mei: ModelProfile) -> Client:
    return signed_in(client, mei.user)


@pytest.fixture
def capture(hers: Client, mei: ModelProfile) -> CaptureSet:
    hers.post(reverse("twins:open"), {"attests_adult": "on", "may_compare_faces": "on"})
    return CaptureSet.objects.get(twin__model=mei)
