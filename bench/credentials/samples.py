"""One file of each kind that the product signs, from a drawn picture; nobody is in it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime

import cv2
import numpy as np

from doublet.engines import label, metadata
from doublet.engines.signer import (
    CredentialClaims,
    Edit,
    Identity,
    Ingredient,
    Retouching,
    Role,
    Shape,
    SourceType,
    derive,
    sign,
)

FACTS = CredentialClaims(
    asset_id="crd_0123456789abcdef0123",
    licence_id="lic_0123456789abcdef0123",
    consent_sha256="ab" * 32,
    twin="tw-77aa88bb",
    status_url="https://doublet.example/c/crd_0123456789abcdef0123",
    provider="Example Atelier",
    engine="drape",
    engine_version="1.0",
    made_at=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
)
FIELDS = metadata.Fields(
    source_type=FACTS.source_type,
    ai_system="Doublet drape",
    ai_system_version=FACTS.engine_version,
    asset_id=FACTS.asset_id,
    licence_id=FACTS.licence_id,
    status_url=FACTS.status_url,
    description="Composite: a garment put on a capture photo of a model's digital twin, in a made-up scene",
    credit=FACTS.provider,
    usage_terms="Use only within the licence named; its status can be checked at the address given.",
    created=FACTS.made_at,
)
TWIN = Ingredient(Role.TWIN, "11" * 32, media_type="")
GARMENT = Ingredient(Role.GARMENT, "22" * 32)
SCENE = Ingredient(Role.SCENE, "33" * 32)
FORMATS: tuple[metadata.Format, ...] = ("jpeg", "png", "webp", "avif")


@dataclass(frozen=True)
class Sample:
    """One signed file: what it is, the file, and the bytes that signing added to it."""

    kind: str
    data: bytes
    added: int


def drawn(width: int, height: int) -> np.ndarray:
    """A picture with soft and sharp places and the grain of a photo, uint8 HxWx3."""
    chance = np.random.default_rng(11)
    pixels = cv2.resize(chance.integers(60, 200, (9, 7, 3), dtype=np.uint8), (width, height))
    for _ in range(60):
        at = int(chance.integers(width)), int(chance.integers(height))
        colour = tuple(int(value) for value in chance.integers(0, 255, 3))
        cv2.circle(pixels, at, int(chance.integers(5, width // 8)), colour, -1)
    grain = chance.integers(-5, 6, pixels.shape, dtype=np.int16)
    return np.clip(pixels + grain, 0, 255).astype(np.uint8)


def samples(identity: Identity) -> list[Sample]:
    """Every kind, signed by `identity`."""
    pixels = drawn(768, 1024)
    told = {
        "composite (twin, garment)": (FACTS, (TWIN, GARMENT)),
        "composite (twin, garment, plate)": (FACTS, (TWIN, GARMENT, SCENE)),
        "composite, retouched": (
            dataclasses.replace(
                FACTS,
                edits=(Edit.CROPPED, Edit.RECOLOURED, Edit.RETOUCHED, Edit.WATERMARKED),
                retouching=Retouching("cd" * 32, ("crop", "exposure", "skin")),
            ),
            (TWIN, GARMENT),
        ),
        "drawn by a trained model": (
            dataclasses.replace(FACTS, source_type=SourceType.AI_EDITED, engine="klein"),
            (TWIN, GARMENT),
        ),
        "real photo, retouched": (
            dataclasses.replace(
                FACTS,
                source_type=SourceType.HUMAN_EDITS,
                edits=(Edit.RECOLOURED, Edit.WATERMARKED),
            ),
            (Ingredient(Role.PHOTO, "44" * 32),),
        ),
    }
    made = []
    for kind, (facts, inputs) in told.items():
        fields = dataclasses.replace(FIELDS, source_type=facts.source_type)
        plain = metadata.encode(pixels, fields, "jpeg", quality=94)
        data = sign(plain, facts, identity, ingredients=inputs)
        made.append(Sample(kind, data, len(data) - len(plain)))
    return [*made, *(_derived(made[0].data, format_, identity) for format_ in FORMATS)]


def _derived(master: bytes, format_: metadata.Format, identity: Identity) -> Sample:
    """A labelled crop at half size."""
    shape = Shape(crop=(84, 64, 684, 964), long_side=512, format=format_)
    made = derive(
        master,
        shape,
        credential=dataclasses.replace(FACTS, asset_id="crd_0000000000000000derv", approved=True),
        fields=FIELDS,
        identity=identity,
        label=lambda pixels: label.draw(pixels, "AI-generated image of a real model, used with consent"),
    )
    unsigned = metadata.encode(made.pixels, FIELDS, format_, quality=shape.quality)
    return Sample(f"derived, {format_}", made.data, len(made.data) - len(unsigned))
