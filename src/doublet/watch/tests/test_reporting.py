"""Reports without an account: held at once, decided by a person, kept out by its fingerprint, nothing given away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from conftest import picture, ready
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doublet.consents.languages import CODES
from doublet.engines import fingerprint
from doublet.engines.image import decode, encode_jpeg
from doublet.kernel import audit, clock, events
from doublet.kernel.refusals import NotAllowed
from doublet.licences.actions import withdraw_licence
from doublet.provenance.languages import language
from doublet.provenance.models import Credential
from doublet.provenance.records import record_of
from doublet.provenance.standing import today
from doublet.publishing import actions as publishing
from doublet.publishing.models import Delivery
from doublet.studio.models import Frame
from doublet.testing import signed_in
from doublet.wardrobe.actions import add_garment
from doublet.wardrobe.plates import add_plate
from doublet.watch.models import Case, Report
from doublet.watch.reporting import staying
from doublet.watch.reporting.actions import decide

GIVEN = {
    "kind": "likeness",
    "places": "https://pictures.example/1\nhttps://other.example/2",
    "contact": "me@demo.invalid",
    "good_faith": "on",
    "signature": "Maria Fiktiv",
}


@pytest.fixture
def delivery(target: Any, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    cache.clear()
    monkeypatch.setattr(publishing, "make", ready)
    publishing.approve(by=target.people.model.user, frame=frame)
    return publishing.deliver(by=target.people.brand, frame=frame, profile="eu-web")


def test_a_report_holds_the_picture_until_a_person_decides(target: Any, delivery: Delivery) -> None:
    named = {**GIVEN, "places": f"https://doublet.invalid/c/{delivery.credential_id}"}
    answer = Client().post("/report", named)
    assert answer.status_code == 302
    row = Report.objects.get()
    assert row.due_at - row.reported_at == pytest.approx(timedelta(hours=48), abs=timedelta(seconds=5))
    with pytest.raises(NotAllowed) as refused:
        publishing.download(by=target.people.brand, delivery=delivery)
    assert refused.value.code == "held"
    case = Case.objects.get()
    operator = signed_in(Client(), target.people.operator)
    page = operator.get(f"/operator/cases/{case.pk}").content.decode()
    assert "Maria Fiktiv" in page
    assert (
        operator.post(
            f"/operator/cases/{case.pk}", {"words": "It is licensed by herself.", "upheld": "no"}
        ).status_code
        == 302
    )
    publishing.download(by=target.people.brand, delivery=delivery)


def test_the_same_picture_stays_out_until_it_is_cleared(target: Any, delivery: Delivery) -> None:
    shown = encode_jpeg(picture(7))
    file = SimpleUploadedFile("x.jpg", shown)
    assert Client().post("/report", {**GIVEN, "picture": file}).status_code == 302
    row = Report.objects.get()
    assert row.pdq
    with pytest.raises(NotAllowed) as refused:
        events.emit("picture.arrived", pixels=decode(shown).pixels)
    assert refused.value.code == "stays_down"
    events.emit("picture.arrived", pixels=picture(8))
    operator = signed_in(Client(), target.people.operator)
    case = Case.objects.get()
    note = operator.get(f"/operator/cases/{case.pk}/notice.txt", {"host": "pictures.example"})
    assert "https://pictures.example/1" in note.content.decode()
    assert "other.example" not in note.content.decode()
    assert operator.get(f"/operator/cases/{case.pk}/notice.txt", {"host": "evil.example"}).status_code == 404
    operator.post(f"/operator/cases/{case.pk}", {"words": "This was a mistake.", "upheld": "no"})
    events.emit("picture.arrived", pixels=decode(shown).pixels)


def test_it_stays_out_of_wardrobe_and_backgrounds_too_and_one_table_answers_for_all(
    target: Any, delivery: Delivery, django_assert_max_num_queries: Any
) -> None:
    for seed in range(20, 30):
        seen = fingerprint.make(picture(seed))
        row = Report.objects.create(
            kind="likeness",
            places="",
            signature="M F",
            contact="m@demo.invalid",
            pdq=seen.pdq,
            features=seen.features,
            due_at=clock.now(),
        )
        audit.record("report.taken", actor="nobody", subject=row)
    shown = encode_jpeg(picture(25))
    brand = target.people.brand
    with pytest.raises(NotAllowed, match="was reported"):
        add_garment(by=brand, data=shown, name="Tee", category="tops")
    with pytest.raises(NotAllowed, match="was reported"):
        add_plate(by=brand, data=shown, name="A wall", setting="studio")
    with django_assert_max_num_queries(20):
        assert staying.was_reported(decode(shown).pixels)
    Report.objects.update(status="dismissed", decided_at=clock.now())
    assert not staying.was_reported(decode(shown).pixels)


def test_the_form_gives_nothing_away_and_refuses_machines(target: Any, delivery: Delivery) -> None:
    known = Client().post("/report", {**GIVEN, "places": f"https://x.invalid/c/{delivery.credential_id}"})
    unknown = Client().post("/report", {**GIVEN, "places": "https://x.invalid/c/crd_00000000000000000000"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    before = Report.objects.count()
    assert Client().post("/report", {**GIVEN, "website": "spam"}).status_code == 302
    assert Report.objects.count() == before
    assert Client().post("/report", {**GIVEN, "good_faith": ""}).status_code == 400
    for _ in range(5):
        last = Client().post("/report", GIVEN).status_code
    assert last == 429
    brand = signed_in(Client(), target.people.brand)
    assert brand.get("/operator/cases").status_code in (403, 404)


@pytest.mark.parametrize("code", CODES)
def test_an_upheld_report_shows_wherever_the_picture_is_looked_up(
    target: Any, delivery: Delivery, code: str
) -> None:
    known, said = delivery.credential, language(code)
    Client().post("/report", {**GIVEN, "places": f"https://doublet.invalid/c/{known.pk}"})
    assert today(known).state == "permitted", "nobody marks a picture in public by merely reporting it"
    assert record_of(known)["held_since"] is None
    report = Report.objects.get()
    decide(by=target.people.operator, report=report, upheld=True, words="She is shown against her will.")

    report.refresh_from_db()
    day = report.decided_at
    assert day is not None
    found = today(known)
    assert found.state == "on_hold"
    assert found.short(said) == said.word("short", "no")
    told = record_of(known, said)
    assert (told["permitted_today"], told["held_since"]) == (False, f"{day:%Y-%m-%d}")
    assert (told["licence_stands"], told["picture"]) == (True, "approved"), "both stand; the operator decided"
    assert said.day(day.date()) in told["status"]["words"]
    page = Client().get(f"/c/{known.pk}?lang={code}").content.decode()
    assert f"<h1>{said.word('record', 'on_hold')}</h1>" in page
    api = Client().get(f"/api/v1/records/{known.pk}?lang={code}").json()
    assert (api["status"]["state"], api["held_since"]) == ("on_hold", told["held_since"])
    for secret in (GIVEN["signature"], GIVEN["contact"], report.pk, target.people.operator.email):
        assert secret not in page + str(api), "nothing of the reporter, nor of the person who decided"


def test_the_brand_reads_that_it_is_on_hold_and_gets_it_again_only_when_nothing_holds_it(
    target: Any, delivery: Delivery
) -> None:
    named = {**GIVEN, "places": f"https://doublet.invalid/c/{delivery.credential_id}"}
    reports = []
    for _ in range(2):
        Client().post("/report", named)
        reports.append(Report.objects.latest("reported_at"))
    first, second = reports
    team = signed_in(Client(), target.people.brand)
    page = team.get(f"/deliveries/{delivery.pk}/").content.decode()
    assert "within 48 hours" in page
    assert "Download the file" not in page
    decide(by=target.people.operator, report=first, upheld=True, words="She did not allow this.")
    decide(by=target.people.operator, report=second, upheld=False, words="The same picture once more.")
    for path in (f"/deliveries/{delivery.pk}/", f"/deliveries/frames/{delivery.frame_id}/"):
        page = team.get(path).content.decode()
        assert "the operator upheld a report" in page
        assert not any(button in page for button in ("Download the file", "Make this file"))
    with pytest.raises(NotAllowed, match="upheld a report"):
        publishing.download(by=target.people.brand, delivery=delivery)


def test_a_withdrawn_licence_leads_and_the_hold_is_said_beside_it(target: Any, delivery: Delivery) -> None:
    Client().post("/report", {**GIVEN, "places": f"https://doublet.invalid/c/{delivery.credential_id}"})
    decide(by=target.people.operator, report=Report.objects.get(), upheld=True, words="She did not allow it.")
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    delivery.refresh_from_db()
    found = today(Credential.objects.get(pk=delivery.credential_id))
    assert found.state == "withdrawn"
    assert any(phrase.key == "on_hold" for phrase in found.proof)
