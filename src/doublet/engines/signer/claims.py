"""What a credential says: who permitted the picture, what made it, what was done to it, from what.

Nothing here may name a person (PR-01): a twin is a pseudonym, a garment is a hash, titles are made
from roles. Free text is therefore limited to the operator's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from doublet.kernel.refusals import BadInput

LICENCE_LABEL = "org.doublet.licence"

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WEB = re.compile(r"https?://[!-~]{1,300}")


class SourceType(StrEnum):
    """How the picture came to be, as an IPTC digital source type."""

    COMPOSITE_SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"
    AI_GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    AI_EDITED = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    HUMAN_EDITS = "http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits"
    PHOTO = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


class Edit(StrEnum):
    """What was done after the picture was created or opened, as a C2PA action."""

    WATERMARKED = "c2pa.watermarked.unbound"
    LABELLED = "c2pa.addedText"
    CROPPED = "c2pa.cropped"
    RESIZED = "c2pa.resized.proportional"
    RETOUCHED = "c2pa.edited"
    RECOLOURED = "c2pa.adjustedColor"


# C2PA 2.4 wants a source type on every action that changes what can be seen.
VISIBLE_EDITS = frozenset({Edit.LABELLED, Edit.CROPPED, Edit.RETOUCHED, Edit.RECOLOURED})


RECIPE_EDITS = frozenset({Edit.CROPPED, Edit.RETOUCHED, Edit.RECOLOURED})


class Role(StrEnum):
    """What an input was to the picture."""

    TWIN = "twin"
    GARMENT = "garment"
    SCENE = "scene"


@dataclass(frozen=True)
class Ingredient:
    """An input named by its hash alone: neither its pixels nor its name enter the file."""

    role: Role
    sha256: str
    media_type: str = "image/jpeg"

    def __post_init__(self) -> None:
        _demand(_SHA256, "ingredient sha256", self.sha256)


@dataclass(frozen=True)
class Retouching:
    """A recipe that was replayed on the picture: its hash, and the kinds of change in it."""

    recipe_sha256: str
    kinds: tuple[str, ...]

    def __post_init__(self) -> None:
        _demand(_SHA256, "recipe_sha256", self.recipe_sha256)
        for kind in self.kinds:
            _demand(_IDENTIFIER, "kind of retouch", kind)


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

    def __post_init__(self) -> None:
        for field in ("asset_id", "licence_id", "twin", "engine", "engine_version"):
            _demand(_IDENTIFIER, field, getattr(self, field))
        _demand(_SHA256, "consent_sha256", self.consent_sha256)
        _demand(_WEB, "status_url", self.status_url)
        if not 0 < len(self.provider) <= 120 or not self.provider.isprintable():
            raise _unclear("provider", self.provider)
        if self.made_at.tzinfo is None:
            raise _unclear("made_at", self.made_at.isoformat())


@dataclass(frozen=True)
class LicenceAssertion:
    """The vendor assertion ``org.doublet.licence`` as it stands in a file."""

    asset_id: str
    licence_id: str
    consent_sha256: str
    twin: str
    status_url: str
    provider: str
    engine: str
    engine_version: str
    development_key: bool


def licence_assertion(data: object) -> LicenceAssertion | None:
    """The assertion from the untrusted content of a file, or None where it is not of our form."""
    names = LicenceAssertion.__dataclass_fields__
    if not isinstance(data, dict) or any(name not in data for name in names):
        return None
    values = {name: data[name] for name in names}
    development = values.pop("development_key")
    if not isinstance(development, bool) or any(not isinstance(value, str) for value in values.values()):
        return None
    shapes = dict.fromkeys(values, _IDENTIFIER) | {"consent_sha256": _SHA256, "status_url": _WEB}
    provider = values["provider"]
    if not 0 < len(provider) <= 120 or not provider.isprintable():
        return None
    if any(not shapes[name].fullmatch(value) for name, value in values.items() if name != "provider"):
        return None
    return LicenceAssertion(**values, development_key=development)


def _demand(shape: re.Pattern[str], field: str, value: str) -> None:
    if not shape.fullmatch(value):
        raise _unclear(field, value)


def _unclear(field: str, value: str) -> BadInput:
    return BadInput(
        "credential_claim_malformed",
        f"The credential's {field} cannot be {value[:60]!r}.",
        rule="PR-01",
        hint="Credentials carry ids, hashes and one web address, and no free text about people.",
    )
