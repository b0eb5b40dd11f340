"""What a delivered picture says about itself in IPTC Photo Metadata 2025.1, and what it may not say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from doublet.kernel.refusals import BadInput

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
NO_DATA_MINING = "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"
_LONGEST_TEXT = 500
_WEB = re.compile(r"https?://[!-~]{1,300}")


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The metadata of one picture. Nothing in it names or describes a person (PR-01).

    Attributes:
        source_type: an IPTC digital source type, as URI.
        ai_system, ai_system_version: what made the picture.
        asset_id: random id of the picture in the register.
        licence_id: stands as the model release id.
        status_url: where anybody sees whether the permission still stands.
        description: what kind of picture it is, e.g. "Composite of a real model's digital twin".
        credit: who runs the instance, or the brand.
        usage_terms: one sentence on who may use it.
        created: with its zone.
        ai_prompt: what a generative model was told, where one was told anything; written by the product itself.
    """

    source_type: str
    ai_system: str
    ai_system_version: str
    asset_id: str
    licence_id: str
    status_url: str
    description: str
    credit: str
    usage_terms: str
    created: datetime
    ai_prompt: str = ""

    def __post_init__(self) -> None:
        for name in ("ai_system", "ai_system_version", "asset_id", "licence_id", "description", "credit"):
            _demand(name, getattr(self, name), _is_line(getattr(self, name)))
        _demand("ai_prompt", self.ai_prompt, not self.ai_prompt or _is_line(self.ai_prompt))
        _demand("usage_terms", self.usage_terms, _is_line(self.usage_terms))
        _demand("source_type", self.source_type, self.source_type.startswith(SOURCE_TYPES))
        _demand("status_url", self.status_url, bool(_WEB.fullmatch(self.status_url)))
        _demand("created", self.created.isoformat(), self.created.tzinfo is not None)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a file's XMP says; empty where it is silent. Text of strangers: claimed, never proved."""

    source_type: str = ""
    ai_system: str = ""
    ai_system_version: str = ""
    ai_prompt: str = ""
    asset_id: str = ""
    licence_id: str = ""
    status_url: str = ""
    description: str = ""
    credit: str = ""
    usage_terms: str = ""
    created: str = ""
    data_mining: str = ""

    @property
    def says_ai(self) -> bool:
        """True when the digital source type is one of those that involve trained or synthetic media."""
        kind = self.source_type.rsplit("/", 1)[-1].lower()
        return "algorithmicmedia" in kind or kind in {"compositesynthetic", "trainedalgorithmicdata"}


def _is_line(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_TEXT and text.isprintable()


def _demand(name: str, value: str, holds: bool) -> None:
    if not holds:
        raise BadInput(
            "metadata_field_malformed",
            f"The metadata field {name} cannot be {value[:60]!r}.",
            hint=f"Give one printable line of at most {_LONGEST_TEXT} characters, without names of people.",
        )
