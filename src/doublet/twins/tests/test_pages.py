"""The capture page: uploading, verdicts, deleting, making the twin; and who may look."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from doublet.engines.image import encode_jpeg
from doublet.kernel import blobs
from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import BadInput
from doublet.people.models import ModelProfile, Role, User
from doublet.people.waiting import tasks_for
from doublet.story.scenery import sign
from doublet.story.target import Target
from doublet.testing import signed_in
from doublet.twins import actions, guide
from doublet.twins.models import CapturePhoto, CaptureSet, Twin, TwinVersion
from doublet.twins.rules.challenge import STEPS
from doublet.twins.rules.coverage import ANGLES, LIGHTS, MORE_ANGLES, MORE_LIGHTS

PAGE = "twins:capture"


def keep(capture: CaptureSet, name: str = "front.jpg", **more: object) -> CapturePhoto:
    """A photo as if it had been looked at."""
    twin = capture.twin
    jpeg = encode_jpeg(np.full((64, 48, 3), 120, dtype=np.uint8))
    names = [blobs.put(bytes(twin.wrapped_key), twin.pk, jpeg) for _ in range(2)]
    fields = {"state": "accepted", "width": 48, "height": 64, "sha256": name.rjust(64, "0"), **more}
    return CapturePhoto.objects.create(
        capture_set=capture, name=name, blob=names[0], thumbnail=names[1], **fields
    )


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def test_the_guide_teaches_exactly_what_the_rules_ask_for() -> None:
    needed = {lesson.name for lesson in guide.ANGLES if lesson.needed}
    assert needed == set(ANGLES)
    assert {lesson.name for lesson in guide.ANGLES} == {*ANGLES, *MORE_ANGLES}
    assert [lesson.name for lesson in guide.LIGHTS] == [*LIGHTS, *MORE_LIGHTS]


def test_the_map_says_what_is_covered_missing_and_open() -> None:
    lights = dict.fromkeys(guide.EVERY_LIGHT, 0)
    rows = dict(guide.grid({"front": {**lights, "soft": 2, "any": 2}}))
    assert rows["Front"] == ["accepted", "accepted", "none", "none", "none"]
    assert rows["Left profile"][0] == "missing"
    assert rows["Body: from behind"][0] == "none", "it helps, but a twin does not need it"


def test_each_step_is_offered_until_it_is_covered() -> None:
    first = guide.next_lesson({})
    assert first is not None
    assert first.name == "front"
    assert guide.progress({}) == (0, len(ANGLES) + len(LIGHTS))
    everything = {name: {"any": 1, "soft": 1} for name in ANGLES}
    assert guide.progress(everything) == (len(ANGLES) + len(LIGHTS),) * 2
    helps = guide.next_lesson(everything)
    assert helps is not None
    assert not helps.needed
    states = {step.lesson.name: step.done for _, group in guide.steps(everything) for step in group}
    assert states["front"]
    assert states["soft"]
    assert not states["warm"]


@pytest.mark.parametrize("lesson", guide.LESSONS.values(), ids=lambda lesson: lesson.name)
def test_every_lesson_has_a_drawing_of_our_own(lesson: guide.Lesson) -> None:
    file = finders.find(lesson.drawing)
    assert file is not None
    drawing = Path(file).read_text()
    assert drawing.startswith("<svg")
    assert "script" not in drawing


@pytest.mark.parametrize("name", STEPS)
def test_every_turn_that_a_selfie_may_ask_for_has_a_drawing(name: str) -> None:
    assert finders.find(f"twins/guide/{name}.svg") is not None


def test_a_good_photo_that_is_not_the_wanted_one_says_how_far_it_is() -> None:
    measures = {
        "angles": {"yaw": 6.0, "pitch": 1.0, "roll": 0.0},
        "light": {"direction": "left", "contrast": 1.4, "warmth": 0.0},
    }
    told = guide.missed("three_quarter_left", ["front", "left"], measures)
    assert "Not yet" in told
    assert "6° to your left" in told
    assert guide.missed("front", ["front"], measures) == ""
    assert guide.missed("", ["front"], measures) == ""
    assert guide.seen({}) == ""
    assert "1.4 stops" in guide.seen(measures)


def test_a_set_opens_only_with_her_own_word(hers: Client, mei: ModelProfile) -> None:
    assert " checked" not in hers.get(reverse(PAGE)).content.decode()
    refused = hers.post(reverse("twins:open"), {"may_compare_faces": "on"})
    assert refused.status_code == 422
    assert "18 or older" in refused.context["open_form"]["attests_adult"].errors[0]
    assert not CaptureSet.objects.exists()
    hers.post(reverse("twins:open"), {"attests_adult": "on"})
    opened = CaptureSet.objects.get(twin__model=mei)
    assert (opened.attested_adult_photos, opened.may_compare_faces) == (True, False)


@pytest.mark.parametrize("data", [b"GIF89a" + b"\0" * 40, b"no picture at all", b"\xff\xd8\xff\xe0broken"])
def test_a_broken_file_says_so_and_leaves_nothing(hers: Client, capture: CaptureSet, data: bytes) -> None:
    url = reverse("twins:add", args=[capture.pk])
    answer = hers.post(url, {"photos": upload(data, "holiday.jpg")}, follow=True)
    assert "holiday.jpg was not kept" in answer.content.decode()
    assert not CapturePhoto.objects.exists()


def test_one_by_one_each_photo_answers_its_own_verdict(
    hers: Client, capture: CaptureSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked(*, capture: CaptureSet, name: str, **_: object) -> CapturePhoto:
        if name == "two.jpg":
            raise BadInput("truncated", "The file ends too early.", hint="Upload it again.")
        return keep(capture, name, reasons=[{"words": "It is dark.", "hint": "Add light."}], state="warning")

    monkeypatch.setattr(actions, "add_photo", looked)
    url = reverse("twins:add", args=[capture.pk])
    script = {"HX-Request": "true"}
    good = hers.post(url, {"photos": upload(b"1", "one.jpg")}, headers=script)
    assert good.status_code == 200
    assert "It is dark." in good.content.decode()
    bad = hers.post(url, {"photos": upload(b"2", "two.jpg")}, headers=script)
    assert bad.status_code == 400
    assert "The file ends too early." in bad.content.decode()
    both = hers.post(url, {"photos": [upload(b"2", "two.jpg"), upload(b"3", "three.jpg")]}, follow=True)
    assert "two.jpg was not kept" in both.content.decode()
    assert CapturePhoto.objects.count() == 2
    assert hers.post(url, {}).status_code == 400
    assert "It is dark." in hers.get(reverse("twins:report", args=[capture.pk])).content.decode()


def test_she_sees_and_deletes_her_photo(hers: Client, capture: CaptureSet) -> None:
    photo = keep(capture)
    for name in ("thumbnail", "photo"):
        answer = hers.get(reverse(f"twins:{name}", args=[photo.pk]))
        assert answer.content.startswith(b"\xff\xd8")
        assert answer["Cache-Control"] == "private, no-store"
    hers.post(reverse("twins:delete", args=[photo.pk]))
    assert not CapturePhoto.objects.exists()
    assert AuditEvent.objects.filter(kind="photo.deleted").exists()


def test_nobody_else_sees_her_photos(client: Client, target: Target, mei: ModelProfile) -> None:
    photo = keep(target.photo.capture_set)
    CaptureSet.objects.update(may_compare_faces=True)
    pages = [reverse("twins:photo", args=[photo.pk]), reverse("twins:thumbnail", args=[photo.pk])]
    for stranger, status in ((mei.user, 404), (target.people.operator, 404), (target.people.brand, 403)):
        signed_in(client, stranger)
        assert [client.get(page).status_code for page in pages] == [status, status]
    signed_in(client, mei.user)
    assert client.post(reverse("twins:delete", args=[photo.pk])).status_code == 404
    url = reverse("twins:add", args=[photo.capture_set_id])
    assert client.post(url, {"photos": upload(b"x")}).status_code == 404
    client.logout()
    assert client.get(pages[0])["Location"].startswith(reverse("account_login"))


def test_a_twin_needs_her_consent_and_a_good_set(
    hers: Client, capture: CaptureSet, mei: ModelProfile
) -> None:
    keep(capture, wearable=["tops"])
    CaptureSet.objects.update(
        readiness="usable", report={"wearable": ["tops"], "missing": ["left profile missing"]}
    )
    page = hers.get(reverse(PAGE)).content.decode()
    assert "Left profile" in page
    assert "Make my twin" not in page
    make = reverse("twins:make", args=[capture.pk])
    assert hers.post(make).status_code == 422
    assert not TwinVersion.objects.exists()

    sign(mei, "twin_creation")
    assert "Make my twin" in hers.get(reverse(PAGE)).content.decode()
    hers.post(make)
    assert TwinVersion.objects.get().wearable == ["tops"]
    assert "Version 1" in hers.get(reverse(PAGE)).content.decode()
    assert not [task for task in tasks_for(mei.user) if task.kicker == "Capture"]


def test_without_comparing_the_operator_looks(client: Client, mei: ModelProfile) -> None:
    operator = User.objects.create_user("op@example.org", "x", role=Role.OPERATOR)
    capture = CaptureSet.objects.create(
        twin=Twin.objects.create(model=mei, pseudonym="twin-0"), attested_adult_photos=True
    )
    signed_in(client, operator)
    assert "Nothing to look at" in client.get(reverse("twins:unconfirmed")).content.decode()
    photo = keep(capture)
    assert [task.title for task in tasks_for(operator) if task.kicker == "Capture"] == ["One person?"]
    assert "Mei Fiktiv" in client.get(reverse("twins:unconfirmed")).content.decode()
    assert client.get(reverse("twins:thumbnail", args=[photo.pk])).status_code == 200
    signed_in(client, mei.user)
    assert "The operator looks first" in client.get(reverse(PAGE)).content.decode()
    assert client.post(reverse("twins:confirm", args=[capture.pk])).status_code == 403
