"""Steps 9 and 10: anybody verifies; she takes her permission back, and everybody can see it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.copies import painted, stripped, unrelated
from tests.journeys.people import BRIEF, Journey

WORK_MS = 300_000


def anybody_verifies(journey: Journey) -> None:
    """The delivered file, a stripped copy, a painted copy, and a picture that has nothing to do with it."""
    files, picture = journey.files, journey.delivered
    _verify(journey, "delivered", today="Yes", changed="No")
    copy = stripped(picture, files / "copy.jpg")
    _verify(journey, "copy", today="Yes", changed="Not the picture", picture=copy)
    changed = painted(picture, files / "painted.jpg")
    _verify(journey, "painted", today="Yes", changed="Yes", picture=changed)
    stranger = unrelated(files / "stranger.jpg")
    _verify(journey, "stranger", today="Cannot be told", changed="Cannot be told", picture=stranger)
    journey.public.reads("Unknown is not fake")


def _verify(journey: Journey, name: str, *, today: str, changed: str, picture: object = None) -> None:
    public = journey.public
    public.go("/verify")
    public.page.get_by_label("A picture", exact=True).set_input_files(str(picture or journey.delivered))
    public.press("Verify", exact=True)
    public.heading("Four answers", patience_ms=WORK_MS)
    for question, short in (("Permitted today?", today), ("Changed since?", changed)):
        row = public.page.get_by_role("listitem").filter(
            has=public.page.get_by_role("heading", name=question)
        )
        expect(row.locator(".short")).to_have_text(re.compile(f"^{short}"))
    public.look(f"verify-{name}")
    if name == "delivered":
        public.press("Its public record")
        public.heading("Permitted today")
        journey.record = public.page.url
        public.look("record")


def she_takes_it_back(journey: Journey) -> None:
    """With a picture in the queue, and with no more presses than it took to sign."""
    journey.instance.stop_worker()
    brand, model = journey.brand, journey.model
    brand.go("/studio/")
    brand.press(BRIEF)
    brand.press("Ask for pictures")
    brand.tick("Garments", "Crew-neck tee, brick")
    brand.tick("Backgrounds", "Studio, warm grey")
    brand.press("Make them")
    brand.reads("1 picture is waiting for the engine")
    model.go("/standing/")
    model.look("standing-permitted")
    model.press("Maison Lumen")
    model.heading("Take a part back")
    model.look("takeback")
    model.press("Take it back")
    model.reads("What happens when you confirm")
    model.look("takeback-confirm")
    model.go("/home")
    before = model.presses
    model.turn_to("Consents")
    model.press("Withdraw", within=model.card("Use of the twin"))
    model.heading("What happens")
    model.reads("1 picture waiting to be made is cancelled")
    model.look("withdraw")
    model.press("Withdraw now")
    model.reads("Nothing new is made from this moment on")
    assert model.presses - before <= journey.presses_to_sign, "taking it back is more work than giving it"
    model.look("withdrawn")
    journey.instance.start_worker()


def it_is_over(journey: Journey) -> None:
    """What waited is cancelled, the next request is refused, everybody is told, and the brand has dated tasks."""
    brand, model, public = journey.brand, journey.model, journey.public
    brand.page.reload()
    brand.reads("Permission was withdrawn")
    expect(brand.page.get_by_text("Cancelled", exact=True)).to_have_count(1)
    brand.look("studio-withdrawn")
    brand.go(f"{brand.page.url}ask")
    brand.tick("Garments", "Crew-neck tee, brick")
    brand.tick("Backgrounds", "Studio, warm grey")
    brand.press("Make them")
    brand.reads("Nothing was queued")
    brand.reads("withd")
    brand.look("ask-refused")
    brand.go("/tasks/")
    expect(brand.page.get_by_text(re.compile(r"until \d+ \w+ 20\d\d"))).not_to_have_count(0)
    brand.look("tasks")
    brand.go("/deliveries/")
    brand.page.get_by_role("link", name="Web shop, European Union").first.click()
    brand.reads("The file is no longer handed out")
    brand.look("delivery-withdrawn")
    _verify(journey, "withdrawn", today="No", changed="No")
    public.reads("ithdrawn on")
    # The record may be kept for a minute by a browser that has seen it; another one is told at once.
    journey.other.go(journey.record)
    journey.other.heading("Permission withdrawn")
    journey.other.look("record-withdrawn")
    model.go("/statement/")
    expect(model.page.locator("ul.earnings").get_by_text("Paid out").first).to_be_visible()
    model.go("/licences/")
    model.look("licences-withdrawn")


def the_rest_of_the_house(journey: Journey) -> None:
    """Pages that the story passes by: what proves, what is due, what was reported."""
    public, brand, model, operator = journey.public, journey.brand, journey.model, journey.operator
    for walker, paths in (
        (public, ("/status/", "/status/?lang=de", "/log", "/log?old=1", "/report")),
        (brand, ("/webhooks/", "/deliveries/")),
        (model, ("/standing/", "/review/batch", "/tasks/")),
        (operator, ("/operator/packs", "/operator/cases")),
    ):
        for path in paths:
            walker.go(path)
            walker.look(path.strip("/").replace("/", "-").replace("?", "-"))
    for code, words in (("fr", "Autorisation retirée"), ("zh", "许可已撤回")):
        public.go(f"{journey.record}?lang={code}")
        public.heading(words)
        public.look(f"record-{code}")


def everything_at_night(journey: Journey) -> None:
    """The main pages once more in the dark scheme."""
    journey.model.at_night(
        "/home",
        "/capture/",
        "/boundaries/",
        "/consents/",
        "/offers/",
        "/licences/",
        "/review/decided",
        "/statement/",
        "/standing/",
        "/me",
    )
    journey.brand.at_night(
        "/home", "/roster/", "/wardrobe/", "/offers/", "/studio/", "/deliveries/", "/tasks/", "/webhooks/"
    )
    journey.operator.at_night(
        "/operator/", "/operator/ledger", "/people", "/operator/packs", "/operator/cases"
    )
    journey.agent.at_night("/agency/")
    journey.public.at_night("/", "/verify", "/status/", "/log", "/report", journey.record, "/accounts/login/")
