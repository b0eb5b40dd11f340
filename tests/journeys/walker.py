"""One person at one screen: walks pages, and has an eye on each of them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from doublet.story.stage import PASSWORD

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1360, "height": 900}}
PATIENCE_MS = 90_000
# With `preload`, axe would fetch style sheets again and write them into the page, which the page forbids.
AXE = {"resultTypes": ["violations"], "preload": False}
# Brings also the pictures that wait below the fold.
ALL_IMAGES = """Promise.all([...document.images].map((image) => {
    image.loading = 'eager'
    return image.decode().catch(() => null)
}))"""

# A refusal is an answer with status 4xx, which the browser also writes to its console.
_REFUSALS = re.compile(r"status of 4(00|03|09|22)\b")


@dataclass
class Album:
    """What was seen on the way: pictures where somebody asked for them, and everything that was wrong."""

    faults: list[str] = field(default_factory=list)
    taken: int = 0
    folder: Path | None = None

    @classmethod
    def of_environment(cls) -> Album:
        """Pictures go to the folder that DOUBLET_JOURNEY_PICTURES names."""
        named = os.environ.get("DOUBLET_JOURNEY_PICTURES")
        if named:
            Path(named).mkdir(parents=True, exist_ok=True)
        return cls(folder=Path(named) if named else None)

    def keep(self, page: Page, name: str) -> None:
        """One picture of a whole page."""
        self.taken += 1
        if self.folder is not None:
            page.evaluate(ALL_IMAGES)
            page.screenshot(path=self.folder / f"{self.taken:02}-{name}.png", full_page=True)


class Walker:
    """A person with a browser of her own. `presses` counts what she pressed."""

    def __init__(
        self, browser: Browser, site: str, album: Album, who: str, screen: dict[str, Any] = DESK
    ) -> None:
        self.who, self.album, self.presses = who, album, 0
        context = browser.new_context(base_url=site, reduced_motion="reduce", **screen)
        context.set_default_timeout(PATIENCE_MS)
        self.page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._fault(f"script error: {error}"))
        self.page.on("response", self._answered)
        self.screen = "phone" if screen is PHONE else "desk"

    def sign_in(self, email: str) -> Walker:
        """With the password of the demo accounts."""
        self.go("/accounts/login/")
        self.page.get_by_label(re.compile("E-?mail")).fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in", exact=True)
        self.heading("waits")
        return self

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)

    def press(self, name: str, *, within: Locator | None = None, exact: bool = False) -> None:
        """Press a button or a link by what it says, in the page itself or in a part of it."""
        place = within or self.page.get_by_role("main")
        button = place.get_by_role("button", name=name, exact=exact)
        button.or_(place.get_by_role("link", name=name, exact=exact)).first.click()
        self.presses += 1

    def turn_to(self, name: str) -> None:
        """Press a link of the masthead."""
        self.page.get_by_role("banner").get_by_role("link", name=name, exact=True).click()
        self.presses += 1

    def tick(self, group: str, *names: str, off: bool = False) -> None:
        """Tick boxes of one group by their words."""
        boxes = self.page.get_by_role("group", name=group)
        for name in names:
            boxes.get_by_role("checkbox", name=name, exact=True).set_checked(not off)

    def agree(self, words: str) -> None:
        """Tick a box that binds: a press like any other."""
        self.page.get_by_label(words).check()
        self.presses += 1

    def card(self, title: str) -> Locator:
        """The block with this heading."""
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.get_by_role("article").filter(has=heading)

    def heading(self, words: str, *, patience_ms: int = PATIENCE_MS) -> None:
        """A heading with these words stands on the page."""
        expect(self.page.get_by_role("heading", name=words).first).to_be_visible(timeout=patience_ms)

    def reads(self, words: str, *, patience_ms: int = PATIENCE_MS) -> None:
        """These words stand on the page, in sight."""
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=patience_ms)

    def proves_herself(self) -> None:
        """Enter the password where the site asks for it before something that binds."""
        if "reauthenticate" in self.page.url:
            self.look("is-it-you")
            self.page.get_by_label("Password").fill(PASSWORD)
            self.press("Go on")

    def look(self, name: str) -> None:
        """Look at the whole page: axe, nothing sticking out sideways, and a picture."""
        self.page.wait_for_load_state("load")
        self.album.keep(self.page, f"{self.screen}-{name}")
        found = Axe().run(self.page, options=AXE)
        if found.violations_count:
            self._fault(f"{name}: axe: {found.generate_report()}")
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if wide > room:
            self._fault(f"{name}: the page is {wide} px wide on a screen of {room}")

    def at_night(self, *paths: str) -> None:
        """Look at pages in the dark scheme."""
        self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        for path in paths:
            self.go(path)
            self.look(f"dark-{path.strip('/').split('/')[0] or 'front'}")
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _REFUSALS.search(message.text):
            self._fault(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status == 404 or response.status >= 500:
            self._fault(f"status {response.status} of {response.url}")

    def _fault(self, words: str) -> None:
        self.album.faults.append(f"{self.who} ({self.screen}) at {self.page.url}: {words}")
