"""Who signs what machines read: this instance as a ``did:web``, with one Ed25519 key that it publishes.

The key is not the one of receipts and grants: a statement for the world can never pass for one of the house.
Signatures are JOSE as in W3C "Securing Verifiable Credentials using JOSE and COSE", with RFC 8037 keys.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from doublet.kernel import keys
from doublet.kernel.canonical import canonical

_FILE = "credential-key"


def did() -> str:
    """This instance's name: its address, as the ``did:web`` method writes it."""
    return "did:web:" + quote(urlsplit(settings.SITE_URL).netloc, safe=".-")


def name_of(kind: str, key: str) -> str:
    """A thing that only this instance can name, e.g. a twin, as a DID URL. It can be looked up nowhere."""
    return f"{did()}/{kind}/{quote(key, safe='-_.')}"


def signed(payload: dict[str, Any], *, kind: str) -> str:
    """A compact JWS over the payload; `kind` is its media type without ``application/``."""
    header = {"alg": "EdDSA", "typ": kind, "kid": _method()}
    if kind == "vc+jwt":
        header["cty"] = "vc"
    body = f"{_b64(canonical(header))}.{_b64(canonical(payload))}"
    return f"{body}.{_b64(_key(keys.secret(_FILE)).sign(body.encode()))}"


def key_id() -> str:
    """The key's thumbprint (RFC 7638)."""
    jwk = _public()
    return _b64(hashlib.sha256(canonical(jwk)).digest())


def jwks() -> dict[str, Any]:
    """The keys that check what this instance signs."""
    return {"keys": [_public() | {"kid": _method(), "alg": "EdDSA", "use": "sig"}]}


def did_document() -> dict[str, Any]:
    """The document behind the DID."""
    method = _method()
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did(),
        "verificationMethod": [
            {
                "id": method,
                "type": "JsonWebKey",
                "controller": did(),
                "publicKeyJwk": _public() | {"kid": key_id()},
            }
        ],
        "assertionMethod": [method],
    }


def _method() -> str:
    return f"{did()}#{key_id()}"


def _public() -> dict[str, str]:
    raw = _key(keys.secret(_FILE)).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": _b64(raw)}


@cache
def _key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
