"""What a stranger would write to check our tokens and lists: nothing here comes from the code that makes them."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def opened(token: str, jwks: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload of a compact JWS, after its signature was checked; raises where it does not hold."""
    head, body, signature = token.split(".")
    header = json.loads(unpadded(head))
    (key,) = [each for each in jwks["keys"] if each["kid"] == header["kid"]]
    assert (header["alg"], key["kty"], key["crv"]) == ("EdDSA", "OKP", "Ed25519")
    Ed25519PublicKey.from_public_bytes(unpadded(key["x"])).verify(
        unpadded(signature), f"{head}.{body}".encode()
    )
    return header, json.loads(unpadded(body))


def bits(encoded: str) -> str:
    """A status list as a string of 0 and 1, the first entry first."""
    assert encoded[0] == "u"
    raw = gzip.decompress(unpadded(encoded[1:]))
    return "".join(f"{byte:08b}" for byte in raw)
