from __future__ import annotations

from datetime import timedelta

import pytest

from doublet.kernel import clock, leases, notices
from doublet.kernel.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice() -> Notice:
    return Notice.objects.create(to="alice@example.org", subject="Hello", body="Hello")


def test_a_row_is_claimed_once(notice: Notice) -> None:
    first = leases.claim(Notice.objects.all(), at=clock.now())
    assert first == notice
    assert leases.claim(Notice.objects.all(), at=clock.now()) is None


def test_a_lease_that_ran_out_goes_to_another_and_the_first_cannot_finish(notice: Notice) -> None:
    first = leases.claim(Notice.objects.all(), at=clock.now())
    assert first is not None
    second = leases.claim(Notice.objects.all(), at=clock.now() + timedelta(hours=1))
    assert second is not None
    assert second.attempts == 2
    assert leases.still_held(first) is None
    assert leases.still_held(second) == notice


def test_a_notice_is_sent_once(notice: Notice, mailoutbox: list[object]) -> None:
    assert notices.send_next() is True
    assert notices.send_next() is False
    assert len(mailoutbox) == 1
