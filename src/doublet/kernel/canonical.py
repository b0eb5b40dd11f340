"""One way to write data down as bytes, so that the same facts always have the same hash: RFC 8785 (JCS).

What that standard writes by rules of its own (fractions, numbers that a double cannot hold) is refused,
so that what is left is the same in every implementation.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

_EXACT = 2**53 - 1  # the largest number that every reader of JSON keeps


def canonical(data: Any) -> bytes:
    """JSON with sorted keys, no spaces and plain UTF-8.

    Raises:
        TypeError: a float, a whole number beyond 2^53, or a key that is no string.
    """
    plain = _check(data)
    return json.dumps(
        data if plain else _in_order(data), sort_keys=plain, separators=(",", ":"), ensure_ascii=False
    ).encode()


def digest(data: Any) -> str:
    """sha256 in hex of the canonical form."""
    return hashlib.sha256(canonical(data)).hexdigest()


def _check(data: Any) -> bool:
    """Refuse what has no canonical form. True where every key sorts by its characters as by its UTF-16 units."""
    if isinstance(data, float):
        raise TypeError("a float has no canonical form here: use an integer or a string")
    if isinstance(data, int) and not -_EXACT <= data <= _EXACT:
        raise TypeError("a number beyond 2^53 has no canonical form: use a string")
    plain = True
    if isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(key, str):
                raise TypeError("keys of canonical data are strings")
            plain &= (key.isascii() or max(key) < "\ud800") & _check(value)
    elif isinstance(data, list | tuple):
        for value in data:
            plain &= isinstance(value, str) or _check(value)  # words always have a form
    return plain


def _in_order(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _in_order(data[key]) for key in sorted(data, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(data, list | tuple):
        return [_in_order(value) for value in data]
    return data
