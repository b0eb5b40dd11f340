"""Boundaries and papers as people meet them on the pages."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from doublet.consents.actions import open_consent
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.drawings import PATHS
from doublet.consents.languages import CODES
from doublet.consents.models import Boundaries, Consent
from doublet.consents.rules import ConsentTerms, text_sha256
from doublet.consents.terms import ALTERATIONS, CHANNELS, KINDS, PROCESSORS, PURPOSES, SETTINGS, TERRITORIES
from doublet.consents.tests.people import adult
from doublet.consents.text import sections, write
from doublet.kernel import clock
from doublet.kernel.models import AuditEvent, Notice
from doublet.people.models import ModelProfile
from doublet.story.target import Target
from doublet.studio.models import Shot
from doublet.testing import signed_in

OPENED = {
    "kinds": ["everyday"],
    "settings": ["studio"],
    "purposes": ["ecommerce"],
    "channels": ["own_web"],
    "territories": ["EU"],
    "never_brands": "Tabak AG\n\n Tabak  AG ",
    "floor": "80.00",
    "currency": "EUR",
}


@pytest.fixture
def mei(db: None) -> ModelProfile:
    return adult("mei@example.org")


@pytest.fixture
def hers(client: Client, mei: ModelProfile) -> Client:
    return signed_in(client, mei.user)


def paper(mei: ModelProfile, kind: str = "twin_creation") -> Consent:
    today = clock.now().date()
    return open_consent(by=mei.user, model=mei, kind=kind, starts=today, ends=today + timedelta(days=365))


def signature(consent: Consent, **changes: str) -> dict[str, str]:
    return {
        "name": "Mei Fiktiv",
        "shown_sha256": consent.text_sha256,
        "advised_by": "none",
        "waive": "on",
        **changes,
    }


def test_everything_is_closed_at_first(hers: Client) -> None:
    page = hers.get(reverse("consents:boundaries"))
    assert page.status_code == 200
    assert not re.search(rb"<input[^>]* checked", page.content)


def test_she_opens_some_doors_and_sets_a_floor(hers: Client, mei: ModelProfile) -> None:
    answer = hers.post(reverse("consents:boundaries"), OPENED, follow=True)
    row = Boundaries.objects.get(model=mei)
    assert (row.floor_minor, row.currency, row.terms["kinds"]) == (8000, "EUR", ["everyday"])
    assert row.terms["never_brands"] == ["Tabak AG"]
    shown = answer.content.decode()
    assert "EUR 800.00" in shown, "the example of ten pictures stands on the page"
    assert "Version 1" in shown


@pytest.mark.parametrize("floor", ["0", "-5", "free", "1e9", "99999999999999", "80.001"])
def test_an_impossible_floor_is_refused_at_its_field(hers: Client, floor: str) -> None:
    answer = hers.post(reverse("consents:boundaries"), OPENED | {"floor": floor})
    assert answer.status_code in (400, 422)
    assert answer.context["form"]["floor"].errors
    assert not Boundaries.objects.exists()


def test_an_invented_door_is_refused(hers: Client) -> None:
    assert hers.post(reverse("consents:boundaries"), OPENED | {"kinds": ["armour"]}).status_code == 400
    assert not Boundaries.objects.exists()


def test_the_example_follows_what_she_types(hers: Client) -> None:
    url = reverse("consents:example")
    worked = hers.get(url, {"floor": "100", "currency": "EUR"}).content.decode()
    assert "EUR 1,000.00" in worked
    assert "EUR 950.00" in worked, "five percent for the platform, nobody else yet"
    assert "Type a floor price" in hers.get(url, {"floor": "abc", "currency": "EUR"}).content.decode()
    assert "Type a floor price" in hers.get(url, {"floor": "1", "currency": "???"}).content.decode()


def test_every_door_but_countries_has_a_drawing() -> None:
    for group, choices in {
        "kinds": KINDS,
        "settings": SETTINGS,
        "purposes": PURPOSES,
        "channels": CHANNELS,
        "alterations": ALTERATIONS,
        "processors": PROCESSORS,
    }.items():
        assert set(PATHS[group]) == set(choices)


def test_she_has_a_document_written_reads_it_and_signs_it(hers: Client, mei: ModelProfile) -> None:
    today = clock.now().date()
    written = hers.post(
        reverse("consents:write", args=["twin_creation"]), {"ends": (today + timedelta(days=90)).isoformat()}
    )
    consent = Consent.objects.get(model=mei)
    assert written["Location"] == reverse("consents:read", args=[consent.pk])

    page = hers.get(written["Location"]).content.decode()
    assert consent.text_sha256 in page
    assert not re.search(r"<input[^>]* checked", page), "nothing is ticked beforehand"
    for sentence in consent.text.split("\n\n"):
        assert sentence.strip().replace("'", "&#x27;") in page

    hers.post(reverse("consents:sign", args=[consent.pk]), signature(consent))
    consent.refresh_from_db()
    assert (consent.status, consent.typed_name) == ("active", "Mei Fiktiv")

    pdf = hers.get(reverse("consents:paper", args=[consent.pk]))
    assert pdf.content.startswith(b"%PDF")
    receipt = json.loads(hers.get(reverse("consents:receipt", args=[consent.pk])).content)
    assert text_sha256(receipt["text"]) == receipt["receipt"]["text_sha256"]
    assert Notice.objects.filter(to=mei.user.email).exists()
    assert not mail.outbox, "mail is sent by the worker, not by the page"


def test_without_the_tick_she_has_48_hours(hers: Client, mei: ModelProfile) -> None:
    consent = paper(mei)
    typed = signature(consent)
    del typed["waive"]
    answer = hers.post(reverse("consents:sign", args=[consent.pk]), typed)
    assert answer.status_code == 422
    assert "48 hours" in answer.context["form"]["waive"].errors[0]
    Consent.objects.update(shown_at=clock.now() - timedelta(hours=49))
    assert hers.post(reverse("consents:sign", args=[consent.pk]), typed).status_code == 302


def test_another_name_or_another_text_is_refused(hers: Client, mei: ModelProfile) -> None:
    consent = paper(mei)
    sign = reverse("consents:sign", args=[consent.pk])
    assert hers.post(sign, signature(consent, name="May Fiktiv")).context["form"]["name"].errors
    other = hers.post(sign, signature(consent, shown_sha256="0" * 64))
    assert "not the text on file" in other.content.decode()
    consent.refresh_from_db()
    assert consent.status == "offered"


def test_an_old_sign_in_is_asked_again_and_the_signature_goes_on(client: Client, mei: ModelProfile) -> None:
    mei.user.set_password("plum-lantern-42")
    mei.user.save()
    consent = paper(mei)
    signed_in(client, mei.user, minutes_ago=6)
    sign = reverse("consents:sign", args=[consent.pk])
    asked = client.post(sign, signature(consent))
    assert asked["Location"] == f"{reverse('account_reauthenticate')}?next={sign.replace('/', '%2F')}"
    consent.refresh_from_db()
    assert consent.status == "offered"
    client.post(asked["Location"], {"password": "plum-lantern-42", "next": sign})
    consent.refresh_from_db()
    assert consent.status == "active", "what she had typed was sent on"


def test_nobody_signs_or_reads_for_her(client: Client, target: Target, mei: ModelProfile) -> None:
    consent = paper(target.people.model.user.profile, "biometric_matching")
    pages = [reverse(f"consents:{name}", args=[consent.pk]) for name in ("read", "paper", "receipt")]
    for stranger in (target.people.brand, mei.user):
        signed_in(client, stranger)
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    signed_in(client, target.people.agent)
    assert "Only she can sign" in client.get(pages[0]).content.decode()
    assert client.post(reverse("consents:sign", args=[consent.pk]), signature(consent)).status_code == 403
    assert client.post(reverse("consents:withdraw", args=[consent.pk])).status_code == 403
    signed_in(client, mei.user)
    assert client.post(reverse("consents:sign", args=[consent.pk]), signature(consent)).status_code == 404
    consent.refresh_from_db()
    assert consent.status == "offered"


def test_strangers_are_sent_to_sign_in(client: Client, db: None) -> None:
    for name in ("list", "boundaries"):
        assert client.get(reverse(f"consents:{name}"))["Location"].startswith(reverse("account_login"))


def test_the_page_before_withdrawing_lists_what_ends(client: Client, target: Target) -> None:
    signed_in(client, target.people.model.user)
    page = reverse("consents:withdraw", args=[target.use.pk])
    shown = client.get(page).content.decode()
    assert "The licence with Maison Lumen (fictional) ends" in shown
    assert "1 picture waiting to be made is cancelled" in shown
    target.licence.refresh_from_db()
    assert target.licence.status == "active", "looking changes nothing"

    client.post(page)
    target.licence.refresh_from_db()
    target.shot.refresh_from_db()
    assert target.licence.status == "withdrawn"
    assert target.shot.status == Shot.Status.CANCELLED
    assert client.get(page)["Location"] == reverse("consents:read", args=[target.use.pk])


def test_the_list_shows_each_kind_with_its_state(client: Client, target: Target) -> None:
    signed_in(client, target.people.model.user)
    kinds = {each.kind: each for each in client.get(reverse("consents:list")).context["kinds"]}
    assert kinds["twin_use"].active == target.use
    assert kinds["biometric_matching"].active is None


def test_a_use_without_open_doors_is_refused_with_the_way_out(hers: Client) -> None:
    ends = (clock.now().date() + timedelta(days=30)).isoformat()
    answer = hers.post(reverse("consents:write", args=["twin_use"]), {"ends": ends})
    assert answer.status_code == 400
    assert "Open at least one" in answer.content.decode()
    assert AuditEvent.objects.filter(kind="refused", data__code="consent_too_open").exists()
    assert hers.get(reverse("consents:write", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("days", [-1, 0, 5000])
def test_a_document_needs_a_real_duration(hers: Client, days: int) -> None:
    ends = (clock.now().date() + timedelta(days=days)).isoformat()
    answer = hers.post(reverse("consents:write", args=["twin_creation"]), {"ends": ends})
    assert answer.status_code == 400
    assert answer.context["form"]["ends"].errors


@given(
    kind=st.sampled_from(Consent.Kind.values),
    name=st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and "\n" not in text),
    code=st.sampled_from(CODES),
)
def test_reading_a_text_back_loses_no_word(kind: str, name: str, code: str) -> None:
    bounds = BoundaryTerms(
        kinds=("everyday",),
        settings=("studio",),
        purposes=("print",),
        channels=("print",),
        territories=tuple(TERRITORIES),
    )
    terms = ConsentTerms(kind, date(2026, 1, 1), date(2027, 1, 1), bounds, 5000)
    document = write(terms, name=name, platform="Doublet", commissions_bp=500, code=code)
    title, parts = sections(document.text)
    assert title == document.title
    assert parts == [(each.heading, list(each.sentences)) for each in document.paragraphs]
