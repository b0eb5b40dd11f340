"""A small store of prepared photos, so that a person or garment is prepared once per process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """The last few made things by key; the least recently used goes first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, unpack: Callable[[], T | None], make: Callable[[], T]) -> tuple[T, bool]:
        """The thing of this key, unpacked or made if need be, and whether it did not have to be made."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key], True
        unpacked = unpack()
        made = make() if unpacked is None else unpacked
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made, unpacked is not None

    def forget(self) -> None:
        """Drop everything (a person's photo must not outlive its erasure)."""
        with self._lock:
            self._kept.clear()
