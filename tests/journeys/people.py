"""Who walks, and what they carry from one step to the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.journeys.instance import Instance
from tests.journeys.walker import DESK, PHONE, Album, Walker

DEMO = Path(__file__).resolve().parents[2] / "demo"
PHOTOS = DEMO / "people" / "ines-fiktiv"
GARMENT = DEMO / "garments" / "tee-brick.jpg"
NAME = "Inés Fiktiv"
BRIEF = "Winter web shop"


@dataclass
class Journey:
    """The people, each with a browser of their own, and the files they hand on."""

    instance: Instance
    album: Album
    files: Path
    model: Walker
    agent: Walker
    brand: Walker
    other: Walker
    operator: Walker
    second: Walker
    public: Walker
    delivered: Path = Path()
    record: str = ""
    presses_to_sign: int = 0

    @classmethod
    def begin(cls, browser: Browser, instance: Instance, files: Path) -> Journey:
        """Everybody opens a browser: the model and the public on a phone, the others at a desk."""
        album = Album.of_environment()

        def walker(who: str, screen: dict[str, object]) -> Walker:
            return Walker(browser, instance.url, album, who, screen)

        return cls(
            instance=instance,
            album=album,
            files=files,
            model=walker("model", PHONE),
            agent=walker("agent", DESK),
            brand=walker("brand", DESK),
            other=walker("other brand", DESK),
            operator=walker("operator", DESK),
            second=walker("second operator", DESK),
            public=walker("public", PHONE),
        )


def downloaded(page: Page, walker: Walker, button: str, to: Path) -> Path:
    """Press what starts a download, and keep the file."""
    with page.expect_download() as download:
        walker.press(button)
    download.value.save_as(to)
    return to
