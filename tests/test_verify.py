"""What anybody is told about a picture: for our own file, for copies, for changed copies, and for strangers."""

from __future__ import annotations

import io

import numpy as np
import pytest
from conftest import picture
from PIL import Image

from doublet.engines import label, metadata, signer
from doublet.engines.image import decode, encode_jpeg, encode_png
from doublet.kernel import clock
from doublet.kernel.leases import claim
from doublet.kernel.refusals import BadInput
from doublet.licences.actions import withdraw_licence
from doublet.provenance.actions import register_master
from doublet.provenance.identity import identity
from doublet.provenance.marking import mark_delivery, mark_master
from doublet.provenance.models import Credential
from doublet.provenance.queries import file_of
from doublet.provenance.verify import verify
from doublet.publishing.actions import approve, deliver
from doublet.story.target import Target
from doublet.studio.models import Frame, Shot
from doublet.studio.queries import raw


@pytest.fixture
def credential(target: Target) -> Credential:
    """A picture that was really marked, signed and registered."""
    from doublet.engines.tryon.contract import Result
    from doublet.studio.actions import finish, start

    shot = claim(Shot.objects.filter(pk=target.shot.pk), at=clock.now())
    assert shot is not None
    start(shot=shot, person_sha256=target.photo.sha256)
    scene = np.concatenate([picture(1), picture(2)], axis=1)
    assert finish(shot=shot, result=Result((scene,), 1, "drape", "0.1", {}, {}, {"all": 1.0}, {}))
    waiting = claim(Credential.objects.all(), at=clock.now())
    assert waiting is not None
    registered = register_master(credential=waiting, made=mark_master(waiting))
    assert registered is not None
    return registered


def smaller(data: bytes, share: float = 0.6, quality: int = 60) -> bytes:
    image = Image.open(io.BytesIO(data)).convert("RGB")
    image = image.resize((round(image.width * share), round(image.height * share)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def painted(data: bytes) -> bytes:
    pixels = decode(data).pixels.copy()
    height, width = pixels.shape[:2]
    pixels[height // 3 : height // 2, width // 3 : width // 2] = (250, 250, 10)
    return encode_jpeg(pixels)


def test_our_file_and_everything_that_is_made_of_it(target: Target, credential: Credential) -> None:
    """One test, since marking takes seconds: the whole life of a delivered file."""
    frame = Frame.objects.get()
    approve(by=target.people.model.user, frame=frame)
    delivery = deliver(by=target.people.brand, frame=frame, profile="eu-web")
    data = file_of(delivery.credential)

    whole = verify(data)
    assert whole.verified
    assert whole.credential == delivery.credential
    assert (whole.ai.state, whole.permitted_by.state, whole.changed.state) == ("yes", "known", "unchanged")
    assert target.licence.pk in whole.permitted_by.words
    assert target.people.model.legal_name not in str(whole.as_dict())
    assert any("development key" in note for note in whole.as_dict()["notes"])

    copy = verify(smaller(data))
    assert copy.credential is not None
    assert copy.credential.frame == frame
    assert (copy.permitted_today.state, copy.changed.state, copy.verified) == ("permitted", "copy", False)

    # Which of the two it is hangs on the random payload: on so small and smooth a picture the mark is weak.
    assert set(copy.as_dict()["ai"]["proof"]) & {
        "the invisible watermark leads to it",
        "it looks like the registered picture, point by point",
    }

    changed = verify(painted(data))
    assert (changed.changed.state, changed.verified) == ("changed", False)

    unmarked = verify(encode_png(decode(raw(frame)).pixels))
    assert unmarked.credential == credential, "no other picture of that shoot is known"
    assert "the invisible watermark leads to it" not in unmarked.as_dict()["ai"]["proof"]
    assert any("by its looks alone" in note for note in unmarked.as_dict()["notes"])

    withdraw_licence(by=target.people.model.user, licence=target.licence)
    for version in (data, smaller(data)):
        after = verify(version)
        assert after.permitted_today.state == "withdrawn"
        assert f"{clock.now():%d %B %Y}" in after.permitted_today.words
        assert not after.verified


def test_a_strangers_picture_is_unknown_and_never_fake(target: Target, credential: Credential) -> None:
    answer = verify(encode_png(picture(77)))
    assert answer.credential is None
    states = (answer.ai.state, answer.permitted_by.state, answer.permitted_today.state, answer.changed.state)
    assert states == ("unknown",) * 4
    assert "fake" not in str(answer.as_dict())


def test_our_credential_on_another_picture_reads_as_changed(target: Target, credential: Credential) -> None:
    """Somebody replaces the pixels and keeps the manifest: the file no longer holds."""
    data = bytearray(file_of(credential))
    scan = data.rfind(b"\xff\xda")
    data[scan + 2000 : scan + 2400] = bytes(400)
    try:
        answer = verify(bytes(data))
    except BadInput:
        return
    assert not answer.verified
    assert answer.changed.state != "unchanged"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"\xff\xd8\xff",
        b"GIF89a" + bytes(50),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
@pytest.mark.django_db
def test_what_is_no_picture_gets_a_clear_answer(data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        verify(data)
    assert refused.value.reason


def labelled(pixels: np.ndarray) -> np.ndarray:
    return label.draw(pixels, "AI-generated image of a fictional model")


def test_a_delivery_names_its_master_as_parent(target: Target, credential: Credential) -> None:
    made = mark_delivery(Frame.objects.get(), label=labelled)
    assert made.mark == credential.mark
    assert b"c2pa.opened" in made.file
    assert made.sha256 != credential.sha256


def test_a_place_that_wants_another_shape_gets_a_file_that_still_proves_itself(
    target: Target, credential: Credential
) -> None:
    shape = signer.Shape(crop=(60, 0, 700, 500), long_side=500, format="webp")
    made = mark_delivery(Frame.objects.get(), label=labelled, shape=shape)
    assert (made.media_type, made.width, made.height) == ("image/webp", 500, 391)
    report = signer.read(made.file, made.media_type, identity=identity())
    assert report.valid
    assert report.licence is not None
    assert report.licence.asset_id == made.credential_id
    assert report.inputs == ("parentOf: parent frame",)
    assert {"c2pa.placed", "c2pa.cropped", "c2pa.addedText"} <= set(report.actions)
    assert metadata.read(made.file).licence_id == target.licence.pk
    assert verify(made.file).credential == credential, "not registered yet, but it leads to its master"
