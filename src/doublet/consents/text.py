"""The words of a consent, written from its terms: the same terms always give the same text. Pure.

A document is a list of headed paragraphs, so that the page, the PDF and the hash all use one source.
"""

from __future__ import annotations

from dataclasses import dataclass

from doublet.consents.rules import ConsentTerms
from doublet.consents.terms import (
    ALTERATIONS,
    CHANNELS,
    KINDS,
    NEVER_ALTERED,
    PROCESSORS,
    PURPOSES,
    SETTINGS,
    TERRITORIES,
)
from doublet.engines.tryon.processors import PROCESSORS as OUTSIDE
from doublet.kernel.money import Money

TITLES = {
    "twin_creation": "Consent to make a digital twin",
    "twin_use": "Consent to use a digital twin",
    "biometric_matching": "Consent to biometric matching",
}
EXAMPLE_PICTURES = 10
HEADINGS = frozenset(
    {
        "Who",
        "What may be done",
        "What for",
        "What it pays",
        "What it pays and costs",
        "What never happens",
        "How long",
        "How to take it back",
        "Advice",
    }
)


@dataclass(frozen=True)
class Paragraph:
    """A heading and the sentences under it. `part` names it for the paper's layout."""

    part: str
    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A consent in words."""

    title: str
    paragraphs: tuple[Paragraph, ...]

    def part(self, name: str) -> tuple[str, ...]:
        """The sentences of one part."""
        return tuple(
            line for paragraph in self.paragraphs if paragraph.part == name for line in paragraph.sentences
        )

    @property
    def text(self) -> str:
        """The exact text that is hashed, shown and signed."""
        parts = [self.title]
        for paragraph in self.paragraphs:
            parts.append(paragraph.heading)
            parts.extend(paragraph.sentences)
        return "\n\n".join(parts) + "\n"


def sections(text: str) -> tuple[str, list[tuple[str, list[str]]]]:
    """A document's stored text as its title and headed sentences: every word of it, in its order.

    Pages show the text on file, not one written anew, so that what is read is what is hashed.
    """
    title, *blocks = text.rstrip("\n").split("\n\n")
    found: list[tuple[str, list[str]]] = []
    for block in blocks:
        if block in HEADINGS:
            found.append((block, []))
        elif found:
            found[-1][1].append(block)
        else:
            found.append(("", [block]))
    return title, found


def write(terms: ConsentTerms, *, name: str, platform: str, commissions_bp: int) -> Document:
    """The document for these terms.

    Args:
        terms: complete terms (see `rules.check_complete`).
        name: the model's legal name, as she will sign.
        platform: who runs this instance.
        commissions_bp: what all commissions together take today, in hundredths of a percent.
    """
    body = {"twin_creation": _creation, "twin_use": _use, "biometric_matching": _biometric}[terms.kind]
    return Document(
        TITLES[terms.kind],
        (
            Paragraph(
                "who",
                "Who",
                (f"I, {name}, give this consent to {platform}. Nobody else can give it for me.",),
            ),
            *body(terms, commissions_bp),
            Paragraph(
                "duration",
                "How long",
                (
                    f"From {_day(terms.starts)} to {_day(terms.ends)}. It does not renew itself.",
                    f"When it ends, the photos and everything made from them are deleted within "
                    f"{terms.retention_days} days; signed papers and the ledger are kept for six years.",
                ),
            ),
            Paragraph(
                "withdrawal",
                "How to take it back",
                (
                    "I can withdraw this consent at any time, with one button, without a reason, a fee or a "
                    "disadvantage. From that moment nothing new is made, and what is queued is cancelled.",
                    "Pictures that I approved before stay payable. Brands get dated tasks to take down what "
                    "they published: paid advertising within 24 hours, their own pages within 72 hours, "
                    "partners within 7 days. Files that others copied cannot be called back, but anybody who "
                    "checks them is told that permission was withdrawn.",
                ),
            ),
            Paragraph(
                "advice",
                "Advice",
                (
                    "I was told that I can take advice from a lawyer, a union or anybody I trust before I sign.",
                ),
            ),
        ),
    )


def _creation(terms: ConsentTerms, _commissions_bp: int) -> tuple[Paragraph, ...]:
    return (
        Paragraph(
            "scope",
            "What may be done",
            (
                "The photos of my capture set may be checked, cut out and prepared, so that pictures of my "
                "digital twin can be composed from them. This document alone allows no picture for anybody: "
                "that needs a separate consent to use, and a licence that I sign myself.",
            ),
        ),
        Paragraph(
            "purpose", "What for", ("Only to make and keep my digital twin on this platform. It is mine.",)
        ),
        Paragraph(
            "pay",
            "What it pays and costs",
            ("Making the twin costs me nothing, now or later. Pay comes with each licence.",),
        ),
        Paragraph(
            "never",
            "What never happens",
            (
                f"My {', '.join(NEVER_ALTERED[:-1])} and {NEVER_ALTERED[-1]} are never changed. No nudity. "
                "My photos train no model of anybody, are never sold, and are passed on to nobody whom I have "
                "not named in a consent of mine.",
            ),
        ),
    )


def _use(terms: ConsentTerms, commissions_bp: int) -> tuple[Paragraph, ...]:
    bounds = terms.bounds
    floor = Money(terms.floor_minor, terms.currency)
    gross = floor * EXAMPLE_PICTURES
    taken = gross.basis_points(commissions_bp)
    altered = _list(bounds.alterations, ALTERATIONS) or "nothing about me"
    return (
        Paragraph(
            "scope",
            "What may be done",
            (
                "Pictures of my digital twin may be made and shown, each only inside a licence between me and "
                "one brand, which I sign myself and which stays inside this consent.",
                f"Garments: {_list(bounds.kinds, KINDS)}. Settings: {_list(bounds.settings, SETTINGS)}.",
                f"Where: {_list(bounds.channels, CHANNELS)}, in {_list(bounds.territories, TERRITORIES)}.",
                f"What a brand may ask to alter: {altered}. Never my "
                f"{', '.join(NEVER_ALTERED[:-1])} or {NEVER_ALTERED[-1]}.",
                _receivers(bounds.processors),
                "I see every picture before anybody else does, and only those that I approve are delivered.",
            ),
        ),
        Paragraph("purpose", "What for", (f"{_list(bounds.purposes, PURPOSES)}. Nothing else.",)),
        Paragraph(
            "pay",
            "What it pays",
            (
                f"At least {floor} for each approved picture, before commissions. All commissions together are "
                "never more than 20 percent; I always get at least 80 percent.",
                f"An example: a brand uses {EXAMPLE_PICTURES} pictures at my floor of {floor}. It owes {gross}. "
                f"Today's commissions take {commissions_bp / 100:g} percent, {taken}. I get {gross - taken}, "
                "due within 30 days.",
            ),
        ),
        Paragraph(
            "never",
            "What never happens",
            (
                "No nudity, no politics in my name, no use to train a model, no sale of my twin, no picture "
                "with anybody under 18. Every picture is marked as made with AI.",
            ),
        ),
    )


def _biometric(terms: ConsentTerms, _commissions_bp: int) -> tuple[Paragraph, ...]:
    return (
        Paragraph(
            "scope",
            "What may be done",
            (
                "A template of my face, a row of numbers computed from my photos, may be computed and kept "
                "sealed, and compared with pictures that I or this platform find suspicious. This is separate "
                "from my twin: I can say no here and still work.",
            ),
        ),
        Paragraph(
            "purpose", "What for", ("Only to find misuse of my likeness, and to be sure that my twin is me.",)
        ),
        Paragraph("pay", "What it pays and costs", ("It pays nothing and costs nothing.",)),
        Paragraph(
            "never",
            "What never happens",
            (
                "The template is never sold, shown, or used to guess anything about me. It dies with this consent.",
            ),
        ),
    )


def _receivers(named: tuple[str, ...]) -> str:
    if not named:
        return "Who receives my photos: nobody outside this platform."
    return (
        f"Who receives my photos outside this platform: {_list(named, PROCESSORS)}. Only one at a time, only "
        "to make a picture under a licence, and only where a brand chose that way of making it. This holds "
        "whatever my consent to make a twin says about passing photos on. "
        + " ".join(f"What {OUTSIDE[name].name} does with them: {OUTSIDE[name].keeps}" for name in named)
    )


def _list(values: tuple[str, ...], words: dict[str, str]) -> str:
    return ", ".join(words[value] for value in values)


def _day(day: object) -> str:
    return f"{day:%d %B %Y}".lstrip("0")
