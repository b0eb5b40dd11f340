"""Content credentials (C2PA 2.4): the instance's signing identity, signing, and honest reading."""

from doublet.engines.signer.claims import (
    CredentialClaims,
    Edit,
    Ingredient,
    LicenceAssertion,
    Retouching,
    Role,
    SourceType,
)
from doublet.engines.signer.identity import Identity, development_identity
from doublet.engines.signer.reading import ManifestReport, read
from doublet.engines.signer.writing import sign

__all__ = [
    "CredentialClaims",
    "Edit",
    "Identity",
    "Ingredient",
    "LicenceAssertion",
    "ManifestReport",
    "Retouching",
    "Role",
    "SourceType",
    "development_identity",
    "read",
    "sign",
]
