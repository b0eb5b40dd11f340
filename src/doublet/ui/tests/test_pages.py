"""Every page renders, is whole, and holds nothing that the content policy forbids."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from doublet.people import actions
from doublet.people.models import ModelProfile, User
from doublet.ui.plates import plates

pytestmark = pytest.mark.django_db

OPEN = [
    "front",
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "join",
]
OWN = [
    "home",
    "me",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
]
FORBIDDEN = re.compile(
    r'\sstyle=|\son[a-z]+="|javascript:|<style|https?://(?!127\.0\.0\.1|localhost|www\.w3\.org)'
)


@pytest.fixture
def ines(db: None) -> ModelProfile:
    return actions.open_model_account(
        email="ines@example.org",
        password="plum-lantern-42-harbour",
        legal_name="Inés Fiktiv",
        public_name="Inés",
        birth_date=date(1999, 3, 2),
        residence="FR",
    )


@pytest.fixture
def signed_in(client: Client, ines: ModelProfile) -> Client:
    client.force_login(ines.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def whole(page: str) -> None:
    assert FORBIDDEN.findall(page) == []
    assert page.count("<h1") == 1
    assert page.count('<main id="content"') == 1
    assert 'href="#content"' in page
    assert "it is not legal advice" in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "an id stands twice"
    for script in re.findall(r"<script[^>]*>", page):
        assert "src=" in script or 'type="application/json"' in script


@pytest.mark.parametrize("name", OPEN)
def test_pages_for_anybody(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    whole(answer.content.decode())


@pytest.mark.parametrize("name", OWN)
def test_pages_of_an_account(signed_in: Client, name: str) -> None:
    answer = signed_in.get(reverse(name))
    assert answer.status_code == 200
    whole(answer.content.decode())


def test_the_operators_pages(client: Client, ines: ModelProfile) -> None:
    olga = User.objects.create_superuser("olga@example.org", "x", name="Olga")
    client.force_login(olga, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("home", "people"):
        whole(client.get(reverse(name)).content.decode())
    assert "One model waits" in client.get(reverse("home")).content.decode()


def test_the_style_guide_shows_every_component_and_only_to_developers(
    client: Client, settings: LazySettings
) -> None:
    assert client.get(reverse("look")).status_code == 404
    settings.DEBUG = True
    page = client.get(reverse("look")).content.decode()
    whole(page)
    shown = {
        "notice",
        "card",
        "facts",
        "diff",
        "thread",
        "coverage",
        "progress",
        "tabs",
        "steps",
        "qr",
        "sign",
    }
    assert {part for part in shown if f'class="{part}' in page} == shown


def test_the_content_policy_is_strict(client: Client) -> None:
    policy = client.get(reverse("front"))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_missing_page_says_so_in_the_house_style(client: Client) -> None:
    answer = client.get("/nothing-here")
    assert answer.status_code == 404
    whole(answer.content.decode())


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_broken_requests_need_nothing_from_the_request(name: str) -> None:
    page = render_to_string(name)
    assert "<h1>" in page
    assert "ui/site.css" in page


def test_the_style_sheet_is_small_and_everything_it_names_is_there() -> None:
    found = finders.find("ui/site.css")
    assert isinstance(found, str)
    folder = Path(found).parent
    sheets = [folder / "site.css", *sorted((folder / "css").glob("*.css"))]
    assert sum(sheet.stat().st_size for sheet in sheets) < 32_000
    for sheet in sheets:
        for target in re.findall(r'url\("([^"]+)"\)', sheet.read_text("utf-8")):
            assert (sheet.parent / target).is_file(), target


def test_the_front_page_shows_only_pictures_that_exist_and_are_labelled(tmp_path: Path) -> None:
    assert plates(tmp_path) == ()
    listing = [{"file": name, "alt": "a", "badge": "fictional"} for name in ("here.jpg", "gone.jpg")]
    (tmp_path / "pictures.json").write_text(json.dumps(listing))
    (tmp_path / "here.jpg").write_bytes(b"x")
    assert [plate.file for plate in plates.__wrapped__(tmp_path)] == ["here.jpg"]
