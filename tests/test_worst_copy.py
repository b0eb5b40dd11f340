"""A delivered picture after the worst copy-and-paste that an influencer would do: does it still lead to its licence?"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from bench.marks import changes
from PIL import Image

from doublet.engines import metadata
from doublet.engines.image import decode
from doublet.kernel import clock
from doublet.licences.actions import withdraw_licence
from doublet.provenance.actions import work as mark
from doublet.provenance.models import Credential
from doublet.provenance.queries import file_of
from doublet.provenance.verify import verify
from doublet.publishing.actions import approve, deliver
from doublet.story.target import Target, build
from doublet.studio.actions import Wish, request_shots
from doublet.studio.jobs import work as make
from doublet.studio.models import Frame

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DEMO = Path(__file__).resolve().parents[1] / "demo"


@pytest.fixture
def target() -> Target:
    """A licence, and two pictures that were really made and marked: one body, one garment, two backgrounds."""
    built = build(
        photo=(DEMO / "people" / "ines-fiktiv" / "22_body_full.jpg").read_bytes(),
        garment=(DEMO / "garments" / "tee-brick.jpg").read_bytes(),
    )
    request_shots(
        by=built.people.brand, licence=built.licence, wishes=[Wish(built.garment, "studio_warm_grey")]
    )
    while make() or mark():
        pass
    return built


def copied(data: bytes) -> bytes:
    """Cut, filtered, lettered, a sticker on it, saved; then a screenshot of that, saved again. No metadata is left."""
    chance = np.random.default_rng(8)
    pixels = changes.graded(changes.cropped(decode(data).pixels, 0.1, chance))
    pixels = changes.stickered(changes.lettered(pixels), chance)
    pixels = changes.screenshot(changes.jpeg(pixels, 60), chance)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=60)
    return file.getvalue()


def test_it_still_leads_to_its_own_licence_and_picture(target: Target) -> None:
    assert Credential.objects.filter(kind="master", status="ready").count() == 2, (
        "a sibling is registered, too"
    )
    for frame in Frame.objects.all():
        approve(by=target.people.model.user, frame=frame)
        delivery = deliver(by=target.people.brand, frame=frame, profile="eu-web")
        copy = copied(file_of(delivery.credential))
        assert not metadata.read(copy).licence_id

        answer = verify(copy)
        assert answer.credential is not None
        assert answer.credential.frame == frame
        assert answer.credential.licence == target.licence
        assert (answer.ai.state, answer.permitted_today.state) == ("yes", "permitted")
        assert answer.changed.state in {"changed", "cannot_tell"}
        assert not answer.verified
        assert "the invisible watermark leads to it" in answer.as_dict()["ai"]["proof"]

    withdraw_licence(by=target.people.model.user, licence=target.licence)
    after = verify(copy)
    assert after.permitted_today.state == "withdrawn"
    assert f"{clock.now():%d %B %Y}" in after.permitted_today.words
