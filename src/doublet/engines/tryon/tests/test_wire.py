"""The line to an engine's server: what is refused before anything is sent."""

from __future__ import annotations

import pytest

from doublet.engines.tryon.orders import MemoryOrders, ref_of
from doublet.engines.tryon.wire import Again, Answer, Patience, Wire
from doublet.kernel.refusals import Unavailable


@pytest.mark.parametrize(
    "base", ["", "ftp://host/", "http://", "http://user:secret@host/", "file:///etc/passwd"]
)
def test_what_is_no_address_of_a_server_is_refused(base: str) -> None:
    with pytest.raises(Unavailable, match="bad_engine_address") as refused:
        Wire(base)
    assert "secret" not in refused.value.reason


def test_only_encrypted_or_local_lines_are_safe_for_photos() -> None:
    assert Wire("https://api.example.org/v1").safe
    assert Wire("http://127.0.0.1:8188").safe
    assert not Wire("http://10.0.0.3:8188").safe


def test_patience_ends_and_tells_why() -> None:
    naps: list[float] = []

    def never() -> Answer:
        raise Again(ValueError("busy"))

    with pytest.raises(ValueError, match="busy"):
        Patience(tries=4, sleep=naps.append, jitter=lambda: 0.5).run(never)
    assert naps == [0.5, 1.0, 2.0]


def test_an_order_is_begun_by_one_and_may_be_begun_again_only_after_it_was_dropped() -> None:
    book, ref = MemoryOrders(), ref_of("fashn", "sht_1")
    assert ref == ref_of("fashn", "sht_1") != ref_of("fashn", "sht_2")
    assert book.find(ref) is None
    assert book.begin(ref)
    assert not book.begin(ref)
    book.drop(ref)
    assert book.begin(ref)
    book.take(ref, {"id": "x"})
    order = book.find(ref)
    assert order is not None
    assert (order.state, order.facts["id"]) == ("taken", "x")
