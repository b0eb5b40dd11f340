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
from doublet.people.models import User
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


def build() -> Target:
    """Made with the real actions; only photo and garment are plain rows, since no pixel is looked at."""
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
    photo = _photo(model)
    garment, unlicensed = _garment(people.brand, 1), _garment(people.brand, 2)
    set_boundaries(by=model.user, model=model, bounds=OPENED, floor=FLOOR)
    scenery.sign(model, Consent.Kind.TWIN_CREATION)
    use = scenery.sign(model, Consent.Kind.TWIN_USE)
    brief = write_brief(
        by=people.brand,
        model=model,
        title="Sandbox brief",
        garments=[garment],
        terms=scenery.wish(pictures=PICTURES),
    )
    offer = send_offer(by=people.brand, brief=brief)
    accept(by=people.agent, offer=offer, number=1)
    offer.refresh_from_db()
    licence = scenery.sign_offer(offer)
    shot = request_shots(by=people.brand, licence=licence, wishes=[Wish(garment, "studio_white")])[0]
    return Target(people, garment, unlicensed, photo, licence, shot, use)


def _photo(model: object) -> CapturePhoto:
    twin = Twin.objects.create(model=model, pseudonym=new_pseudonym())
    capture = CaptureSet.objects.create(twin=twin, attested_adult_photos=True, readiness="usable")
    data = _picture(0)
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


def _garment(member: User, number: int) -> Garment:
    brand = member.brand
    assert brand is not None
    data = _picture(number)
    return Garment.objects.create(
        brand=brand,
        name=f"Tee {number}",
        category="tops",
        sha256=hashlib.sha256(data).hexdigest(),
        blob=blobs.put(bytes(brand.wrapped_key), brand.pk, data),
        thumbnail="",
        wearable=True,
    )


def _picture(seed: int) -> bytes:
    return encode_jpeg(np.full((128, 96, 3), 60 + 40 * seed, dtype=np.uint8))
