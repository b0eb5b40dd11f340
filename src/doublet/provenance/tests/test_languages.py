"""The verify pages' words: the same in every language, and each chosen as people ask for it."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.consents.languages import CODES
from doublet.engines.signer import Verdict
from doublet.provenance.answers import QUESTIONS
from doublet.provenance.findings import Finding, Phrase, finding
from doublet.provenance.languages import best_of, language


def fields(text: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_every_word_with_the_same_fields(code: str) -> None:
    ours, english = language(code).tables, language("en").tables
    assert ours.keys() == english.keys()
    for group in english.keys() - {"format"}:
        assert ours[group].keys() == english[group].keys(), group
        for key, text in english[group].items():
            assert fields(ours[group][key]) == fields(text), f"{group}.{key}"
            assert ours[group][key].strip()
            if code != "en" and len(text) > 25:
                assert ours[group][key] != text


def test_every_verdict_and_question_has_words() -> None:
    tables = language("en").tables
    assert {verdict.value for verdict in Verdict} - {"no_credential"} <= tables["note"].keys()
    assert set(QUESTIONS) == tables["question"].keys()


@pytest.mark.parametrize("code", CODES)
def test_no_language_calls_anything_fake(code: str) -> None:
    tables = dict(language(code).tables)
    said = [
        text
        for group in ("short", "ai", "by", "today", "changed", "note", "proof")
        for text in tables[group].values()
    ]
    for word in ("fake", "faux", "gefälscht", "fals", "伪造"):
        assert not any(word in text.lower() for text in said)


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("", "en"),
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("ja, zh-Hans-CN;q=0.7, en;q=0.3", "zh"),
        ("en;q=0.2, PT-br", "pt"),
        ("de;q=0, it;q=0.1", "it"),
        ("ja, ko", "en"),
        ("*", "en"),
        ("de;q=x, es", "es"),
    ],
)
def test_the_browsers_wish_is_followed(accepted: str, code: str) -> None:
    assert best_of(accepted) == code


@given(st.text())
def test_no_wish_breaks_it(accepted: str) -> None:
    assert best_of(accepted) in CODES


def test_a_finding_survives_being_packed_and_is_said_in_any_language() -> None:
    gone = Finding(
        "withdrawn", Phrase("today", "withdrawn", {"day": "2026-03-05"}), (), (Phrase("untold", "who"),)
    )
    assert finding(gone.packed()) == gone
    assert gone.words == "No. Permission was withdrawn on 5 March 2026."
    assert gone.told(language("de")) == "Nein. Die Erlaubnis wurde am 5. März 2026 widerrufen."
    assert "2026年3月5日" in gone.told(language("zh"))
