"""Steps 3 to 8: brief, offer, licence, pictures, review, delivery, money."""

from __future__ import annotations

import re
import shutil
import subprocess

from playwright.sync_api import expect

from tests.journeys.people import BRIEF, GARMENT, NAME, Journey, downloaded

WORK_MS = 300_000
CLOSED = "Paid advertising (she keeps this closed)"
DESCRIPTION = (
    "Product pictures of the winter collection, seen from the front, for the product pages of the brand's own "
    "web shop and its own social media accounts."
)


def a_brand_writes_a_brief(journey: Journey) -> None:
    """A garment, a brief that crosses a boundary, a good one with its price, and the offer."""
    brand = journey.brand.sign_in("brand@demo.invalid")
    brand.look("today-brand")
    brand.go("/roster/")
    brand.look("roster")
    brand.press(NAME)
    brand.heading(NAME)
    brand.look("person")
    brand.go("/wardrobe/")
    brand.look("wardrobe-empty")
    brand.press("Add a garment")
    page = brand.page
    page.get_by_label("Front photo").set_input_files(GARMENT)
    page.get_by_label("Name", exact=True).fill("Crew-neck tee, brick")
    page.get_by_label("How it is worn").select_option("tops")
    page.get_by_label("Colour").fill("brick red")
    page.get_by_label("Chest, cm").fill("44")
    page.get_by_label("Length, cm").fill("64")
    brand.look("garment-add")
    brand.press("Look at it")
    brand.reads("The engine can use this photo", patience_ms=WORK_MS)
    brand.look("garment")
    brand.go("/wardrobe/")
    brand.look("wardrobe")

    brand.go("/roster/")
    brand.press(NAME)
    brand.press("Write a brief")
    _fills_in_the_brief(journey)
    brand.tick("Shown on", CLOSED)
    crossed = page.get_by_label("The price so far").get_by_text("This crosses what she has ruled out")
    expect(crossed).to_be_visible()
    brand.press("Keep this brief")
    brand.reads("This brief cannot be sent")
    brand.reads("paid advertising")
    brand.look("brief-refused")
    brand.tick("Shown on", CLOSED, off=True)
    expect(crossed).to_be_hidden()
    brand.look("brief")
    brand.press("Keep this brief")
    brand.heading(BRIEF)
    brand.look("brief-kept")
    page.get_by_label("A few words to go along").fill("We would love to work with you.")
    brand.press("Send this offer")
    brand.reads("Your offer is with")
    brand.look("offer-sent")


def _fills_in_the_brief(journey: Journey) -> None:
    brand = journey.brand
    page = brand.page
    page.get_by_label("Title").fill(BRIEF)
    brand.tick("Garments", "Crew-neck tee, brick")
    brand.tick("Backgrounds", "Studio, warm grey", "Sunlit wall with a window's shadow")
    page.get_by_label("How many pictures").fill("5")
    page.get_by_label("Purpose").select_option(label="Web shop")
    brand.tick("Shown on", "The brand's own web pages", "The brand's own social media")
    brand.tick("Territories", "European Union")
    page.get_by_label("What the pictures show").fill(DESCRIPTION)


def they_negotiate(journey: Journey) -> None:
    """The agent counters one term; the brand accepts; she alone can sign."""
    agent = journey.agent.sign_in("agent@demo.invalid")
    agent.look("today-agent")
    agent.go("/agency/")
    agent.look("agency")
    agent.press(BRIEF)
    agent.look("offer-agent")
    agent.press("Propose other terms")
    price = agent.page.get_by_label("Price a picture, EUR")
    price.fill(f"{float(price.input_value()) * 1.1:.2f}")
    agent.page.get_by_label("A few words to go along").fill("She is in demand this season.")
    agent.look("counter")
    agent.press("Put this on the table")
    agent.reads("Your counter is on the table")
    agent.look("offer-countered")
    agent.go("/me")
    agent.page.get_by_label("IBAN").fill("FR14 2004 1010 0505 0001 3M02 606")
    agent.press("Save this account")
    agent.proves_herself()
    agent.reads("Payouts go to the account that ends in 2606")
    agent.look("settings-agent")
    brand = journey.brand
    brand.page.reload()
    brand.press("Accept these terms")
    brand.reads("Nothing happens until the model signs")
    brand.look("offer-agreed")
    agent.go("/offers/")
    agent.press(BRIEF)
    agent.reads("you cannot sign for her")


def she_signs_the_licence(journey: Journey) -> None:
    """On her phone: the deal memo, a tick, her name. Then the contract and its seal."""
    model = journey.model
    model.go("/home")
    model.look("today-to-sign")
    model.go("/offers/")
    model.press(BRIEF)
    model.look("offer-model")
    model.go("/home")
    before = model.presses
    model.press("Read and sign")
    model.proves_herself()
    model.heading("deal memo")
    model.look("deal-memo")
    model.agree("I have read this deal memo")
    model.page.get_by_label("Type your full name").fill(NAME)
    model.page.get_by_label("Nobody, and I was told").check()
    model.press("Sign", exact=False)
    model.proves_herself()
    model.reads("You signed. A copy of the contract is yours")
    journey.presses_to_sign = model.presses - before
    model.look("licence")
    paper = downloaded(model.page, model, "Contract, sealed PDF", journey.files / "contract.pdf")
    if shutil.which("pdfsig"):
        told = subprocess.run(
            ["pdfsig", "-nocert", paper], capture_output=True, text=True, check=False
        ).stdout
        assert "Signature is Valid" in told, told
    other = journey.other.sign_in("other-brand@demo.invalid")
    other.go("/licences/")
    other.heading("No licence, no image")
    other.look("licences-none")


def pictures_are_made(journey: Journey) -> None:
    """Two pictures are asked for and come by themselves."""
    brand = journey.brand
    brand.go("/licences/")
    brand.look("licences")
    brand.press(BRIEF)
    brand.look("licence-brand")
    brand.press("Pictures", exact=True)
    brand.look("studio-empty")
    brand.press("Ask for pictures")
    brand.tick("Garments", "Crew-neck tee, brick")
    brand.tick("Backgrounds", "Studio, warm grey", "Sunlit wall with a window's shadow")
    brand.page.get_by_role("heading", name="2 pictures").wait_for()
    brand.look("ask")
    brand.press("Make them")
    brand.reads("2 pictures are waiting for the engine")
    brand.look("studio-in-work")
    expect(brand.page.get_by_text("Waits for her review")).to_have_count(2, timeout=WORK_MS)
    brand.look("studio-made")


def she_reviews(journey: Journey) -> None:
    """One yes, one no with its reason."""
    model = journey.model
    model.go("/review/")
    model.look("review")
    model.press("Open the review board")
    expect(model.page.locator("#board")).to_be_visible()
    model.look("review-board")
    model.go("/review/")
    model.press("Look at them one by one")
    model.look("review-one")
    model.press("Approve", exact=True)
    model.page.get_by_text("Approved").or_(model.page.get_by_text("approved")).first.wait_for()
    model.look("review-second")
    model.page.get_by_role("radio").first.scroll_into_view_if_needed()
    model.page.get_by_label(re.compile("do not want this picture", re.I)).check()
    model.page.get_by_label("Anything to add").fill("Not this one, please.")
    model.press("Reject this picture")
    model.heading("decided")
    model.look("review-done")
    model.go("/review/decided")
    expect(
        model.page.get_by_text("Not this one").or_(model.page.get_by_text("want this picture")).first
    ).to_be_visible()
    model.look("review-decided")


def one_is_delivered(journey: Journey) -> None:
    """For web pages in the EU, with its label; a place is noted."""
    brand = journey.brand
    brand.go("/studio/")
    brand.look("studio")
    brand.press(BRIEF)
    brand.look("studio-reviewed")
    brand.press("Deliver it")
    brand.look("deliver")
    brand.page.get_by_label(re.compile("Web shop, European Union")).check()
    brand.press("Make this file")
    brand.heading("Web shop, European Union")
    brand.look("delivery")
    journey.delivered = downloaded(brand.page, brand, "Download the file", journey.files / "delivered.jpg")
    brand.page.get_by_label("Address of the page").fill("https://shop.example/winter/1")
    brand.press("Note this place")
    brand.reads("https://shop.example/winter/1")
    brand.look("delivery-placed")
    brand.go("/deliveries/")
    brand.look("deliveries")


def money_is_counted(journey: Journey) -> None:
    """Each step of her sum adds up to the cent; a payment is noted; two operators pay out, and neither alone."""
    model = journey.model
    model.go("/statement/")
    model.heading("money")
    model.look("statement")
    picture = model.page.locator("ul.earnings details").first
    picture.locator("summary").first.click()
    steps = picture.locator(".why > table td.amount").all_inner_texts()
    gross, *taken, hers = [_cents(cell) for cell in steps]
    assert gross == sum(taken) + hers, f"{gross} is not {taken} and {hers}"
    assert hers * 100 >= gross * 80, f"{hers} of {gross} is less than 80 percent"
    model.look("statement-why")
    operator = journey.operator
    operator.go("/operator/ledger")
    page = operator.page
    page.get_by_label("Brand").select_option(label="Maison Lumen (fictional)")
    page.get_by_label("Amount", exact=True).fill(f"{gross / 100:.2f}")
    page.get_by_label("Reference").fill("bank-1")
    operator.press("Note this payment")
    operator.press("Prove every posting")
    operator.reads("Balanced")
    operator.look("ledger")
    _two_pay_out(journey)
    for path, name in (
        ("/operator/ledger/trial", "trial"),
        ("/operator/bank", "bank"),
        ("/operator/audit", "audit"),
        ("/operator/", "machine"),
    ):
        operator.go(path)
        operator.look(name)
    model.page.reload()
    expect(model.page.locator("ul.earnings").get_by_text("Paid out").first).to_be_visible()
    model.look("statement-paid")
    for walker, path, name in (
        (model, "/price/", "price"),
        (journey.brand, "/owing/", "owing"),
        (journey.agent, "/statement/", "agency-money"),
        (journey.public, "/rates", "rates"),
        (journey.public, "/jackpot", "jackpot"),
    ):
        walker.go(path)
        walker.look(name)


def _two_pay_out(journey: Journey) -> None:
    operator = journey.operator
    operator.go("/operator/payouts")
    operator.page.get_by_role("button", name=re.compile("in EUR: look first")).first.click()
    operator.look("payout-preview")
    operator.press("Plan this run")
    operator.reads("Another operator has to approve it")
    operator.look("payout-planned")
    second = journey.second.sign_in("second-operator@demo.invalid")
    second.go("/operator/payouts")
    second.page.get_by_role("table").get_by_role("link").first.click()
    second.press("Approve and send")
    second.proves_herself()
    second.reads("Bank file")
    second.look("payout-sent")


def _cents(text: str) -> int:
    return int(re.sub(r"[^0-9]", "", text))
