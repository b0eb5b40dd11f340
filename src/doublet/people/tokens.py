"""Secrets of API tokens: shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "dbl_"


def new_secret() -> str:
    """256 random bits with a prefix that secret scanners can look for."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept. A plain hash is enough: the secret is random, so it cannot be guessed from a list."""
    return hashlib.sha256(secret.encode()).hexdigest()
