"""Statements signed by this instance: receipts, licence seals, grants. Compact JWS with Ed25519 (RFC 8037, RFC 9864).

Each has a kind (the header's ``typ``), so that a receipt can never pass for a grant.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from doublet.kernel import keys
from doublet.kernel.canonical import canonical
from doublet.kernel.refusals import NotAllowed

_REGISTRY = jws.JWSRegistry(algorithms=["Ed25519"])


@cache
def _key(seed: bytes) -> OKPKey:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return OKPKey.import_key(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def sign(kind: str, claims: dict[str, Any]) -> str:
    """The claims as a signed token of this kind."""
    header = {"alg": "Ed25519", "typ": kind}
    return jws.serialize_compact(
        header, canonical(claims), _key(keys.secret("statement-key")), registry=_REGISTRY
    )


def read(kind: str, token: str) -> dict[str, Any]:
    """The claims of a token of this kind.

    Raises:
        NotAllowed: it is no token, was not signed by this instance, or is of another kind.
    """
    try:
        kind_found, payload = _opened(keys.secret("statement-key"), token)
    except (JoseError, ValueError, TypeError, KeyError):
        raise NotAllowed(
            "forged", f"This is no {kind} that this instance signed.", rule="HOUSE-SIGNATURE"
        ) from None
    if kind_found != kind:
        raise NotAllowed("forged", f"This token is no {kind}.", rule="HOUSE-SIGNATURE")
    claims: dict[str, Any] = json.loads(payload)
    return claims


@lru_cache(maxsize=32_768)
def _opened(seed: bytes, token: str) -> tuple[Any, bytes]:
    """Kind and claims of a token that this key signed.

    The same bytes under the same key always answer the same, so the arithmetic is done once; a
    forged one raises, and what raises is not kept. The key is read anew each time.
    """
    opened = jws.deserialize_compact(token, _key(seed), registry=_REGISTRY)
    return opened.headers().get("typ"), bytes(opened.payload)
