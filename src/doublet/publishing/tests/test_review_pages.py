"""The review pages: she looks, decides, and sees what she decided."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from doublet.ledger.models import Posting
from doublet.people.models import ModelProfile, User
from doublet.people.waiting import tasks_for
from doublet.publishing.models import Review
from doublet.publishing.wording import plain, remarks
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import signed_in


@pytest.fixture
def hers(client: Client, target: Target) -> Client:
    return signed_in(client, target.people.model.user)


def test_what_waits_stands_there_with_the_garment_and_the_money(hers: Client, frame: Frame) -> None:
    assert frame.pk in hers.get(reverse("publishing:review")).content.decode()
    page = hers.get(reverse("publishing:look", args=[frame.pk])).content.decode()
    assert "1 of 1" in page
    assert frame.shot.garment.name in page
    assert "Maison Lumen (fictional)" in page
    for name in ("publishing:preview", "publishing:review_garment"):
        picture = hers.get(reverse(name, args=[frame.pk]))
        assert picture.content.startswith(b"\xff\xd8")
        assert picture["Cache-Control"] == "private, no-store"


def test_yes_is_earned_money_and_leads_on(hers: Client, frame: Frame) -> None:
    answer = hers.post(reverse("publishing:approve", args=[frame.pk]), follow=True)
    assert Review.objects.get().decision == "approved"
    assert Posting.objects.get().subject == frame.pk
    shown = answer.content.decode()
    assert "is yours" in shown
    assert "No picture waits" in shown
    assert "Approved" in hers.get(reverse("publishing:decided")).content.decode()
    again = hers.post(reverse("publishing:approve", args=[frame.pk]))
    assert again.status_code == 409
    assert Posting.objects.count() == 1


def test_no_needs_a_reason(hers: Client, frame: Frame) -> None:
    url = reverse("publishing:reject", args=[frame.pk])
    missing = hers.post(url, {"comment": "no"})
    assert missing.status_code == 400
    assert missing.context["form"]["reason"].errors
    hers.post(url, {"reason": "garment", "comment": "The collar is\nwrong."})
    review = Review.objects.get()
    assert (review.decision, review.reason) == ("rejected", "garment")
    page = hers.get(reverse("publishing:look", args=[frame.pk])).content.decode()
    assert "The garment is wrong" in page
    assert "Approve<" not in page
    assert not Posting.objects.exists()


def test_nobody_else_reviews(client: Client, target: Target, frame: Frame) -> None:
    url = reverse("publishing:look", args=[frame.pk])
    for stranger in (target.people.brand, target.people.agent, target.people.operator):
        signed_in(client, stranger)
        assert client.get(url).status_code == 403
        assert client.post(reverse("publishing:approve", args=[frame.pk])).status_code == 403
    client.logout()
    assert client.get(url)["Location"].startswith(reverse("account_login"))
    assert not Review.objects.exists()


def test_another_model_does_not_find_it(client: Client, frame: Frame) -> None:
    other = User.objects.create_user("other@example.org", "x")
    ModelProfile.objects.create(
        user=other, public_name="O", legal_name="O", birth_date="1990-01-01", residence="FR"
    )
    signed_in(client, other)
    for name in ("look", "review_garment"):
        assert client.get(reverse(f"publishing:{name}", args=[frame.pk])).status_code == 404
    assert client.post(reverse("publishing:reject", args=[frame.pk]), {"reason": "taste"}).status_code == 404
    assert "No picture waits" in client.get(reverse("publishing:review")).content.decode()


def test_the_first_page_says_that_pictures_wait(target: Target, frame: Frame) -> None:
    words = [task.words for task in tasks_for(target.people.model.user)]
    assert "One picture waits for your yes or no." in words
    assert not [task for task in tasks_for(target.people.brand) if task.title == "Review"]


def test_a_report_in_plain_words() -> None:
    told = dict(
        plain(
            {
                "face": "by construction",
                "face_change": 0.17,
                "measures": {"residue": 0.0123, "symmetry": 0.97, "scale": 1.4},
            }
        )
    )
    assert told["Your face"].startswith("copied from your own photo, on average 0.2 of 255")
    assert told["Old clothes still showing"] == "1.2 % (at most 5 %)"
    assert len(told) == 3, "numbers that say nothing of the picture's looks are left out"
    assert plain({}) == []
    assert remarks({"findings": [{"reason": "Long hair."}, {"reason": ""}]}) == ["Long hair."]
