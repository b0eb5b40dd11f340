"""Encryption at rest: each owner (a twin, a brand) has a key of its own, wrapped by the instance's key.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce a message. The name of the thing is bound
as associated data, so that a sealed photo cannot be passed off as another. Destroying an owner's
wrapped key makes everything sealed under it unreadable for good: that is what erasing means here.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from doublet.kernel import keys, witness
from doublet.kernel.refusals import Unavailable

_NONCE = 12


def new_wrapped_key(owner: str) -> bytes:
    """A fresh 256-bit key for `owner`, already wrapped by the instance's key."""
    return _seal(keys.secret("instance-key"), AESGCM.generate_key(256), f"key:{owner}")


def seal(wrapped: bytes, owner: str, name: str, data: bytes) -> bytes:
    """`data` encrypted under the owner's key, bound to `name`."""
    return _seal(_unwrap(wrapped, owner), data, name)


def unseal(wrapped: bytes, owner: str, name: str, sealed: bytes) -> bytes:
    """What `seal` was given. Raises Unavailable where key, name or bytes do not fit."""
    return _unseal(_unwrap(wrapped, owner), sealed, name)


def _unwrap(wrapped: bytes, owner: str) -> bytes:
    if (
        not wrapped or owner in witness.withdrawn()
    ):  # an older database may still hold the key of an erased twin
        raise Unavailable("key_destroyed", "This was erased: its key no longer exists.", rule="GDPR-17")
    return _unseal(keys.secret("instance-key"), wrapped, f"key:{owner}")


def _seal(key: bytes, data: bytes, name: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, name.encode())


def _unseal(key: bytes, sealed: bytes, name: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
    except InvalidTag:
        raise Unavailable(
            "cannot_unseal",
            "A stored file cannot be opened: it was changed, or the instance's key is another one.",
            hint="Restore the keys folder and the files from the same backup.",
        ) from None
