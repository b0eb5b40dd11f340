"""Briefs are read: wishes are found through synonyms, disguises and languages; what is ruled out is no wish."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doublet.engines.language import LANGUAGES, SUBJECTS, UNREAD, Findings, screen
from doublet.engines.language.lists import SHARED, words
from doublet.engines.tryon.contract import Scene
from doublet.engines.tryon.prompts import dressed_prompt, scene_prompt
from doublet.engines.tryon.scenes import BACKGROUNDS, LIGHTS


def read(text: str) -> Findings:
    return screen(text, by_meaning=False)


def sure(text: str) -> set[str]:
    return {each.subject for each in read(text).sure}


def found(text: str) -> set[str]:
    return {each.subject for each in read(text)}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("She sits at the hotel bar with a negroni in our silk shirt.", "alcohol"),
        ("Elle trinque avec nous, un verre de vin rouge à la main.", "alcohol"),
        ("Ella fuma apoyada en la pared con la cazadora.", "tobacco"),
        ("Una notte al casinò con gli abiti da sera della collezione.", "gambling"),
        ("Ela usa um biquíni novo na praia com os amigos.", "swim"),
        ("Sie trägt den Seidenbikini auf der Terrasse für unseren Webshop.", "swim"),
        ("她穿着比基尼站在海边，用于网店。", "swim"),
        ("Please slim her waist in the final pictures for the shop.", "body_shape"),
        ("She should look underage in the pictures for our shop.", "minors"),
    ],
)
def test_a_plain_wish_is_sure(text: str, subject: str) -> None:
    assert subject in sure(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plain product pictures without alcohol, and no cigarettes, for the web shop.",
        "Des images simples, sans alcool ni cigarette, pour notre boutique en ligne.",
        "Imágenes sencillas, sin alcohol ni tabaco, para la tienda.",
        "Immagini semplici, niente alcol e nessuna sigaretta, per il negozio.",
        "Imagens simples, sem álcool nem cigarros, para a loja.",
        "Schlichte Bilder ohne Alkohol und ohne Zigaretten für den Webshop.",
        "简洁的图片，不要酒精，没有香烟，用于网店。",
        "The cocktail dress in champagne satin, and the smoking jacket, on a plain wall.",
        "Die Damen-Smokinghose und ein nudefarbener Pullover vor der Wand.",
    ],
)
def test_what_is_ruled_out_or_only_sounds_like_it_is_no_wish(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    "text",
    [
        "She wears nothing but lingerie in the pictures for our shop.",
        "No boring bikinis for the pictures of our web shop.",
        "She is never without a cigarette in the pictures for our shop.",
        "No fuss, bikini, sun, and the whole of our team in the web shop.",
    ],
)
def test_a_no_that_is_none_never_passes_silently(text: str) -> None:
    assert found(text)


DISGUISES = [
    "bikini",
    "BIKINI",
    "b1kini",
    "b1k1n1",
    "ｂｉｋｉｎｉ",
    "bi\u200bki\u00adni",
    "b.i.k.i.n.i",
    "b i k i n i",
    "b-i-k-i-n-i",
    "bi-kini",
    "bіkіnі",  # with Cyrillic і
    "b\u0131kini",
    "𝒃𝒊𝒌𝒊𝒏𝒊",
    "bíkîñï",
    "b!k!ni",
]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguised_word_is_found(disguise: str) -> None:
    assert "swim" in found(f"She wears the new {disguise} in the pictures for our shop.")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff"]), min_size=5, max_size=5))
def test_invisible_signs_hide_nothing(signs: list[str]) -> None:
    hidden = "".join(letter + sign for letter, sign in zip("bikini", [*signs, ""], strict=True))
    assert "swim" in sure(f"She wears the {hidden} in the pictures for our shop.")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault_and_always_alike(text: str) -> None:
    once = read(text)
    assert once == read(text)
    for finding in once:
        assert text[finding.start : finding.end] == finding.words or finding.by == "meaning"
        assert finding.subject in SUBJECTS or finding.subject == UNREAD


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="abc défgñ ,.!", max_size=80), st.text(alphabet="abc défgñ ,", max_size=40))
def test_a_wish_is_found_wherever_it_stands(before: str, after: str) -> None:
    assert "swim" in found(f"{before}. She wears a bikini. {after}")


@pytest.mark.parametrize(
    "text",
    [
        "Она держит бокал вина на пустой стене для нашего магазина.",
        "彼女はワインを飲みます。これは新しいコレクションの写真です。",
        "Zij draagt onze nieuwe jurk terwijl iedereen haar glaasje vult achter elkaar vandaag nog.",
    ],
)
def test_a_language_that_nothing_reads_is_asked_about(text: str) -> None:
    assert found(text)


def test_every_subject_has_words_in_every_language() -> None:
    for language in LANGUAGES:
        for subject in SUBJECTS:
            assert words(language).sure[subject].pattern != "(?!)", (language, subject)
    assert words(SHARED).sure["swim"].search("bikini")


def test_what_engines_are_told_asks_for_nothing() -> None:
    for category in ("tops", "bottoms", "skirts", "dresses"):
        assert not found(dressed_prompt(category))
    for background in BACKGROUNDS:
        for light in LIGHTS:
            assert not read(scene_prompt(Scene(background, light, "full"))).sure
