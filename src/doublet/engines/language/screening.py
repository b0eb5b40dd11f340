"""Reading a brief: which boundaries its words touch, surely or perhaps, and which words say so.

Nothing here judges people; it reads what is asked of one. Word lists are sure or ask; what they miss is asked
about when it means nearly the same as what they know (`meaning`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from doublet.engines.language import meaning
from doublet.engines.language.languages import spoken, unknown
from doublet.engines.language.lists import SHARED, Words, words
from doublet.engines.language.negation import standing
from doublet.engines.language.plain import Plain, readings
from doublet.engines.language.scripts import foreign
from doublet.engines.language.subjects import LANGUAGES, SUBJECTS, UNREAD

Degree = Literal["sure", "doubtful"]
LONG_ENOUGH = 5  # letters that a word of another language must have to be asked about
ENOUGH_WORDS = 4  # fewer say too little for a meaning; a Chinese sign counts as a word
_WORDS = re.compile(r"[\u3400-\u9fff]|[^\W\d_]+")
_SENTENCE = re.compile(r"[^.]+\.?")
_CLAUSE = re.compile(r"[^.,;:!?\n。，；：！？]+")


@dataclass(frozen=True)
class Finding:
    """One subject that the text touches.

    Attributes:
        words: what says so, as typed; `start` and `end` are its place in the text.
        sentence: the sentence around it, as typed.
        by: what found it: the word lists, or the nearness in meaning.
    """

    subject: str
    degree: Degree
    words: str
    sentence: str
    start: int
    end: int
    by: Literal["words", "meaning", "script"] = "words"


@dataclass(frozen=True)
class Findings:
    """All that a text touches, in the order of the text, each subject once a sentence."""

    found: tuple[Finding, ...]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.found)

    @property
    def sure(self) -> tuple[Finding, ...]:
        """What is beyond doubt."""
        return tuple(each for each in self.found if each.degree == "sure")

    @property
    def doubtful(self) -> tuple[Finding, ...]:
        """What somebody must be asked about."""
        return tuple(each for each in self.found if each.degree == "doubtful")

    @property
    def clear(self) -> bool:
        """Nothing was found."""
        return not self.found


def screen(
    text: str, language: str | None = None, *, by_meaning: bool = True, prose: bool = True
) -> Findings:
    """What a text touches, in the seven languages.

    Args:
        language: where it is known; else it is guessed, sentence by sentence.
        by_meaning: also ask about sentences that the lists miss. Needs the text model; without its file the
            lists stand alone (`meaning.ready()` says which it is).
        prose: sentences, whose small words tell a language that nothing here reads; titles and names have none.
    """
    best: dict[tuple[str, int], Finding] = {}
    taken_back: set[tuple[str, int]] = set()
    for reading in readings(text):
        for finding, sentence, meant in _listed(reading, text, language):
            key = (finding.subject, sentence)
            if not meant:
                taken_back.add(key)
            elif key not in best or (best[key].degree == "doubtful" and finding.degree == "sure"):
                best[key] = finding
    if by_meaning and meaning.ready():
        for finding, sentence in _meant(text, language):
            if (finding.subject, sentence) not in best and (finding.subject, sentence) not in taken_back:
                best[finding.subject, sentence] = finding
    found = [*best.values(), *_unread(text, prose)]
    return Findings(tuple(sorted(found, key=lambda each: (each.start, each.subject))))


def _listed(reading: Plain, typed: str, language: str | None) -> Iterator[tuple[Finding, int, bool]]:
    every = [words(SHARED), *map(words, LANGUAGES)]
    for match in _SENTENCE.finditer(reading.text):
        plain = match[0]
        own = (language,) if language else spoken(plain, reading.text)
        spoken_here = [words(SHARED), *(words(each) for each in own or LANGUAGES)]
        masked = _masked(plain, spoken_here)
        covered = _covered(masked, spoken_here)
        for lists in every:
            at_home = lists in spoken_here
            for subject, sure, start, end in lists.hits(masked if at_home else _masked(masked, every)):
                if not at_home and (not sure or end - start < LONG_ENOUGH):
                    continue
                stands = _stands(masked, start, end, spoken_here, covered)
                certain = sure and stands == "meant" and at_home and bool(own or end - start >= LONG_ENOUGH)
                first, last = reading.typed(match.start() + start, match.start() + end)
                head, tail = reading.typed(match.start(), match.end())
                yield (
                    Finding(
                        subject,
                        "sure" if certain else "doubtful",
                        typed[first:last],
                        typed[head:tail].strip(),
                        first,
                        last,
                    ),
                    _number(typed, first),
                    stands != "taken back",
                )


def _stands(text: str, start: int, end: int, lists: list[Words], covered: str) -> str:
    said = {standing(text, start, end, each, covered=covered) for each in lists}
    return "taken back" if "taken back" in said else "unclear" if "unclear" in said else "meant"


def _masked(plain: str, lists: list[Words]) -> str:
    for each in lists:
        plain = each.harmless.sub(lambda match: "_" * len(match[0]), plain)
    return plain


def _covered(plain: str, lists: list[Words]) -> str:
    covered = list(plain)
    for each in lists:
        for _, _, start, end in each.hits(plain):
            covered[start:end] = " " * (end - start)
    return "".join(covered)


def _meant(typed: str, language: str | None) -> Iterator[tuple[Finding, int]]:
    """Clause by clause, without the phrases that are known to be harmless."""
    plain = readings(typed)[0]
    own = (language,) if language else spoken(plain.text, plain.text)
    masked = _masked(plain.text, [words(SHARED), *(words(each) for each in own or LANGUAGES)])
    harmless = {plain.origin[place] for place, sign in enumerate(masked) if sign == "_"}
    places = [
        match.span() for match in _CLAUSE.finditer(typed) if len(_WORDS.findall(match[0])) >= ENOUGH_WORDS
    ]
    clauses = ["".join(typed[at] for at in range(*place) if at not in harmless).strip() for place in places]
    for (start, end), subjects in zip(places, meaning.near(clauses), strict=True):
        start += len(typed[start:end]) - len(typed[start:end].lstrip())
        sentence = _number(typed, start)
        whole = next(typed[head:tail] for head, tail in _sentences(typed) if head == sentence)
        for subject in subjects:
            yield (
                Finding(subject, "doubtful", typed[start:end].strip(), whole, start, end, "meaning"),
                sentence,
            )


def _unread(typed: str, prose: bool) -> list[Finding]:
    if (place := foreign(typed)) is not None:
        start, end = place
    elif prose and unknown(readings(typed)[0].text):
        start, end = 0, len(typed)
    else:
        return []
    return [Finding(UNREAD, "doubtful", typed[start:end], typed[start:end], start, end, "script")]


def _sentences(typed: str) -> list[tuple[int, int]]:
    return [
        (match.start() + len(match[0]) - len(match[0].lstrip()), match.start() + len(match[0].rstrip()))
        for match in re.finditer(r"[^.!?\n。！？]+[.!?\n。！？]*", typed)
        if match[0].strip()
    ]


def _number(typed: str, place: int) -> int:
    """Which sentence of the text as typed this is: its first sign."""
    return max((start for start, _ in _sentences(typed) if start <= place), default=0)


def known(subject: str) -> str:
    """A subject in words."""
    return SUBJECTS.get(subject, "words that could not be read")
