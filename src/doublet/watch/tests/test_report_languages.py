"""The report form, its errors, its thanks and its letters: whole in each of the seven languages."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doublet.consents.languages import CODES
from doublet.kernel.models import Notice
from doublet.watch.models import Report
from doublet.watch.reporting.actions import decide
from doublet.watch.reporting.languages import language

GIVEN = {
    "kind": "likeness",
    "places": "https://pictures.example/1",
    "contact": "me@demo.invalid",
    "good_faith": "on",
    "signature": "Maria Fiktiv",
}
GROUPS = ("report", "form", "kind", "missing", "thanks", "letter")


@pytest.fixture(autouse=True)
def _fresh_count() -> None:
    cache.clear()


def words(code: str) -> dict[str, str]:
    tables = language(code).tables
    return {f"{group}.{key}": text for group in GROUPS for key, text in tables[group].items()}


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_every_language_has_every_word_with_the_same_fields(code: str) -> None:
    ours, english = words(code), words("en")
    assert ours.keys() == english.keys()
    for key, text in english.items():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(each) if name} for each in (text, ours[key])
        ]
        assert fields[0] == fields[1], key
        assert ours[key].strip()
        assert len(text) <= 12 or ours[key] != text, key


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_a_report_is_written_refused_thanked_for_and_answered_in_one_language(target: Any, code: str) -> None:
    said, somebody = language(code), Client()
    tables = said.tables
    page = somebody.get("/report", headers={"Accept-Language": said.html}).content.decode()
    assert f'lang="{said.html}"' in page
    for key in ("places", "picture", "contact", "signature", "for_somebody", "good_faith", "contact_help"):
        assert tables["form"][key] in page

    empty = somebody.post(f"/report?lang={code}", {"contact": "nobody"})
    assert empty.status_code == 400
    errors = re.findall(r'<ul class="errors"[^>]*><li>(.*?)</li>', empty.content.decode())
    assert errors == [
        tables["missing"][key] for key in ("no_kind", "not_an_email", "no_good_faith", "no_signature")
    ]
    without = somebody.post(f"/report?lang={code}", {**GIVEN, "places": ""})
    assert tables["missing"]["no_place"] in without.content.decode()
    file = SimpleUploadedFile("x.jpg", b"no picture")
    broken = somebody.post(f"/report?lang={code}", {**GIVEN, "picture": file})
    assert tables["refusal"]["not_a_picture"] in broken.content.decode()
    long = somebody.post(f"/report?lang={code}", {**GIVEN, "words": "x" * 4001, "signature": "x" * 161})
    assert long.content.decode().count(tables["missing"]["too_long"]) == 2

    answer = somebody.post(f"/report?lang={code}", GIVEN)
    assert answer["Location"] == f"/report/thanks?lang={code}"
    assert tables["thanks"]["lead"] in somebody.get(answer["Location"]).content.decode()
    report = Report.objects.get()
    taken = Notice.objects.get(to=GIVEN["contact"])
    assert taken.subject == said.text("letter", "subject", report=report.pk)
    assert said.moment(report.due_at) in taken.body
    decide(by=target.people.operator, report=report, upheld=True, words="She is shown against her will.")
    decided = Notice.objects.filter(to=GIVEN["contact"]).exclude(pk=taken.pk).get()
    assert tables["letter"]["upheld"] in decided.body
    assert f"{tables['letter']['operator']} She is shown against her will." in decided.body

    for _ in range(5):
        last = somebody.post(f"/report?lang={code}", GIVEN)
    assert last.status_code == 429
    assert tables["missing"]["too_often"] in last.content.decode()
