"""One way to write data down as bytes, so that the same facts always have the same hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(data: Any) -> bytes:
    """JSON with sorted keys, no spaces and plain UTF-8. Floats are refused: they do not round-trip."""
    _no_floats(data)
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data: Any) -> str:
    """sha256 in hex of the canonical form."""
    return hashlib.sha256(canonical(data)).hexdigest()


def _no_floats(data: Any) -> None:
    if isinstance(data, float):
        raise TypeError("a float has no canonical form here: use an integer or a string")
    if isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(key, str):
                raise TypeError("keys of canonical data are strings")
            _no_floats(value)
    elif isinstance(data, list | tuple):
        for value in data:
            _no_floats(value)
