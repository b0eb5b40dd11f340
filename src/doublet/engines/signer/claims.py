"""What a credential says: who permitted the picture, what made it, what was done to it, from what.

Nothing here may name a person (PR-01): a twin is a pseudonym, a garment is a hash, titles are made
from roles. Free text is therefore limited to the operator's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from doublet.engines.signer.carrying import Carried
from doublet.engines.signer.vendor import IDENTIFIER, SHA256, WEB, is_provider
from doublet.kernel.refusals import BadInput


class SourceType(StrEnum):
    """How the picture came to be, as an IPTC digital source type.

    COMPOSITE_SYNTHETIC is what a composed picture says, although no generative model drew it: the neutral
    ``composite`` ("may or may not be generative AI") would not say that the picture is artificial, and a picture
    that nobody ever took must say so to machines.
    """

    COMPOSITE_SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"
    AI_GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    AI_EDITED = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    HUMAN_EDITS = "http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits"
    PHOTO = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


class Edit(StrEnum):
    """What was done after the picture was created or opened, as a C2PA action."""

    # Our mark leads to this instance's register. Its recipe is on no list of the C2PA's, so it binds nothing.
    WATERMARKED = "c2pa.watermarked.unbound"
    LABELLED = "c2pa.addedText"
    CROPPED = "c2pa.cropped"
    RESIZED = "c2pa.resized.proportional"
    CONVERTED = "c2pa.converted"
    TRANSCODED = "c2pa.transcoded"
    RETOUCHED = "c2pa.edited"
    RECOLOURED = "c2pa.adjustedColor"


# C2PA 2.4 wants a source type on every action that changes what can be seen.
VISIBLE_EDITS = frozenset({Edit.LABELLED, Edit.CROPPED, Edit.RETOUCHED, Edit.RECOLOURED})

RECIPE_EDITS = frozenset({Edit.CROPPED, Edit.RETOUCHED, Edit.RECOLOURED})


class Role(StrEnum):
    """What an input was to the picture."""

    TWIN = "twin"
    PHOTO = "photo"
    GARMENT = "garment"
    SCENE = "scene"


# A trained model changes a photo, and so does a retoucher: the photo is opened, not created.
OPENING = frozenset({SourceType.AI_EDITED, SourceType.HUMAN_EDITS})
OPENED_ROLES = frozenset({Role.TWIN, Role.PHOTO})
BY_TRAINED_MODEL = frozenset({SourceType.AI_EDITED, SourceType.AI_GENERATED})


@dataclass(frozen=True)
class Ingredient:
    """An input named by its hash alone: neither its pixels nor its name enter the file.

    Attributes:
        sha256: of the file as it was uploaded; of a twin, of the list of its photos' hashes.
        media_type: of the file; empty for a twin, which is a set of photos.
        came_with: the credential that the upload came with, where it had one (EU-CoP-1.2): it enters the picture's.
    """

    role: Role
    sha256: str
    media_type: str = "image/jpeg"
    came_with: Carried | None = None

    def __post_init__(self) -> None:
        _demand(SHA256, "ingredient sha256", self.sha256)
        if self.came_with and self.role is Role.TWIN:
            raise BadInput(
                "twin_with_credential",
                "A twin is a set of photos: no photo's own credential enters a picture.",
                rule="PR-01",
                hint="Name the twin by the hash over its photos alone.",
            )


@dataclass(frozen=True)
class Retouching:
    """A recipe that was replayed on the picture: its hash, and the kinds of change in it."""

    recipe_sha256: str
    kinds: tuple[str, ...]

    def __post_init__(self) -> None:
        _demand(SHA256, "recipe_sha256", self.recipe_sha256)
        for kind in self.kinds:
            _demand(IDENTIFIER, "kind of retouch", kind)


@dataclass(frozen=True, kw_only=True)
class CredentialClaims:
    """The facts that are signed into one picture.

    Attributes:
        asset_id: random id of this picture in the register.
        twin: the twin's pseudonymous id, never a name.
        status_url: where anybody sees whether the permission still stands.
        provider: who runs this instance (CA-942 wants provider, system, version, time and id).
        engine, engine_version: what made the picture.
        made_at: with its zone.
        edits: in the order they were made. A created picture must name its watermark (EU-50-2).
        retouching: the recipe behind the edits of `RECIPE_EDITS`, where there is one.
        approved: the model has looked at this picture and said yes.
    """

    asset_id: str
    licence_id: str
    consent_sha256: str
    twin: str
    status_url: str
    provider: str
    engine: str
    engine_version: str
    made_at: datetime
    source_type: SourceType = SourceType.COMPOSITE_SYNTHETIC
    edits: tuple[Edit, ...] = (Edit.WATERMARKED,)
    retouching: Retouching | None = None
    approved: bool = False

    def __post_init__(self) -> None:
        for name in ("asset_id", "licence_id", "twin", "engine", "engine_version"):
            _demand(IDENTIFIER, name, getattr(self, name))
        _demand(SHA256, "consent_sha256", self.consent_sha256)
        _demand(WEB, "status_url", self.status_url)
        if not is_provider(self.provider):
            raise _unclear("provider", self.provider)
        if self.made_at.tzinfo is None:
            raise _unclear("made_at", self.made_at.isoformat())


def _demand(shape: re.Pattern[str], name: str, value: str) -> None:
    if not shape.fullmatch(value):
        raise _unclear(name, value)


def _unclear(name: str, value: str) -> BadInput:
    return BadInput(
        "credential_claim_malformed",
        f"The credential's {name} cannot be {value[:60]!r}.",
        rule="PR-01",
        hint="Credentials carry ids, hashes and one web address, and no free text about people.",
    )
