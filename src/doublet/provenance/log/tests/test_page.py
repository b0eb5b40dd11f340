"""The log's page in the seven languages: what it says, and what it answers to what somebody saw in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from doublet.consents.languages import CODES
from doublet.provenance.languages import language
from doublet.provenance.log import heads


@pytest.fixture(autouse=True)
def _fresh_count() -> None:
    cache.clear()


@pytest.mark.parametrize("code", CODES)
def test_the_log_speaks_the_language_of_whoever_asks(target: Any, code: str) -> None:
    said = language(code)
    words = said.tables["log"]
    before = Client().get(f"/log?lang={code}").content.decode()
    assert words["none_words"] in before
    head = heads.write_head()
    assert head is not None

    def asked(**given: str | int) -> str:
        return Client().get("/log", {"lang": code, **given}).content.decode()

    page = Client().get("/log", headers={"Accept-Language": said.html}).content.decode()
    for key in (
        "title",
        "lead",
        "keep",
        "still",
        "heads_words",
        "silent_words",
        "old",
        "root_help",
        "compare",
    ):
        assert words[key] in page, key
    assert f'lang="{said.html}"' in page
    assert said.day(head.at.date()) in page
    same: dict[str, str | int] = {"old": head.size, "root": head.root}
    assert said.text("log", "yes_words", old=head.size, size=head.size) in asked(**same)
    assert said.text("log", "no_words", old=head.size) in asked(**{**same, "root": "0" * 64})
    assert words["proof_none"] in asked(old=head.size, root="")
    assert words["number_wrong"] in asked(old="x")
    assert words["number_wrong"] in asked(old=0)
    assert words["number_wrong"] in asked(old=2**60)
    assert words["root_wrong"] in asked(old=1, root="abc")
    assert words["not_older"] in asked(old=head.size + 1)
