"""The words of a consent, written from its terms in the model's language. Pure.

The same terms in the same language always give the same text; the terms and their hash are the same in
every language. A document is a list of headed paragraphs, so that the page, the PDF and the hash all use
one source.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from doublet.consents.languages import CODES, Language, language
from doublet.consents.rules import ConsentTerms
from doublet.kernel.money import Money

EXAMPLE_PICTURES = 10
LIMIT_BP = 2_000
# Headings of documents that were signed before there was more than one language.
_EARLIER = frozenset({"Who", "What may be done", "What for", "What it pays", "What it pays and costs"})


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


@cache
def _headings() -> frozenset[str]:
    return _EARLIER.union(*(language(code).tables["headings"].values() for code in CODES))


def sections(text: str) -> tuple[str, list[tuple[str, list[str]]]]:
    """A document's stored text as its title and headed sentences: every word of it, in its order.

    Pages show the text on file, not one written anew, so that what is read is what is hashed.
    """
    title, *blocks = text.rstrip("\n").split("\n\n")
    found: list[tuple[str, list[str]]] = []
    for block in blocks:
        if block in _headings():
            found.append((block, []))
        elif found:
            found[-1][1].append(block)
        else:
            found.append(("", [block]))
    return title, found


@dataclass(frozen=True)
class _Writer:
    """One document being written."""

    said: Language
    terms: ConsentTerms
    commissions_bp: int

    def paragraph(self, part: str, heading: str, *more: str, **fields: object) -> Paragraph:
        lines = self.said.lines(self.terms.kind, part, **fields)
        return Paragraph(part, self.said.word("headings", heading), (*lines, *more))

    def shared(self, part: str, **fields: object) -> Paragraph:
        return Paragraph(part, self.said.word("headings", part), self.said.lines("shared", part, **fields))

    @property
    def never_altered(self) -> str:
        return self.said.joined(self.said.tables["never_altered"].values())

    def body(self) -> tuple[Paragraph, ...]:
        if self.terms.kind == "twin_use":
            return self._use()
        if self.terms.kind == "roster_display":
            scope = {
                "shows": self.said.listed("shows", self.terms.shows),
                "seen_by": self.said.listed("seen_by", self.terms.seen_by),
            }
        elif self.terms.kind == "posthumous":
            allowed = self.said.listed("after_death", self.terms.after_death)
            scope = {
                "after_death": allowed or self.said.word("posthumous", "nothing"),
                "heir": self.terms.heir or self.said.word("posthumous", "no_heir"),
            }
        else:
            scope = {}
        return (
            self.paragraph("scope", "scope", **scope),
            self.paragraph("purpose", "purpose"),
            self.paragraph("pay", "pay_and_costs"),
            self.paragraph("never", "never", never_altered=self.never_altered),
        )

    def _use(self) -> tuple[Paragraph, ...]:
        said, bounds = self.said, self.terms.bounds
        floor = Money(self.terms.floor_minor, self.terms.currency)
        gross = floor * EXAMPLE_PICTURES
        taken = gross.basis_points(self.commissions_bp)
        named = [
            said.text("twin_use", which, brands=said.joined(brands))
            for which, brands in (
                ("never_brands", bounds.never_brands),
                ("never_rivals", bounds.never_rivals_of),
            )
            if brands
        ]
        politics = () if "politics" in bounds.settings else (said.word("shared", "never_politics"),)
        return (
            self.paragraph(
                "scope",
                "scope",
                receivers(said, bounds.processors),
                *named,
                *said.lines("twin_use", "scope_end"),
                never_altered=self.never_altered,
                exposure=said.listed("exposure", bounds.exposure) or said.word("twin_use", "no_exposure"),
                company=said.listed("company", bounds.company) or said.word("twin_use", "no_company"),
                alterations=said.listed("alterations", bounds.alterations)
                or said.word("twin_use", "no_alterations"),
                **{
                    group: said.listed(group, getattr(bounds, group))
                    for group in ("kinds", "poses", "settings", "channels", "territories")
                },
            ),
            self.paragraph("purpose", "purpose", purposes=capital(said.listed("purposes", bounds.purposes))),
            self.paragraph(
                "pay",
                "pay",
                floor=floor,
                limit=said.percent(LIMIT_BP),
                rest=said.percent(10_000 - LIMIT_BP),
                pictures=EXAMPLE_PICTURES,
                gross=gross,
                share=said.percent(self.commissions_bp),
                taken=taken,
                net=gross - taken,
            ),
            self.paragraph("never", "never", *politics),
        )


def write(
    terms: ConsentTerms, *, name: str, platform: str, commissions_bp: int, code: str = "en"
) -> Document:
    """The document for these terms.

    Args:
        terms: complete terms (see `rules.check_complete`).
        name: the model's legal name, as she will sign.
        platform: who runs this instance.
        commissions_bp: what all commissions together take today, in hundredths of a percent.
        code: the language to write it in.
    """
    said = language(code)
    writer = _Writer(said, terms, commissions_bp)
    back = writer.shared("withdrawal")
    if terms.kind == "twin_use":
        more = said.lines("shared", "withdrawal_use")
        back = Paragraph(back.part, back.heading, (*back.sentences, *more))
    return Document(
        said.word("titles", terms.kind),
        (
            writer.shared("who", name=name, platform=platform),
            *writer.body(),
            writer.shared("duration", starts=terms.starts, ends=terms.ends, days=terms.retention_days),
            back,
            writer.shared("advice"),
        ),
    )


def receivers(said: Language, named: tuple[str, ...]) -> str:
    """Who outside the house receives her photos, and what they do with them: part of the words she signs."""
    if not named:
        return said.word("twin_use", "receivers_none")
    keeps = " ".join(said.word("processor_keeps", code) for code in named)
    return said.text("twin_use", "receivers", processors=said.listed("processors", named), keeps=keeps)


def capital(words: str) -> str:
    """Words that begin a sentence."""
    return words[:1].upper() + words[1:]
