"""What was found out about a picture, kept apart from the words for it: it can be said in any language, any day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from doublet.consents.languages import Language
from doublet.provenance.languages import language


@dataclass(frozen=True)
class Phrase:
    """A sentence by its place in the languages' tables. A field called `day` holds an ISO date."""

    group: str
    key: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def told(self, said: Language) -> str:
        """The sentence."""
        fields: dict[str, object] = dict(self.fields)
        if self.fields.get("day"):
            fields["day"] = date.fromisoformat(self.fields["day"])
        return said.text(self.group, self.key, **fields)

    def packed(self) -> list[Any]:
        """JSON-able; `unpacked` is the way back."""
        return [self.group, self.key, dict(self.fields)]


def unpacked(packed: list[Any]) -> Phrase:
    """The phrase that `packed` packed."""
    group, key, fields = packed
    return Phrase(group, key, fields)


@dataclass(frozen=True)
class Finding:
    """One of the four answers. `state` is a stable word for machines.

    Attributes:
        proof: what proves it.
        untold: what cannot be told all the same.
    """

    state: str
    answer: Phrase
    proof: tuple[Phrase, ...] = ()
    untold: tuple[Phrase, ...] = ()

    @property
    def words(self) -> str:
        """Answer and sentence in English."""
        return self.told(language("en"))

    def short(self, said: Language) -> str:
        """The answer in a word or two."""
        known = said.tables["short"]
        return str(known.get(self.state, known["no"]))

    def told(self, said: Language) -> str:
        """Answer and sentence."""
        return said.text("format_verify", "told", short=self.short(said), words=self.answer.told(said))

    def as_dict(self, said: Language | None = None) -> dict[str, Any]:
        """JSON-able."""
        said = said or language("en")
        return {
            "state": self.state,
            "words": self.told(said),
            "proof": [phrase.told(said) for phrase in self.proof],
            "cannot_be_told": [phrase.told(said) for phrase in self.untold],
        }

    def packed(self) -> list[Any]:
        """JSON-able; `finding` is the way back."""
        return [
            self.state,
            self.answer.packed(),
            [phrase.packed() for phrase in self.proof],
            [phrase.packed() for phrase in self.untold],
        ]


def finding(packed: list[Any]) -> Finding:
    """The finding that `packed` packed."""
    state, answer, proof, untold = packed
    return Finding(state, unpacked(answer), tuple(map(unpacked, proof)), tuple(map(unpacked, untold)))
