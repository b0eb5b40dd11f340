"""Steps 1 and 2: she joins, hands in photos, sets her boundaries, signs, and has a twin."""

from __future__ import annotations

import re

from PIL import Image
from playwright.sync_api import expect

from doublet.story.stage import PASSWORD
from tests.journeys.copies import broken
from tests.journeys.instance import FICTION
from tests.journeys.people import NAME, PHOTOS, Journey

UPLOAD_MS = 240_000
# For each instruction that may be drawn: a render of her that is not in the set, and how far to turn it.
SELFIES = {
    "Turn your head a little to your left": ("02_three_quarter_left_soft", 0),
    "Turn your head a little to your right": ("19_three_quarter_right_warm", 0),
    "Lift your chin": ("06_up_soft", 0),
    "Lower your chin": ("07_down_soft", 0),
    "Tilt your head so that your left ear": ("20_smile_warm", -18),
    "Tilt your head so that your right ear": ("20_smile_warm", 18),
}


def first_look(journey: Journey) -> None:
    """What a stranger finds."""
    for walker in (journey.public, journey.other):
        walker.go("/")
        walker.heading("No licence")
        walker.look("front")
    journey.public.go("/verify")
    journey.public.look("verify")
    journey.other.go("/accounts/login/")
    journey.other.look("sign-in")


def the_model_joins(journey: Journey) -> None:
    """She opens her own account; a child-like birth date is refused first."""
    model = journey.model
    model.go("/")
    model.press("Open an account")
    model.look("join")
    page = model.page
    page.get_by_label("Full name").fill(NAME)
    page.get_by_label("Public name").fill(NAME)
    page.get_by_label("Where you live").fill("ES")
    page.get_by_label("E-mail").fill("ines@demo.invalid")
    page.get_by_label("Birth date").fill("2015-04-17")
    page.get_by_label("Password").fill(PASSWORD)
    model.press("Open my account")
    model.reads("18 and over")
    model.look("join-too-young")
    page.get_by_label("Birth date").fill("1999-04-17")
    page.get_by_label("Password").fill(PASSWORD)
    model.press("Open my account")
    model.heading("waits")
    model.look("today")


def she_hands_in_photos(journey: Journey) -> None:
    """Three faces, two of the whole figure, one broken file: each with its verdict, and what is missing."""
    model = journey.model
    model.go("/capture/")
    model.look("capture-guide")
    page = model.page
    page.get_by_label("I was 18 or older").check()
    page.get_by_label("My photos may be compared").check()
    model.press("Open my set of photos")
    names = ("01_front_soft", "04_profile_left_soft", "11_three_quarter_right_key_left")
    body = ("21_body_three_quarter_length", "22_body_full")
    photos = [PHOTOS / f"{name}.jpg" for name in (*names, *body)]
    photos.append(broken(photos[0], journey.files / "broken.jpg"))
    page.get_by_label("Your photos", exact=True).set_input_files(photos)
    model.press("Look at these photos")
    cards = page.locator("li.photo")
    expect(cards).to_have_count(6, timeout=UPLOAD_MS)
    expect(page.get_by_role("button", name="Look at these photos")).to_be_enabled()
    expect(cards.filter(has_text="broken.jpg")).to_contain_text("Not kept")
    expect(cards.filter(has_text=re.compile("Can wear .*tops")).first).to_be_visible()
    model.heading("Missing")
    model.reads("Your consent comes first")
    model.look("capture-verdicts")


def she_sets_boundaries(journey: Journey) -> None:
    """Everything is closed until she opens it."""
    model = journey.model
    model.go("/boundaries/")
    model.look("boundaries-closed")
    model.tick("What you wear", "Everyday clothing", "Sportswear")
    model.tick("How you are shown", "Standing")
    model.tick("What is around you", "Studio backgrounds", "Daylight walls")
    model.tick("What it is for", "Web shop", "Lookbook")
    model.tick("Where people see it", "The brand's own web pages", "The brand's own social media")
    model.tick("In which countries", "European Union")
    model.page.get_by_label("Your floor price a picture").fill("80")
    model.reads("10 pictures")
    model.press("Save my boundaries")
    model.reads("Saved.")
    model.look("boundaries")


def she_signs_and_makes_her_twin(journey: Journey) -> None:
    """Three documents, three signatures; the second cannot be signed under another name."""
    model = journey.model
    model.go("/consents/")
    model.look("consents-none")
    model.press("Prepare the document", within=model.card("Making a twin"))
    _reads_and_signs(journey, "twin-creation")
    _shows_that_it_is_her(journey)
    model.press("Make my twin")
    model.reads("Your twin is made: version 1")
    model.look("twin-made")
    model.go("/consents/")
    model.press("Prepare the document", within=model.card("Use of the twin"))
    _reads_and_signs(journey, "twin-use", slips=True)
    model.go("/consents/")
    model.press("Prepare the document", within=model.card("Being shown on the roster"))
    _reads_and_signs(journey, "roster")
    model.go("/consents/")
    model.look("consents")


def _shows_that_it_is_her(journey: Journey) -> None:
    """Two selfies in poses drawn by lot: renders of her that are not in the set, one turned for a tilt."""
    model = journey.model
    model.go("/capture/")
    model.press("Take the selfies")
    model.press("Begin")
    for number in (1, 2):
        model.reads(f"Selfie {number} of 2")
        model.look(f"selfie-{number}")
        words = model.page.locator("#step").inner_text()
        name, degrees = next(answer for said, answer in SELFIES.items() if said in words)
        file = journey.files / f"selfie-{number}.jpg"
        with Image.open(PHOTOS / f"{name}.jpg") as photo:
            photo.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="#b0b0b0").save(file, quality=93)
        model.page.get_by_label("Your selfie").set_input_files(file)
        model.press("Use this selfie")
    model.reads("Selfie matched")
    model.look("selfie-matched")
    model.press("Back to your photos")


def _reads_and_signs(journey: Journey, name: str, *, slips: bool = False) -> None:
    model = journey.model
    model.look(f"{name}-how-long")
    model.press("Write it for me to read")
    model.heading("Your signature")
    model.look(f"{name}-to-read")
    if slips:
        model.page.get_by_label("Type your full name").fill("Somebody Else")
        model.page.get_by_label("Nobody, and I was told").check()
        model.page.get_by_label("do not want to wait").check()
        model.press("Sign this document")
        model.proves_herself()
        expect(model.page.locator(".errors").first).to_be_visible()
        model.look(f"{name}-wrong-name")
    model.page.get_by_label("Type your full name").fill(NAME)
    model.page.get_by_label("Nobody, and I was told").check()
    model.page.get_by_label("do not want to wait").check()
    model.press("Sign this document")
    model.proves_herself()
    model.reads("Signed.")
    expect(model.page.get_by_role("link", name="Paper (PDF)")).to_be_visible()
    model.look(f"{name}-signed")


def the_house_does_its_part(journey: Journey) -> None:
    """The operator has seen her document; she gives an agency the mandate to negotiate."""
    journey.instance.run(FICTION.format(portrait=str(PHOTOS / "portrait.jpg")))
    operator = journey.operator.sign_in("operator@demo.invalid")
    operator.look("today-operator")
    operator.go("/people")
    operator.look("people")
    operator.page.get_by_role("link", name=f"Look at the document of {NAME}").click()
    operator.page.get_by_label("Issued by").fill("ES")
    operator.page.get_by_label("I have seen the birth date").check()
    operator.look("identity-check")
    operator.press("I have seen the document")
    operator.reads("is confirmed")
    model = journey.model
    model.go("/me")
    model.page.get_by_text("Give a mandate").click()
    model.page.get_by_label("Agency").select_option(label="Fiktiv Models (fictional)")
    model.page.get_by_label("They may negotiate for me").check()
    model.press("Give this mandate")
    model.proves_herself()
    model.reads("may now negotiate for you")
    model.page.get_by_label("IBAN").fill("DE89 3704 0044 0532 0130 00")
    model.press("Save this account")
    model.proves_herself()
    model.reads("Payouts go to the account that ends in 3000")
    model.look("settings")
