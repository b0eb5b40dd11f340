"""Seven languages say the same things: nothing is missing, nothing was left in English."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doublet.consents import terms as codes
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.kinds import ADVISERS, AFTER_DEATH, SEEN_BY, SHOWS
from doublet.consents.languages import CODES, language, words
from doublet.consents.languages.vague import refuse_short, vague_phrase
from doublet.consents.models import Consent
from doublet.consents.rules import ConsentTerms
from doublet.consents.tests.test_subset import bounds
from doublet.consents.text import receivers, write
from doublet.engines.document.glyphs import unprintable
from doublet.engines.tryon.scenes import BACKGROUNDS
from doublet.kernel.canonical import digest
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput

DAY = date(2026, 11, 22)
OTHERS = [code for code in CODES if code != "en"]
LOOKED_UP = {
    "kinds": codes.KINDS,
    "exposure": codes.EXPOSURE,
    "poses": codes.POSES,
    "settings": codes.SETTINGS,
    "company": codes.COMPANY,
    "purposes": codes.PURPOSES,
    "channels": codes.CHANNELS,
    "territories": codes.TERRITORIES,
    "alterations": codes.ALTERATIONS,
    "processors": codes.PROCESSORS,
    "processor_keeps": codes.PROCESSORS,
    "shows": SHOWS,
    "seen_by": SEEN_BY,
    "after_death": AFTER_DEATH,
    "titles": Consent.Kind.values,
    "names": Consent.Kind.values,
    "about": Consent.Kind.values,
}
# What reads the same in another language because it is a name, a loan word or has no letters to change.
ALIKE = frozenset(
    {"France", "Japan", "China", "New York", "Italia", "Make-up", "Document", "Signature", "Model"}
)


def flat(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a language file with its path; phrases that are refused are each language's own."""
    for key, value in table.items():
        if key == "vague":
            continue
        if isinstance(value, Mapping):
            yield from flat(value, f"{path}{key}.")
        elif isinstance(value, list):
            yield from ((f"{path}{key}.{at}", line) for at, line in enumerate(value))
        else:
            yield f"{path}{key}", value


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_has_the_same_words_with_the_same_placeholders(code: str) -> None:
    english, other = dict(flat(language("en").tables)), dict(flat(language(code).tables))
    assert english.keys() == other.keys()
    for path, text in other.items():
        assert text.strip() or path == "format.thousands", f"{path} is empty"
        assert placeholders(text) == placeholders(english[path]), path


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_is_left_over(code: str) -> None:
    english = dict(flat(language("en").tables))
    left = {
        path: text
        for path, text in flat(language(code).tables)
        if text == english[path]
        and re.search("[a-z]{4}", re.sub(r"{\w+}", "", text))
        and text not in ALIKE
        and not path.startswith("format.months")
    }
    assert left.keys() <= {"twin_use.scope.3"}, left  # “Poses” is a word in more than one language


@pytest.mark.parametrize("code", CODES)
def test_every_code_that_terms_may_hold_has_words(code: str) -> None:
    for group, known in LOOKED_UP.items():
        assert set(language(code).tables[group]) == set(known), group
    assert set(BACKGROUNDS) <= set(language(code).tables["backgrounds"])
    assert all(words(code, "page", adviser) for adviser in ADVISERS)
    for exclusivity in codes.EXCLUSIVITY:
        assert words(code, "memo", f"exclusive_{exclusivity}")


@pytest.mark.parametrize("code", CODES)
def test_every_character_can_be_printed(code: str) -> None:
    assert unprintable("".join(text for _, text in flat(language(code).tables))) == ()


@given(opened=bounds, code=st.sampled_from(CODES), floor=st.integers(1, 10**9))
@settings(max_examples=60)
def test_the_text_says_every_term_in_every_language(opened: Any, code: str, floor: int) -> None:
    terms = ConsentTerms("twin_use", DAY, DAY.replace(year=2027), opened, floor)
    said, text = language(code), write(terms, name="A B", platform="P", commissions_bp=1250, code=code).text
    for group in (
        "kinds",
        "exposure",
        "poses",
        "settings",
        "company",
        "channels",
        "territories",
        "alterations",
    ):
        for each in getattr(opened, group):
            assert said.word(group, each) in text
    for purpose in opened.purposes:
        assert said.word("purposes", purpose).casefold() in text.casefold()
    assert receivers(said, opened.processors) in text
    for brand in (*opened.never_brands, *opened.never_rivals_of):
        assert brand in text
    for shown in (
        said.day(terms.starts),
        said.day(terms.ends),
        said.money(Money(floor, "EUR")),
        said.percent(1250),
    ):
        assert shown in text
    assert ("politics" in opened.settings) == (said.word("shared", "never_politics") not in text)


@given(opened=bounds, kind=st.sampled_from(Consent.Kind.values))
@settings(max_examples=30)
def test_the_same_terms_have_the_same_hash_in_every_language_and_another_text(opened: Any, kind: str) -> None:
    terms = ConsentTerms(kind, DAY, DAY.replace(year=2027), opened, 8000, shows=SHOWS, seen_by=SEEN_BY)
    read_back = ConsentTerms.from_dict(terms.as_dict())
    texts = {write(read_back, name="A", platform="P", commissions_bp=500, code=code).text for code in CODES}
    assert len(texts) == len(CODES)
    assert digest(read_back.as_dict()) == digest(terms.as_dict())


@pytest.mark.parametrize(
    ("code", "day", "amount"),
    [
        ("en", "22 November 2026", "EUR 1,234.50"),
        ("de", "22. November 2026", "1.234,50 EUR"),
        ("fr", "22 novembre 2026", "1\u202f234,50 EUR"),
        ("zh", "2026年11月22日", "1,234.50 EUR"),
    ],
)
def test_days_and_money_are_written_as_the_language_writes_them(code: str, day: str, amount: str) -> None:
    assert language(code).day(DAY) == day
    assert language(code).money(Money(123450, "EUR")) == amount
    assert language(code).money(Money(1200, "JPY")).count(language(code).word("format", "decimal")) <= 1


def test_a_language_that_is_not_written_here_is_english() -> None:
    assert language("ja") is language("en")


def test_what_the_roster_shows_and_to_whom_stands_in_its_document() -> None:
    terms = ConsentTerms(
        "roster_display", DAY, DAY.replace(year=2027), BoundaryTerms(), shows=SHOWS, seen_by=SEEN_BY
    )
    for code in CODES:
        text = write(terms, name="A", platform="P", commissions_bp=500, code=code).text
        assert all(words(code, "shows", each) in text for each in SHOWS)
        assert all(words(code, "seen_by", each) in text for each in SEEN_BY)


def test_after_death_nothing_goes_on_unless_she_named_what_and_whose_word() -> None:
    quiet = ConsentTerms("posthumous", DAY, DAY.replace(year=2027), BoundaryTerms())
    named = replace(quiet, after_death=AFTER_DEATH, heir="Rosa Ficción")
    for code in CODES:
        silent = write(quiet, name="A", platform="P", commissions_bp=500, code=code).text
        spoken = write(named, name="A", platform="P", commissions_bp=500, code=code).text
        assert words(code, "posthumous", "nothing") in silent
        assert words(code, "after_death", "licences_run_out") in spoken
        assert "Rosa Ficción" in spoken


@pytest.mark.parametrize(
    "text",
    [
        "We may use the pictures in perpetuity and everywhere.",
        "ANY-AND-ALL uses",
        "Die Rechte gelten unwiderruflich.",
        "auf E\u200bwig",
        "droits cédés à perpétuité",
        "DROITS CEDES A PERPETUITE",
        "uso irrevocable",
        "uso illimitato del gemello",
        "de forma irrevogável",
        "永 久 使用",
        "可用于任何用途",
        "ｉｒｒｅｖｏｃａｂｌｅ",
    ],
)
def test_words_that_leave_a_use_open_are_found_in_any_language(text: str) -> None:
    assert vague_phrase(text)


@pytest.mark.parametrize(
    "text",
    [
        "Product pictures of the winter collection for the web shop.",
        "Forever Young, the name of our spring line",
        "Produktbilder der Winterkollektion für den Onlineshop der Marke",
        "图片展示冬季系列，用于品牌网店的商品页面。",
    ],
)
def test_a_plain_description_is_not_vague(text: str) -> None:
    assert not vague_phrase(text)


def test_chinese_is_counted_in_characters() -> None:
    refuse_short(
        "The description", "这些图片展示品牌冬季系列的正面造型，用于品牌自己的网店商品页面和电子邮件通讯。"
    )
    with pytest.raises(BadInput, match="30"):
        refuse_short("The description", "冬季系列的商品图片")
    with pytest.raises(BadInput, match="15"):
        refuse_short("The description", "Product pictures of winter")
    with pytest.raises(BadInput, match="15"):
        refuse_short("The description", "- . " * 20)
