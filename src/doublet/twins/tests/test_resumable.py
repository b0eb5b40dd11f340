"""A photo on its way through a bad connection: it goes on where it stopped, nobody else touches it, it is sealed."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.http import UnreadablePostError
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel import clock
from doublet.kernel.home import home
from doublet.kernel.refusals import BadInput
from doublet.people.models import ModelProfile
from doublet.story.target import Target
from doublet.testing import signed_in
from doublet.twins import resumable_views, uploading
from doublet.twins.models import CapturePhoto, CaptureSet, Upload
from doublet.twins.tests.test_pages import keep

TUS = {"Tus-Resumable": "1.0.0"}
DATA = bytes(range(256)) * 8000  # two pieces, and a little


@pytest.fixture(autouse=True)
def looked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What came through to the action of the plain form."""
    came: list[bytes] = []

    def add_photo(*, by: Any, capture: CaptureSet, data: bytes, name: str) -> CapturePhoto:
        if data.startswith(b"broken"):
            raise BadInput("truncated", "The file ends too early.", hint="Upload it again.")
        came.append(data)
        return keep(capture, name)

    monkeypatch.setattr(uploading, "add_photo", add_photo)
    return came


def begin(
    client: Client, capture: CaptureSet, length: int = len(DATA), headers: dict[str, str] | None = None
) -> Any:
    name = base64.b64encode("Füße.jpg".encode()).decode()
    told = {
        "Upload-Length": str(length),
        "Upload-Metadata": f"filename {name},wanted {base64.b64encode(b'front').decode()}",
    }
    return client.post(
        reverse("twins:uploads", args=[capture.pk]), headers={**TUS, **told, **(headers or {})}
    )


def patch(client: Client, place: str, data: bytes, offset: int, **headers: str) -> Any:
    kind = "application/offset+octet-stream"
    return client.patch(
        place, data, content_type=kind, headers={**TUS, "Upload-Offset": str(offset), **headers}
    )


def offset(client: Client, place: str) -> int:
    return int(client.head(place, headers=TUS)["Upload-Offset"])


def test_an_interrupted_upload_goes_on_where_it_stopped(
    hers: Client,
    capture: CaptureSet,
    looked: list[bytes],
) -> None:
    begun = begin(hers, capture)
    assert begun.status_code == 201
    assert "Upload-Expires" in begun
    place = begun["Location"]
    cut = 1_300_000
    assert patch(hers, place, DATA[:cut], 0).status_code == 204
    assert not looked, "half a photo is no photo"
    assert hers.get(place).status_code == 409
    assert offset(hers, place) == cut
    done = patch(hers, place, DATA[cut:], cut)
    assert (done.status_code, done["Upload-Offset"]) == (204, str(len(DATA)))
    assert looked == [DATA]
    card = hers.get(place, headers={"HX-Request": "true"})
    assert "Füße.jpg" in card.content.decode()
    assert CapturePhoto.objects.get().name == "Füße.jpg"


def test_what_arrived_before_the_line_broke_is_kept() -> None:
    class Broken:
        parts = (b"a" * 60_000, b"b" * 10_000)

        def __init__(self) -> None:
            self.left = list(self.parts)

        def read(self, size: int) -> bytes:
            if not self.left:
                raise UnreadablePostError("the phone went into a tunnel")
            return self.left.pop(0)

    request = RequestFactory().patch("/", b"")
    request.META["CONTENT_LENGTH"] = "500000"
    request.read = Broken().read  # type: ignore[method-assign, assignment]
    assert b"".join(resumable_views._pieces(request)) == b"a" * 60_000 + b"b" * 10_000


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_any_cut_into_pieces_arrives_whole(sizes: list[int]) -> None:
    body = bytes(range(256))[: sum(sizes) % 256 + 1]
    request = RequestFactory().patch("/", body)
    assert b"".join(resumable_views._pieces(request)) == body


def test_pieces_at_rest_are_sealed_and_go_at_the_end(
    hers: Client,
    capture: CaptureSet,
    django_capture_on_commit_callbacks: Any,
) -> None:
    before = {file for file in (home() / "blobs").rglob("*") if file.is_file()}
    place = begin(hers, capture)["Location"]
    patch(hers, place, DATA[:1_500_000], 0)
    pieces = {file for file in (home() / "blobs").rglob("*") if file.is_file()} - before
    assert len(pieces) == 2
    assert not any(DATA[:64] in file.read_bytes() for file in pieces)
    with django_capture_on_commit_callbacks(execute=True):
        patch(hers, place, DATA[1_500_000:], 1_500_000)
    assert not any(file.exists() for file in pieces)


@pytest.mark.parametrize("wrong", [0, 5, 999_999])
def test_bytes_at_another_offset_are_a_conflict(hers: Client, capture: CaptureSet, wrong: int) -> None:
    place = begin(hers, capture)["Location"]
    patch(hers, place, DATA[:1000], 0)
    assert patch(hers, place, DATA[:10], wrong).status_code == 409
    assert offset(hers, place) == 1000


def test_more_than_announced_and_too_much_are_refused(hers: Client, capture: CaptureSet) -> None:
    place = begin(hers, capture, length=100)["Location"]
    assert patch(hers, place, b"x" * 101, 0).status_code == 413
    assert offset(hers, place) == 0
    assert begin(hers, capture, length=uploading.MOST_BYTES + 1).status_code == 413
    assert begin(hers, capture, length=0).status_code == 400


def test_the_protocol_is_spoken_exactly(hers: Client, capture: CaptureSet) -> None:
    url = reverse("twins:uploads", args=[capture.pk])
    told = hers.options(url)
    assert (told.status_code, told["Tus-Version"]) == (204, "1.0.0")
    assert told["Tus-Extension"] == "creation,termination,expiration"
    assert begin(hers, capture, headers={"Tus-Resumable": "0.2"}).status_code == 412
    assert begin(hers, capture, headers={"Upload-Length": "-4"}).status_code == 400
    place = begin(hers, capture)["Location"]
    assert (
        hers.patch(place, b"x", content_type="text/plain", headers={**TUS, "Upload-Offset": "0"}).status_code
        == 415
    )
    assert patch(hers, place, b"x", 0, **{"Upload-Offset": "one"}).status_code == 400
    assert hers.head(place, headers=TUS)["Cache-Control"].find("no-store") >= 0
    assert hers.delete(place, headers=TUS).status_code == 204
    assert hers.head(place, headers=TUS).status_code == 404


def test_a_refused_photo_says_why_at_its_own_address(hers: Client, capture: CaptureSet) -> None:
    place = begin(hers, capture, length=6)["Location"]
    assert patch(hers, place, b"broken", 0).status_code == 204
    card = hers.get(place)
    assert card.status_code == 400
    assert "The file ends too early." in card.content.decode()
    assert not CapturePhoto.objects.exists()


def test_a_worker_that_died_at_the_end_is_made_up_for(
    hers: Client, capture: CaptureSet, looked: list[bytes]
) -> None:
    place = begin(hers, capture)["Location"]
    upload = Upload.objects.get()
    uploading.receive_piece(by=capture.twin.model.user, upload=upload, offset=0, data=DATA)
    assert not looked
    assert hers.get(place).status_code == 200
    assert hers.get(place).status_code == 200
    assert looked == [DATA], "once"


def test_a_stranger_cannot_even_see_it(client: Client, target: Target, mei: ModelProfile) -> None:
    model = target.people.model
    upload = uploading.begin_upload(by=model.user, capture=target.photo.capture_set, name="x.jpg", length=100)
    place = reverse("twins:upload", args=[upload.pk])
    signed_in(client, mei.user)
    answers = [
        client.head(place, headers=TUS),
        patch(client, place, b"x", 0),
        client.delete(place, headers=TUS),
        client.get(place),
        begin(client, target.photo.capture_set),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    signed_in(client, target.people.operator)
    assert client.get(place).status_code == 403
    assert Upload.objects.get().received == 0


def test_without_the_csrf_token_nothing_is_taken(capture: CaptureSet, mei: ModelProfile) -> None:
    strict = signed_in(Client(enforce_csrf_checks=True), mei.user)
    assert begin(strict, capture).status_code == 403
    assert not Upload.objects.exists()


def test_what_expired_is_gone_bytes_and_all(
    hers: Client,
    capture: CaptureSet,
    django_capture_on_commit_callbacks: Any,
) -> None:
    before = {file for file in (home() / "blobs").rglob("*") if file.is_file()}
    place = begin(hers, capture)["Location"]
    patch(hers, place, DATA[:1000], 0)
    Upload.objects.update(ends_at=clock.now() - timedelta(seconds=1))
    assert hers.head(place, headers=TUS).status_code == 410
    assert patch(hers, place, DATA[1000:2000], 1000).status_code == 410
    with django_capture_on_commit_callbacks(execute=True):
        assert uploading.sweep_uploads() == 1
    assert uploading.sweep_uploads() == 0
    assert hers.head(place, headers=TUS).status_code == 404
    assert {file for file in (home() / "blobs").rglob("*") if file.is_file()} == before


def test_she_cannot_fill_the_disk(hers: Client, capture: CaptureSet, monkeypatch: Any) -> None:
    monkeypatch.setattr(uploading, "MOST_OPEN_BYTES", 3 * len(DATA))
    assert [begin(hers, capture).status_code for _ in range(4)] == [201, 201, 201, 429]
    monkeypatch.setattr(uploading, "MOST_OPEN_BYTES", 10**12)
    monkeypatch.setattr(uploading, "MOST_OPEN", 3)
    assert begin(hers, capture).status_code == 429
