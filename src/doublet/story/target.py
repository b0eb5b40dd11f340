"""What the attacks aim at: two brands, a model, her agent, a signed licence for two pictures, one shot waiting."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np

from doublet.consents.actions import set_boundaries
from doublet.consents.models import Consent
from doublet.engines.image import encode_jpeg
from doublet.kernel import blobs
from doublet.licences.models import Licence
from doublet.offers.actions import accept, send_offer, write_brief
from doublet.people.models import ModelProfile, User
from doublet.story import cast, scenery
from doublet.story.chapters import FLOOR, OPENED
from doublet.studio.actions import Wish, request_shots
from doublet.studio.models import Shot
from doublet.twins.models import CapturePhoto, CaptureSet, Twin, TwinVersion
from doublet.twins.names import new_pseudonym
from doublet.wardrobe.models import Garment

PICTURES = 2


@dataclass
class Target:
    """Everything an attacker may lay hands on."""

    people: cast.Cast
    garment: Garment
    unlicensed: Garment
    photo: CapturePhoto
    licence: Licence
    shot: Shot
    use: Consent


def build(*, photo: bytes = b"", garment: bytes = b"") -> Target:
    """Made with the real actions; only photo and garment are plain rows, since no attack gets to a pixel.

    Args:
        photo, garment: files that an engine can use, where a picture is to be made after all.
    """
    model = cast.model(
        "model@sandbox.invalid",
        public_name="Sandbox",
        legal_name="Sandbox Model",
        birth_date=date(1995, 5, 5),
        residence="FR",
        height_cm=178,
        popularity=30,
    )
    people = cast.houses(model)
    body = _photo(model, photo or _picture(0))
    worn, unlicensed = _garment(people.brand, garment or _picture(1)), _garment(people.brand, _picture(2))
    set_boundaries(by=model.user, model=model, bounds=OPENED, floor=FLOOR)
    scenery.sign(model, Consent.Kind.TWIN_CREATION)
    use = scenery.sign(model, Consent.Kind.TWIN_USE)
    scenery.sign(model, Consent.Kind.ROSTER_DISPLAY)
    brief = write_brief(
        by=people.brand,
        model=model,
        title="Sandbox brief",
        garments=[worn],
        terms=scenery.wish(pictures=PICTURES),
    )
    offer = send_offer(by=people.brand, brief=brief)
    accept(by=people.agent, offer=offer, number=1)
    offer.refresh_from_db()
    licence = scenery.sign_offer(offer)
    shot = request_shots(by=people.brand, licence=licence, wishes=[Wish(worn, "studio_white")])[0]
    return Target(people, worn, unlicensed, body, licence, shot, use)


def _photo(model: ModelProfile, data: bytes) -> CapturePhoto:
    twin = Twin.objects.create(model=model, pseudonym=new_pseudonym())
    capture = CaptureSet.objects.create(twin=twin, attested_adult_photos=True, readiness="usable")
    photo = CapturePhoto.objects.create(
        capture_set=capture,
        name="body.jpg",
        sha256=hashlib.sha256(data).hexdigest(),
        blob=blobs.put(bytes(twin.wrapped_key), twin.pk, data),
        thumbnail="",
        width=96,
        height=128,
        wearable=["tops"],
        state=CapturePhoto.State.ACCEPTED,
    )
    version = TwinVersion.objects.create(twin=twin, number=1, sha256=photo.sha256, wearable=["tops"])
    version.photos.set([photo])
    return photo


def _garment(member: User, data: bytes) -> Garment:
    brand = member.brand
    assert brand is not None
    return Garment.objects.create(
        brand=brand,
        name="Tee",
        category="tops",
        sha256=hashlib.sha256(data).hexdigest(),
        blob=blobs.put(bytes(brand.wrapped_key), brand.pk, data),
        thumbnail="",
        wearable=True,
    )


def _picture(seed: int) -> bytes:
    return encode_jpeg(np.full((128, 96, 3), 60 + 40 * seed, dtype=np.uint8))
