"""Public ids: a short prefix that says what it is, and 100 random bits, so that no id can be guessed."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.deconstruct import deconstructible

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread
_LETTERS = (_ALPHABET * 8).encode()  # 256 bytes fall evenly on 32 letters


@deconstructible
class NewId:
    """Makes ids such as ``lic_7k3m9q…``; a class so that migrations can name it."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __call__(self) -> str:
        return f"{self.prefix}_{secrets.token_bytes(20).translate(_LETTERS).decode()}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NewId) and other.prefix == self.prefix

    def __hash__(self) -> int:
        return hash(self.prefix)


def public_id(prefix: str) -> models.CharField:
    """The primary key field of a table whose rows people and machines may name."""
    return models.CharField(primary_key=True, max_length=32, default=NewId(prefix), editable=False)
