"""Deliveries: previews, profiles, downloads and placements, each only for whom it is."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from doublet.engines.image import decode
from doublet.kernel import clock
from doublet.licences.actions import withdraw_licence
from doublet.provenance.queries import file_of, review_copy
from doublet.publishing import actions
from doublet.publishing.models import Delivery
from doublet.publishing.preflight import Check
from doublet.testing import signed_in


@pytest.fixture
def team(target: Any) -> Client:
    return signed_in(Client(), target.people.brand)


@pytest.fixture
def approved(frame: Any, target: Any) -> Any:
    actions.approve(by=target.people.model.user, frame=frame)
    return frame


@pytest.fixture
def delivery(approved: Any, team: Client, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    from conftest import ready

    monkeypatch.setattr(actions, "make", ready)
    answer = team.post(f"/deliveries/frames/{approved.pk}/", {"profile": "eu-web"})
    made = Delivery.objects.get(frame=approved)
    assert answer["Location"] == f"/deliveries/{made.pk}/"
    return made


def test_nobody_sees_a_picture_before_she_has_said_yes(frame: Any, team: Client, target: Any) -> None:
    path = f"/deliveries/frames/{frame.pk}/preview.jpg"
    assert signed_in(Client(), target.people.model.user).get(path).status_code == 200
    for somebody in (
        team,
        signed_in(Client(), target.people.agent),
        signed_in(Client(), target.people.operator),
    ):
        assert somebody.get(path).status_code == 403
    actions.reject(by=target.people.model.user, frame=frame, reason="taste")
    assert team.get(path).status_code == 403


def test_a_place_is_previewed_for_whoever_may_look_and_always_marked(
    frame: Any, team: Client, target: Any
) -> None:
    path, hers = f"/deliveries/frames/{frame.pk}/preview/meta-ad.jpg", Client()
    signed_in(hers, target.people.model.user)
    assert team.get(path).status_code == 403, "she has not said yes"
    assert Client().get(path).status_code == 302
    page = f"/deliveries/frames/{frame.pk}/?profile=meta-ad"
    actions.approve(by=target.people.model.user, frame=frame)
    assert f'src="{path}"' in team.get(page).content.decode()
    brands = team.get(path)
    assert brands["Cache-Control"] == "private, no-store"
    assert hers.get(path).content == brands.content, "marked for her too: it is no file to take along"
    unmarked = decode(review_copy(frame)).pixels
    small = decode(brands.content).pixels
    assert small.shape[0] < unmarked.shape[0]
    assert signed_in(Client(), target.people.other).get(path).status_code == 404
    assert team.get(path.replace("meta-ad", "nowhere")).status_code == 404


def test_a_delivery_is_shown_as_it_was_cut_small_and_marked(
    delivery: Delivery, team: Client, target: Any
) -> None:
    path = f"/deliveries/{delivery.pk}/preview.jpg"
    page = team.get(f"/deliveries/{delivery.pk}/").content.decode()
    assert f'src="{path}"' in page
    file, shown = decode(file_of(delivery.credential)).pixels, decode(team.get(path).content).pixels
    assert shown.shape == file.shape
    assert abs(shown.astype(int) - file).mean() > 3
    assert signed_in(Client(), target.people.model.user).get(path).status_code == 200
    assert signed_in(Client(), target.people.other).get(path).status_code == 404
    assert team.get(path)["Cache-Control"] == "private, no-store"


def test_the_model_sees_her_picture_whole_and_the_brand_a_preview(
    approved: Any, team: Client, target: Any
) -> None:
    path = f"/deliveries/frames/{approved.pk}/preview.jpg"
    hers = signed_in(Client(), target.people.model.user).get(path)
    brands = team.get(path)
    assert hers.content == review_copy(approved)
    assert brands.content != hers.content
    assert brands["Cache-Control"] == "private, no-store"
    assert signed_in(Client(), target.people.other).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_what_she_has_not_approved_is_not_delivered(frame: Any, team: Client) -> None:
    answer = team.post(f"/deliveries/frames/{frame.pk}/", {"profile": "eu-web"})
    assert answer.status_code == 403
    assert b"The model has not approved this picture." in answer.content


def test_only_places_that_the_licence_covers_can_be_chosen(approved: Any, team: Client) -> None:
    page = team.get(f"/deliveries/frames/{approved.pk}/")
    covered = {place.profile.id for place in page.context["places"]}
    assert "eu-web" in covered
    assert "google-shopping" not in covered
    assert b"The licence does not cover this channel." in page.content
    refused = team.post(f"/deliveries/frames/{approved.pk}/", {"profile": "google-shopping"})
    assert refused.status_code == 403
    assert team.post(f"/deliveries/frames/{approved.pk}/", {}).status_code == 422


def test_a_download_is_the_file_and_is_counted(delivery: Delivery, team: Client) -> None:
    answer = team.post(f"/deliveries/{delivery.pk}/file.jpg")
    assert answer.content.startswith(b"\xff\xd8")
    assert "attachment" in answer["Content-Disposition"]
    delivery.refresh_from_db()
    assert delivery.downloads == 1
    assert team.get(f"/deliveries/{delivery.pk}/file.jpg").status_code == 405


def test_a_place_is_noted_with_a_readable_address(delivery: Delivery, team: Client) -> None:
    path = f"/deliveries/{delivery.pk}/placements"
    place = {"url": "https://shop.example/tee", "channel": "own_web", "since": clock.now().date().isoformat()}
    assert team.post(path, place).status_code == 302
    assert b"shop.example/tee" in team.get(f"/deliveries/{delivery.pk}/").content
    wrong = team.post(path, place | {"url": "javascript:alert(1)"})
    assert wrong.status_code == 400
    assert wrong.context["form"].errors["url"]
    assert delivery.placements.count() == 1


def test_after_a_withdrawal_nothing_is_handed_out(delivery: Delivery, team: Client, target: Any) -> None:
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    page = team.get(f"/deliveries/{delivery.pk}/").content.decode()
    assert "Permission was withdrawn" in page
    assert "Download the file" not in page
    assert team.post(f"/deliveries/{delivery.pk}/file.jpg").status_code == 403


def test_another_brand_finds_nothing(delivery: Delivery, target: Any) -> None:
    stranger = signed_in(Client(), target.people.other)
    assert b"Nothing was delivered yet" in stranger.get("/deliveries/").content
    assert stranger.get(f"/deliveries/{delivery.pk}/").status_code == 404
    assert stranger.post(f"/deliveries/{delivery.pk}/file.jpg").status_code == 404
    assert stranger.get(f"/deliveries/of/{target.licence.pk}/").status_code == 404


def test_the_licence_lists_what_was_approved_and_delivered(
    delivery: Delivery, team: Client, target: Any
) -> None:
    page = team.get(f"/deliveries/of/{target.licence.pk}/").content.decode()
    assert f"/deliveries/{delivery.pk}/" in page
    assert b"Web shop, European Union" in team.get("/deliveries/").content


def zipped(answer: Any) -> zipfile.ZipFile:
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_zip_holds_what_the_gate_hands_out(delivery: Delivery, team: Client, target: Any) -> None:
    path = f"/deliveries/of/{target.licence.pk}/files.zip"
    archive = zipped(team.post(path))
    assert archive.testzip() is None
    picture = f"pictures/{delivery.frame_id}-eu-web.jpg"
    names = {f"credentials/{delivery.credential_id}.json", f"preflight/{delivery.pk}.json", "licence.zip"}
    assert {picture, "README.txt", "alt-texts.txt", "deliveries.csv"} | names == set(archive.namelist())
    assert archive.read(picture) == file_of(delivery.credential)
    assert delivery.alt_text in archive.read("alt-texts.txt").decode()
    delivery.refresh_from_db()
    assert delivery.downloads == 1
    stranger = signed_in(Client(), target.people.other)
    assert stranger.post(path).status_code == 404
    assert signed_in(Client(), target.people.model.user).post(path).status_code == 403


def test_the_zip_says_why_a_file_is_missing(delivery: Delivery, team: Client, target: Any) -> None:
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    archive = zipped(team.post(f"/deliveries/of/{target.licence.pk}/files.zip"))
    assert not [name for name in archive.namelist() if name.startswith(("pictures/", "credentials/"))]
    rows = list(csv.DictReader(io.StringIO(archive.read("deliveries.csv").decode("utf-8-sig"))))
    assert [(row["file"], bool(row["not handed out because"])) for row in rows] == [("", True)]


def test_an_alt_text_is_changed_by_the_brand_and_stays_honest(delivery: Delivery, team: Client) -> None:
    path = f"/deliveries/{delivery.pk}/alt-text"
    assert team.post(path, {"words": "A woman in a brick tee"}).status_code == 400
    assert team.post(path, {"words": "AI-generated image: a brick tee"}).status_code == 302
    assert b"AI-generated image: a brick tee" in team.get(f"/deliveries/{delivery.pk}/").content


def test_a_file_that_fails_its_preflight_is_not_kept(
    approved: Any, team: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conftest import ready

    bad = Check("label_contrast", "Label: contrast", "2.0 : 1", "at least 4.5 : 1", "block", "EU-50-4")

    def failing(*order: Any) -> Any:
        made = ready(*order)
        return replace(made, report=replace(made.report, checks=(bad,)))

    monkeypatch.setattr(actions, "make", failing)
    answer = team.post(f"/deliveries/frames/{approved.pk}/", {"profile": "eu-web"})
    assert answer.status_code == 422
    assert b"2.0 : 1; asked for is at least 4.5 : 1" in answer.content
    assert not Delivery.objects.exists()


def test_what_a_trained_model_drew_counts_as_altered(approved: Any, target: Any) -> None:
    from doublet.publishing.making import altered

    assert altered(approved) == ()
    approved.report = {"kind": "generated"}
    assert altered(approved) == ("figure redrawn by a trained model",)
