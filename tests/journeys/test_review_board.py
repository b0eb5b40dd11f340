"""Two hundred pictures on the review board, by keyboard, in a real browser; and a few by swipe on a phone."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright

from doublet.story.stage import PASSWORD
from tests.journeys import instance as instances
from tests.journeys.instance import Instance
from tests.journeys.test_story_in_browser import CHROMIUM, FLAGS
from tests.journeys.walker import DESK, PHONE, Album, Walker

pytestmark = pytest.mark.slow

PICTURES = 200
TEN_MINUTES = 600.0
MODEL = "model@sandbox.invalid"

BARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""

# Generated pictures, registered as if they had been marked: the board is about her decisions, not about pixels.
PILE = f"""
import django; django.setup()
import hashlib
import numpy as np
from doublet.engines.image import encode_jpeg
from doublet.kernel import blobs, clock
from doublet.people.models import User
from doublet.provenance.models import Credential
from doublet.story.target import build
from doublet.studio.models import Frame, Shot
target = build()
target.people.model.user.set_password({PASSWORD!r})
target.people.model.user.save()
twin = target.licence.twin_version.twin
gate = dict(code="garment_colour_changed", title="Colour", value=1.2, limit="at most 5", kept=True, note="", sentence="")
for number in range({{pictures}}):
    random = np.random.default_rng(number)
    pixels = np.kron(random.integers(40, 220, (8, 6, 3), dtype=np.uint8), np.ones((96, 96, 1), np.uint8))
    file = encode_jpeg(pixels)
    shot = target.shot if number == 0 else Shot.objects.create(
        licence=target.licence, garment=target.garment, background="studio_white", light="soft", crop="full",
        seed=number, requested_by=target.people.brand)
    Shot.objects.filter(pk=shot.pk).update(status="done", ended_at=clock.now())
    frame = Frame.objects.create(shot=shot, licence=target.licence, raw="", width=576, height=768,
        engine="drape", engine_version="0.1", report={{{{"gates": [gate]}}}})
    Credential.objects.create(kind="master", status="ready", frame=frame, licence=target.licence, mark=number + 1,
        blob=blobs.put(bytes(twin.wrapped_key), twin.pk, file), sha256=hashlib.sha256(file + b"%d" % number).hexdigest(),
        pdq=bytes(32), features=b"", width=576, height=768)
"""


@pytest.fixture
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("no chromium here: install Debian's chromium to walk the pages in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Instance]:
    monkeypatch.setattr(instances, "SEED", BARE)  # the pile brings its own people
    instance = Instance(tmp_path)
    instance.stop_worker()
    yield instance
    instance.close()


def opened(browser: Browser, instance: Instance, screen: dict[str, object]) -> Page:
    walker = Walker(browser, instance.url, Album(), "model", screen)  # type: ignore[arg-type]
    walker.sign_in(MODEL)
    page = walker.page
    page.goto("/review/board")
    expect(page.locator("#board")).to_be_visible()
    return page


def decided(instance: Instance) -> dict[str, int]:
    with sqlite3.connect(next((instance.home / "var").glob("*.sqlite3"))) as books:
        return dict(books.execute("select decision, count(*) from publishing_review group by decision"))


def test_two_hundred_pictures_in_ten_minutes_by_keyboard(browser: Browser, instance: Instance) -> None:
    instance.run(PILE.format(pictures=PICTURES))
    page = opened(browser, instance, DESK)
    began = time.monotonic()
    for number in range(PICTURES):
        expect(page.locator("#at")).to_have_text(f"{number + 1} of {PICTURES}")
        expect(page.locator("#stage img")).to_have_js_property("complete", True)
        if number == 3:
            page.keyboard.press("a")
            page.keyboard.press("u")
            expect(page.locator("#at")).to_have_text(f"4 of {PICTURES}")
        if number % 10 == 9:
            page.keyboard.press("r")
            page.keyboard.press("3")
        else:
            page.keyboard.press("a")
    page.wait_for_url("**/review/", timeout=120_000)
    assert time.monotonic() - began < TEN_MINUTES
    assert decided(instance) == {"approved": PICTURES * 9 // 10, "rejected": PICTURES // 10}


def test_a_decision_that_was_taken_back_is_never_sent_and_one_that_is_held_outlives_the_page(
    browser: Browser, instance: Instance
) -> None:
    instance.run(PILE.format(pictures=3))
    page = opened(browser, instance, PHONE)
    page.get_by_role("button", name="Approve").tap()
    page.get_by_role("button", name="Undo").tap()
    page.wait_for_timeout(6_000)
    assert decided(instance) == {}
    page.get_by_role("button", name="Reject").tap()
    page.get_by_role("button", name="The garment is wrong").tap()
    page.goto("/review/decided")  # at once, while the decision is still held
    page.wait_for_timeout(2_000)  # it is sent while the page goes, beside the next one
    page.reload()
    expect(page.get_by_text("The garment is wrong")).to_be_visible()
    assert decided(instance) == {"rejected": 1}


class Finger:
    """Touches as a screen sends them: the browser itself makes pointer events, scrolling and cancelling of them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.screen: CDPSession = page.context.new_cdp_session(page)
        box = page.locator("#stage").bounding_box()
        assert box is not None
        self.x, self.y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def swipe(
        self,
        across: float,
        down: float = 0.0,
        *,
        second: tuple[float, float] | None = None,
        rests: bool = False,
    ) -> None:
        """From the middle of the picture; `second`: how far another finger goes meanwhile.

        A finger that `rests` before it is lifted leaves no scroll that runs on, in which a browser would
        take a tap for a wish to stop it.
        """
        start = [(self.x - across / 2, self.y - down / 2)]
        way = [(across, down)]
        if second is not None:
            start.append((self.x, self.y + 60))
            way.append(second)
        self._send("touchStart", start)
        for step in range(1, 9):
            share = step / 8
            self._send(
                "touchMove",
                [(x + dx * share, y + dy * share) for (x, y), (dx, dy) in zip(start, way, strict=True)],
            )
        if rests:
            self.page.wait_for_timeout(200)
            self._send("touchMove", [(x + dx, y + dy) for (x, y), (dx, dy) in zip(start, way, strict=True)])
        self._send("touchEnd", [])

    def _send(self, kind: str, points: list[tuple[float, float]]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self.screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def test_by_swipe_nothing_is_decided_by_accident(browser: Browser, instance: Instance) -> None:
    instance.run(PILE.format(pictures=3))
    page = opened(browser, instance, PHONE)
    finger, at = Finger(page), page.locator("#at")
    why, undo = page.locator("#why"), page.get_by_role("button", name="Undo")

    def nothing_happened() -> None:
        page.wait_for_timeout(200)
        expect(at).to_have_text("1 of 3")
        expect(undo).to_be_disabled()
        expect(why).to_be_hidden()

    finger.swipe(40)
    nothing_happened()
    finger.swipe(-60)
    nothing_happened()
    finger.swipe(120, 110, rests=True)  # more of a scroll than a swipe
    nothing_happened()
    finger.swipe(0, 200, rests=True)
    nothing_happened()
    page.get_by_role("button", name="100 %").tap()
    finger.swipe(200, rests=True)  # moves the enlarged picture
    nothing_happened()
    page.get_by_role("button", name="100 %").tap()

    finger.swipe(180)
    expect(at).to_have_text("2 of 3")
    undo.tap()  # at once
    expect(at).to_have_text("1 of 3")
    finger.swipe(-180)
    expect(why).to_be_visible()
    finger.swipe(180)  # while it is asked why
    expect(why).to_be_visible()
    page.get_by_role("button", name="Back").tap()
    nothing_happened()
    page.wait_for_timeout(5_500)
    assert decided(instance) == {}, "what was taken back, or never said, is never sent"

    finger.swipe(180)
    expect(at).to_have_text("2 of 3")
    finger.swipe(-180)
    page.get_by_role("button", name="Visible errors").tap()
    expect(at).to_have_text("3 of 3")
    finger.swipe(-140, second=(140, 0))  # a pinch, which enlarges the page
    page.wait_for_timeout(6_500)
    expect(at).to_have_text("3 of 3")
    expect(why).to_be_hidden()
    assert decided(instance) == {"approved": 1, "rejected": 1}
