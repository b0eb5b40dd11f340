"""Whose details stand in a stranger's credential: kinds of them, never the details themselves."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import c2pa

from doublet.engines.signer.settings import reading_context

IDENTITY, AUTHOR, EMAIL = "a signed identity", "the name of an author", "an e-mail address"
_ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[a-z]{2,}", re.I)
# Who made it, owns it or is shown, as schema.org, Dublin Core, IPTC and Exif write it.
_PEOPLE = {
    *("author", "creator", "contributor", "copyrightholder", "person"),
    *("dc:creator", "dc:contributor", "dc:rightsholder", "xmprights:owner", "plus:copyrightowner"),
    *("tiff:artist", "exif:artist", "exifex:cameraownername", "exif:cameraownername"),
    *("iptc4xmpext:personinimage", "iptc4xmpext:contributor", "photoshop:captionwriter"),
}


def persons_in(data: bytes, media_type: str) -> tuple[str, ...]:
    """Which details of people the credential of a file holds, its ingredients' included; empty where none does.

    A claim generator is a program, and an organisation is nobody.
    """
    with reading_context("") as context, c2pa.Reader(media_type, io.BytesIO(data), context=context) as reader:
        told = json.loads(reader.json())
    found = set()
    for manifest in told.get("manifests", {}).values():
        signature = manifest.get("signature_info", {})
        found |= set(_in_text(f"{signature.get('common_name', '')} {signature.get('issuer', '')}"))
        for assertion in manifest.get("assertions", ()):
            if str(assertion.get("label", "")).startswith("cawg.identity"):
                found.add(IDENTITY)
            found |= set(_in(assertion.get("data")))
    return tuple(kind for kind in (IDENTITY, AUTHOR, EMAIL) if kind in found)


def _in(told: Any) -> Iterator[str]:
    """Every detail of a person in a piece of JSON."""
    if isinstance(told, str):
        yield from _in_text(told)
    elif isinstance(told, list):
        for each in told:
            yield from _in(each)
    elif isinstance(told, dict):
        if _kind(told) == "person":
            yield AUTHOR
        for name, value in told.items():
            if str(name).lower() in _PEOPLE and _somebody(value):
                yield AUTHOR
            yield from _in(value)


def _in_text(text: str) -> Iterator[str]:
    if _ADDRESS.search(text):
        yield EMAIL


def _somebody(value: Any) -> bool:
    """Is a person named there, or something that may be one?"""
    if isinstance(value, list):
        return any(map(_somebody, value))
    if isinstance(value, dict):
        named = any(str(value.get(key, "")).strip() for key in ("name", "@value", "identifier"))
        return named and _kind(value) not in ("organization", "softwareapplication")
    return bool(str(value or "").strip())


def _kind(node: dict[str, Any]) -> str:
    return str(node.get("@type", "")).rpartition("/")[2].rpartition(":")[2].lower()
