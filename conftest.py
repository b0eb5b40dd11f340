"""What tests of the whole house share."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from hypothesis import settings
from PIL import Image

from doublet.engines.image import encode_jpeg
from doublet.engines.tryon.contract import Result
from doublet.kernel import clock
from doublet.kernel.ids import NewId
from doublet.kernel.leases import claim
from doublet.provenance.actions import register_master
from doublet.provenance.marking import Marked
from doublet.provenance.models import Credential
from doublet.publishing.making import Made
from doublet.publishing.preflight import Report
from doublet.publishing.profiles import VERSION, Profile
from doublet.story.target import Target, build
from doublet.studio.actions import finish, start
from doublet.studio.models import Frame, Shot

settings.register_profile("house", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("house")


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests() -> Iterator[None]:
    """Tests that commit are cleaned up by deleting every row, which the books refuse: their guards step aside."""
    operations = DatabaseWrapper.ops_class
    flush = operations.execute_sql_flush

    def past_the_guards(self: Any, statements: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_is_kept'"
            )
            guards = cursor.fetchall()
            for name, _ in guards:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(self, statements)
            for _, sql in guards:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", past_the_guards)
        yield


@pytest.fixture
def target(db: None) -> Target:
    """Two brands, a model, her agent, a signed licence for two pictures, and one shot that waits."""
    return build()


@pytest.fixture
def frame(target: Target) -> Frame:
    """A made picture of the waiting shot, marked by a stand-in: ready for the model's review."""
    shot = claim(Shot.objects.filter(pk=target.shot.pk), at=clock.now())
    assert shot is not None
    start(shot=shot, person_sha256=target.photo.sha256)
    made = finish(shot=shot, result=Result((picture(3),), 1, "drape", "0.1", {}, {}, {"all": 1.0}, {}))
    assert made is not None
    credential = claim(Credential.objects.filter(frame=made), at=clock.now())
    assert credential is not None
    register_master(credential=credential, made=marked(credential.pk))
    return made


def picture(seed: int) -> np.ndarray:
    """A smooth, colourful picture, the same for a seed."""
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 255, (16, 12, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((384, 512), Image.Resampling.BICUBIC))


def marked(credential_id: str) -> Marked:
    """A file that was never really marked, for tests that look at rights and money, not at pixels."""
    jpeg = encode_jpeg(picture(3))
    digest = hashlib.sha256(jpeg + credential_id.encode()).hexdigest()
    return Marked(credential_id, zlib.crc32(credential_id.encode()), jpeg, digest, b"\0" * 32, b"", 384, 512)


def ready(frame: Frame, place: Profile, warnings: object = ()) -> Made:
    """A delivery's file that was never really made, with an empty pre-flight report."""
    text = place.words(fictional=frame.licence.model.fictional) if place.burned_in else ""
    return Made(marked(NewId("crd")()), text, Report(VERSION, (), ()))
