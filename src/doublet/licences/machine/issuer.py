"""Who signs what machines read: this instance as a ``did:web``, with an Ed25519 key that it publishes.

The key is not the one of receipts and grants: a statement for the world can never pass for one of the house.
Signatures are JOSE as in W3C "Securing Verifiable Credentials using JOSE and COSE", with RFC 8037 keys.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from doublet.kernel.canonical import canonical
from doublet.licences.machine import statement_keys


def did() -> str:
    """This instance's name: its address, as the ``did:web`` method writes it."""
    return "did:web:" + quote(urlsplit(settings.SITE_URL).netloc, safe=".-")


def name_of(kind: str, key: str) -> str:
    """A thing that only this instance can name, e.g. a twin, as a DID URL. It can be looked up nowhere."""
    return f"{did()}/{kind}/{quote(key, safe='-_.')}"


def signed(payload: dict[str, Any], *, kind: str) -> str:
    """A compact JWS over the payload; `kind` is its media type without ``application/``."""
    return _signed(payload, kind, statement_keys.current())


def is_from_here(statement: str, payload: dict[str, Any], *, kind: str) -> bool:
    """Is a statement that lies on file this payload, as any key of this instance signed it?

    A lost key counts here: it is asked about the house's own books, where nobody else could put anything.
    """
    every = (statement_keys.current(), *statement_keys.before(), *statement_keys.lost())
    return any(statement == _signed(payload, kind, key) for key in every)


def key_id() -> str:
    """The thumbprint (RFC 7638) of the key that signs."""
    return _id_of(statement_keys.current())


def jwks() -> dict[str, Any]:
    """The keys that check what this instance signs and signed, the present one first."""
    return {
        "keys": [_public(key) | {"kid": _method(key), "alg": "EdDSA", "use": "sig"} for key in _published()]
    }


def did_document() -> dict[str, Any]:
    """The document behind the DID. Keys from before still assert what they signed."""
    methods = [_method(key) for key in _published()]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did(),
        "verificationMethod": [
            {
                "id": _method(key),
                "type": "JsonWebKey",
                "controller": did(),
                "publicKeyJwk": _public(key) | {"kid": _id_of(key)},
            }
            for key in _published()
        ],
        "assertionMethod": methods,
    }


def _signed(payload: dict[str, Any], kind: str, key: Ed25519PrivateKey) -> str:
    header = {"alg": "EdDSA", "typ": kind, "kid": _method(key)}
    if kind == "vc+jwt":
        header["cty"] = "vc"
    body = f"{_b64(canonical(header))}.{_b64(canonical(payload))}"
    return f"{body}.{_b64(key.sign(body.encode()))}"


def _published() -> list[Ed25519PrivateKey]:
    return [statement_keys.current(), *statement_keys.before()]


def _method(key: Ed25519PrivateKey) -> str:
    return f"{did()}#{_id_of(key)}"


def _id_of(key: Ed25519PrivateKey) -> str:
    return _b64(hashlib.sha256(canonical(_public(key))).digest())


def _public(key: Ed25519PrivateKey) -> dict[str, str]:
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": _b64(raw)}


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
