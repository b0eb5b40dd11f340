"""The vendor assertion ``org.doublet.licence``: who permitted a picture, in a form that names nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass

LICENCE_LABEL = "org.doublet.licence"

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,99}")
SHA256 = re.compile(r"[0-9a-f]{64}")
WEB = re.compile(r"https?://[!-~]{1,300}")


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
    shapes = dict.fromkeys(values, IDENTIFIER) | {"consent_sha256": SHA256, "status_url": WEB}
    if not is_provider(values["provider"]):
        return None
    if any(not shapes[name].fullmatch(value) for name, value in values.items() if name != "provider"):
        return None
    return LicenceAssertion(**values, development_key=development)


def is_provider(name: str) -> bool:
    """True for a name of an operator that can stand in a file: one printable line."""
    return 0 < len(name) <= 120 and name.isprintable()
