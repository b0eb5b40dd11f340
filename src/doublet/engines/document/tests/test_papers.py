from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doublet.engines.document import (
    Person,
    consent,
    contract,
    deal_memo,
    owed,
    receipt,
    statement,
    unprintable,
)
from doublet.engines.document.glyphs import printable
from doublet.engines.document.tests.samples import (
    CONSENT,
    CONTRACT,
    DEMO,
    MEMO,
    MODEL,
    OWED,
    RECEIPT,
    SHA,
    SIGNED,
    STATEMENT,
)
from doublet.kernel.refusals import BadInput, Refused


def words_of(pdf: bytes, tmp_path: Path) -> str:
    """The text of a PDF on one line, or a skip where the reader is not installed."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed: install it to read papers back")
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return " ".join(told.stdout.replace("\u200b", "").split())


def all_papers() -> list[bytes]:
    return [
        consent(CONSENT),
        contract(CONTRACT),
        deal_memo(MEMO),
        statement(STATEMENT),
        owed(OWED),
        receipt(RECEIPT),
    ]


def test_the_same_data_gives_the_same_bytes_and_claims_pdf_a() -> None:
    for first, second in zip(all_papers(), all_papers(), strict=True):
        assert first == second
        assert first.startswith(b"%PDF-1.7")
        assert re.search(rb"pdfaid:part>2<.*pdfaid:conformance>B<", first, re.DOTALL)


def test_a_changed_word_gives_other_bytes() -> None:
    assert consent(CONSENT) != consent(replace(CONSENT, advice="Another sentence."))


def test_a_consent_states_the_four_things_the_example_and_the_way_back(tmp_path: Path) -> None:
    text = words_of(consent(CONSENT), tmp_path)
    for part in (
        "SCOPE",
        "PURPOSE",
        "RATE OF PAY",
        "DURATION",
        "TAKING IT BACK",
        "YOUR BOUNDARIES",
        "WORKED EXAMPLE",
    ):
        assert part in text
    assert "EUR 1,157.19" in text
    assert "60 seconds" in text
    assert "FICTIONAL" in text
    assert DEMO in text
    assert SHA[:8] in text
    assert SHA[-8:] in text
    assert SIGNED.signed_at in text


def test_an_unsigned_consent_says_that_it_permits_nothing(tmp_path: Path) -> None:
    text = words_of(consent(replace(CONSENT, signature=None)), tmp_path)
    assert "Not signed" in text
    assert SIGNED.signed_at not in text


def test_a_contract_states_frozen_terms_consent_hash_parties_clock_memo_and_signatures(
    tmp_path: Path,
) -> None:
    text = words_of(contract(CONTRACT), tmp_path)
    for part in (
        "FROZEN TERMS",
        "WITHDRAWAL",
        "DEAL MEMO",
        "SIGNATURES",
        "WHO GETS WHAT",
        "CONSENT IT RESTS ON",
    ):
        assert part in text
    for each in (*CONTRACT.terms, *CONTRACT.memo):
        assert each.label in text
    for who in (CONTRACT.model, CONTRACT.brand):
        assert who.name in text
        assert all(line in text for line in who.lines)
    assert text.count("FICTIONAL") == 3
    assert CONTRACT.memo_accepted_at in text
    assert "EUR 1,361.40" in text


@pytest.mark.parametrize("field", ["scope", "purpose", "rate_of_pay", "duration"])
def test_a_consent_without_one_of_the_four_is_refused_by_the_law_that_asks_for_it(field: str) -> None:
    with pytest.raises(Refused) as refused:
        consent(replace(CONSENT, **{field: (" ",)}))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.rule) == ("consent_incomplete", "FWA-02")
    assert field.replace("_", " ") in refused.value.reason


def test_a_contract_that_lacks_a_part_the_law_asks_for_is_refused_by_name() -> None:
    for change, named in (
        ({"model": replace(MODEL, lines=())}, "the model's postal address"),
        ({"services": ()}, "the itemised services"),
        ({"payment": ()}, "the pay date"),
        ({"clock": ()}, "the withdrawal clock"),
    ):
        with pytest.raises(Refused) as refused:
            contract(replace(CONTRACT, **change))  # type: ignore[arg-type]
        assert refused.value.rule == "NY-FIFA-01"
        assert named in refused.value.reason


def test_a_memo_without_a_payment_term_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        deal_memo(replace(MEMO, payment_term=()))
    assert refused.value.rule == "FWA-11"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        receipt(replace(RECEIPT, issued=datetime(2026, 11, 21)))
    assert refused.value.code == "time_without_zone"


@pytest.mark.parametrize(
    "name",
    [
        '#import "x.typ"',
        "] #panic()",
        "$x^2$ *bold* _it_",
        "\\ @label <tag> // no comment",
        '"}, {"a": 1',
        "#sys.inputs.data",
    ],
)
def test_a_name_that_looks_like_markup_is_printed_as_it_is(name: str, tmp_path: Path) -> None:
    text = words_of(consent(replace(CONSENT, model=replace(MODEL, name=name))), tmp_path)
    assert " ".join(name.split()) in text


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Łuczak-Nguyễn",
        "Ольга Ковальчук",
        "Ελένη Παππά",
        "أمينة الفاسي",
        "יעל כהן",
        "अनन्या शर्मा",
        "অনন্যা সেন",
        "தமிழ்ச்செல்வி",
        "สมหญิง ใจดี",
        "Անի Սարգսյան",
        "ნინო ბერიძე",
        "ሰላም ተስፋዬ",
        "王小明",
        "髙橋さくら",
        "김민지",
    ],
)
def test_names_in_many_scripts_are_printed_whole(name: str) -> None:
    assert unprintable(name) == ()
    assert contract(replace(CONTRACT, model=replace(MODEL, name=name))).startswith(b"%PDF")


def test_a_missing_character_shows_as_a_box_and_is_listed_on_the_paper(tmp_path: Path) -> None:
    assert unprintable("Ann \U00012000\U0001f600 \U00012000") == ("U+12000", "U+1F600")
    text = words_of(receipt(replace(RECEIPT, payee=Person("Received for", "Ann \U00012000"))), tmp_path)
    assert "U+12000" in text
    assert "Ann \u25a1" in text


def test_a_word_without_end_is_broken_not_lost(tmp_path: Path) -> None:
    endless = "".join(chr(ord("a") + n % 26) for n in range(400))
    data = replace(CONSENT, model=replace(MODEL, name=endless, lines=(endless,)), scope=(endless,))
    told = "".join(words_of(consent(data), tmp_path).split())
    assert told.count("abcdefghijklmnopqrstuvwxyz") >= 3 * 12


def test_invisible_controls_cannot_reorder_a_contract() -> None:
    assert printable("pay \u202e001 RUE") == "pay \u25a1001 RUE"
    assert unprintable("a\u0000b\ue000") == ("U+0000", "U+E000")
    assert printable("نامه\u200cها") == "نامه\u200cها"


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_makes_a_paper(name: str, scope: str) -> None:
    data = replace(CONSENT, model=replace(MODEL, name=name, lines=(scope,)), scope=("Pictures.", scope))
    assert consent(data).startswith(b"%PDF")
