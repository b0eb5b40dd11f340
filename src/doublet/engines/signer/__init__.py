"""Content credentials (C2PA 2.4): who signs for this instance, signing, derivatives, and honest reading."""

from doublet.engines.signer.carrying import Carried, carried, unpacked
from doublet.engines.signer.claims import (
    CredentialClaims,
    Edit,
    Ingredient,
    Retouching,
    Role,
    SourceType,
)
from doublet.engines.signer.derivatives import Derived, Shape, derive, shaped
from doublet.engines.signer.formats import media_type
from doublet.engines.signer.identity import Identity, Retired, operator_identity
from doublet.engines.signer.keeping import development_identity, load_identity, retire, roll_over
from doublet.engines.signer.keys import CommandKey, LocalKey, SigningKey
from doublet.engines.signer.persons import persons_in
from doublet.engines.signer.reading import manifests, read
from doublet.engines.signer.report import ManifestReport, Verdict
from doublet.engines.signer.token import TokenKey
from doublet.engines.signer.trust import TrustList
from doublet.engines.signer.trust import load as load_trust_list
from doublet.engines.signer.vendor import LicenceAssertion
from doublet.engines.signer.writing import sign

__all__ = [
    "Carried",
    "CommandKey",
    "CredentialClaims",
    "Derived",
    "Edit",
    "Identity",
    "Ingredient",
    "LicenceAssertion",
    "LocalKey",
    "ManifestReport",
    "Retired",
    "Retouching",
    "Role",
    "Shape",
    "SigningKey",
    "SourceType",
    "TokenKey",
    "TrustList",
    "Verdict",
    "carried",
    "derive",
    "development_identity",
    "load_identity",
    "load_trust_list",
    "manifests",
    "media_type",
    "operator_identity",
    "persons_in",
    "read",
    "retire",
    "roll_over",
    "shaped",
    "sign",
    "unpacked",
]
