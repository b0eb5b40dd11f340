"""Stories of prepared photos: kept when an engine made them, given with the next order, gone with the photo."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from doublet.engines.tryon.contract import Capabilities, Finding, Job, Result, TryOnRequest
from doublet.kernel import clock, leases
from doublet.kernel.home import home
from doublet.licences.actions import withdraw_licence
from doublet.studio import engines, jobs
from doublet.studio.actions import Wish, request_shots
from doublet.studio.models import Prepared, Shot
from doublet.twins.actions import remove_photo
from doublet.wardrobe import queries
from doublet.wardrobe.models import Garment

FOUND = {"person": b"her outline", "garment": b"its points"}


class Finder:
    """An engine that finds something in photos it has no preparation for, and notes what it was given."""

    id = "drape"

    def __init__(self) -> None:
        self.version = "7"
        self.given: list[TryOnRequest] = []

    def capabilities(self) -> Capabilities:
        return engines.DrapeEngine().capabilities()

    def check(self, request: TryOnRequest) -> list[Finding]:
        return []

    def cancel(self, ref: str) -> None:
        """Nothing to stop."""

    def submit(self, request: TryOnRequest, idempotency_key: str) -> str:
        self.given.append(request)
        return "ref"

    def poll(self, ref: str) -> Job:
        given = self.given[-1]
        parts = {"person": given.person.preparation, "garment": given.garments[0].preparation}
        made = {name: FOUND[name] for name, kept in parts.items() if kept is None}
        picture = np.full((512, 384, 3), 90, np.uint8)
        result = Result((picture,), 1, self.id, self.version, {}, {}, {"all": 1.0}, {}, prepared=made)
        return Job(ref, "done", 1.0, result)


@pytest.fixture
def finder(monkeypatch: pytest.MonkeyPatch) -> Finder:
    maker = Finder()
    monkeypatch.setattr(jobs, "engine", lambda name: maker)
    monkeypatch.setattr(jobs.nudity, "check", lambda pixels: None)
    monkeypatch.setattr(jobs, "judged", lambda shot, person, result, redrawn: result)
    return maker


def make(shot: Shot) -> None:
    held = leases.claim(Shot.objects.filter(pk=shot.pk), at=clock.now())
    assert held is not None
    jobs.make(held)


def another(target: Any) -> Shot:
    wish = Wish(target.garment, "studio_white", seed=2)
    return request_shots(by=target.people.brand, licence=target.licence, wishes=[wish])[0]


def blob_files() -> set[str]:
    return {file.name for file in (home() / "blobs").rglob("*") if file.is_file()}


def test_the_second_order_brings_what_the_first_one_found(finder: Finder, target: Any) -> None:
    make(target.shot)
    assert finder.given[0].person.preparation is None
    make(another(target))
    assert finder.given[1].person.preparation == FOUND["person"]
    assert finder.given[1].garments[0].preparation == FOUND["garment"]
    assert Prepared.objects.count() == 1


def test_it_is_sealed_and_another_version_of_the_engine_looks_anew(
    finder: Finder, django_capture_on_commit_callbacks: Any, target: Any
) -> None:
    make(target.shot)
    row = Prepared.objects.get()
    sealed = (home() / "blobs" / row.blob[:2] / row.blob).read_bytes()
    assert FOUND["person"] not in sealed
    finder.version = "8"
    with django_capture_on_commit_callbacks(execute=True):
        make(another(target))
    assert finder.given[1].person.preparation is None
    assert Prepared.objects.get().version == "8"
    assert row.blob not in blob_files(), "the older one is gone, file and all"


def test_without_her_key_it_cannot_be_read(finder: Finder, target: Any) -> None:
    make(target.shot)
    twin = target.photo.capture_set.twin
    type(twin).objects.filter(pk=twin.pk).update(wrapped_key=b"")
    assert jobs.preparation_of(type(target.photo).objects.get(pk=target.photo.pk), finder) is None


def test_deleting_the_photo_deletes_what_was_found_in_it(
    finder: Finder, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, target: Any
) -> None:
    make(target.shot)
    blob = Prepared.objects.get().blob
    assert blob in blob_files()
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    monkeypatch.setattr("doublet.twins.actions.look_again", lambda capture: None)
    target.photo.thumbnail = target.photo.blob
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(by=target.people.model.user, photo=target.photo)
    assert not Prepared.objects.exists()
    assert blob not in blob_files()


def test_a_withdrawn_licence_leaves_nothing_behind(
    finder: Finder, monkeypatch: pytest.MonkeyPatch, target: Any
) -> None:
    poll = finder.poll

    def withdrawn_meanwhile(ref: str) -> Job:
        withdraw_licence(by=target.people.model.user, licence=target.licence)
        return poll(ref)

    monkeypatch.setattr(finder, "poll", withdrawn_meanwhile)
    make(target.shot)
    assert not Prepared.objects.exists()


def test_points_and_her_height_go_with_the_order(finder: Finder, target: Any) -> None:
    Garment.objects.filter(pk=target.garment.pk).update(
        landmarks={"hem_left": [20.0, 90.0]}, size_cm={"length": 66}
    )
    make(Shot.objects.get(pk=target.shot.pk))
    worn, person = finder.given[0].garments[0], finder.given[0].person
    assert worn.landmarks == {"hem_left": [20.0, 90.0]}
    assert worn.size_cm == {"length": 66}
    assert person.height_cm == 178
    assert queries.preparation(Garment.objects.get(pk=target.garment.pk)) == FOUND["garment"]
