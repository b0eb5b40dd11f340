"""The whole story through the pages, in a real browser: the model on her phone, everybody else at a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys import making, permission, withdrawing
from tests.journeys.instance import Instance
from tests.journeys.people import Journey

pytestmark = pytest.mark.slow

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("no chromium here: install Debian's chromium to walk the pages in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    instance = Instance(tmp_path)
    yield instance
    instance.close()


def test_the_story_in_a_browser(browser: Browser, instance: Instance, tmp_path: Path) -> None:
    journey = Journey.begin(browser, instance, tmp_path)
    permission.first_look(journey)
    permission.the_model_joins(journey)
    permission.she_hands_in_photos(journey)
    permission.she_sets_boundaries(journey)
    permission.the_house_does_its_part(journey)
    permission.she_signs_and_makes_her_twin(journey)

    making.a_brand_writes_a_brief(journey)
    making.they_negotiate(journey)
    making.she_signs_the_licence(journey)
    making.pictures_are_made(journey)
    making.she_reviews(journey)
    making.one_is_delivered(journey)
    making.money_is_counted(journey)

    withdrawing.anybody_verifies(journey)
    withdrawing.she_takes_it_back(journey)
    withdrawing.it_is_over(journey)
    withdrawing.the_rest_of_the_house(journey)
    withdrawing.everything_at_night(journey)

    assert not journey.album.faults, "\n\n".join(journey.album.faults)
