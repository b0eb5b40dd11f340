"""Nothing unlabelled leaves: the steps in their order, and what each proof still says afterwards."""

from __future__ import annotations

import dataclasses
import io

import cv2
import numpy as np
from PIL import Image

from doublet.engines import fingerprint, label, metadata
from doublet.engines.signer import CredentialClaims, Edit, Identity, read, sign


def frame() -> np.ndarray:
    chance = np.random.default_rng(8)
    picture = cv2.resize(chance.integers(60, 200, (8, 6, 3), dtype=np.uint8), (480, 640))
    for _ in range(70):
        at = int(chance.integers(480)), int(chance.integers(640))
        cv2.circle(picture, at, int(chance.integers(5, 40)), tuple(map(int, chance.integers(0, 255, 3))), -1)
    return picture


def encoded(pixels: np.ndarray, quality: int = 92) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return file.getvalue()


def decoded(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


def delivered(ours: Identity, facts: CredentialClaims) -> bytes:
    fields = metadata.Fields(
        source_type=facts.source_type,
        ai_system="Doublet drape",
        ai_system_version=facts.engine_version,
        asset_id=facts.asset_id,
        licence_id=facts.licence_id,
        status_url=facts.status_url,
        description="Composite of a digital twin, made with consent",
        credit=facts.provider,
        usage_terms="Use only as the licence allows.",
        created=facts.made_at,
    )
    parent = sign(metadata.write(encoded(frame()), fields), facts, ours)
    labelled = label.draw(decoded(parent), "AI-generated image of a real model, used with consent")
    told = dataclasses.replace(facts, asset_id="delivery-01", edits=(Edit.LABELLED,))
    return sign(metadata.write(encoded(labelled), fields), told, ours, parent=parent)


def test_a_delivered_file_proves_everything(ours: Identity, facts: CredentialClaims) -> None:
    file = delivered(ours, facts)
    report = read(file, "image/jpeg", identity=ours)
    assert report.valid
    assert report.ours
    assert metadata.read(file).says_ai
    assert metadata.read(file).status_url == facts.status_url


def test_metadata_written_after_signing_is_refused_or_voids(ours: Identity, facts: CredentialClaims) -> None:
    file = delivered(ours, facts)
    forged = file.replace(b"made with consent", b"made WITH consent")
    report = read(forged, "image/jpeg", identity=ours)
    assert not report.valid
    assert not report.data_unchanged


def test_a_stripped_copy_still_leads_to_the_register(ours: Identity, facts: CredentialClaims) -> None:
    original = decoded(delivered(ours, facts))
    small = cv2.resize(original, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    stripped = encoded(small, 70)
    assert not read(stripped, "image/jpeg", identity=ours).present
    assert metadata.read(stripped) == metadata.Found()
    kept = fingerprint.make(original)
    assert any(fingerprint.compare(asked, kept).same for asked in fingerprint.queries(decoded(stripped)))
    assert not fingerprint.changed(decoded(stripped), original).changed


def test_a_copy_without_its_label_is_a_changed_copy(ours: Identity, facts: CredentialClaims) -> None:
    original = decoded(delivered(ours, facts))
    report = fingerprint.changed(frame(), original)
    assert report.changed
    left, top, right, bottom = report.boxes[0]
    assert top > 540
    assert right - left > 200
    assert bottom <= 640
