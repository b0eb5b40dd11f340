"""What somebody of a crew is asked to permit, in her language. Signed words are data: one file, seven languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from doublet.kernel.canonical import digest
from doublet.people.crew.models import CrewMember

DEFAULT = "en"
CODES = ("en", "fr", "es", "it", "pt", "de", "zh")


@dataclass(frozen=True)
class Permission:
    """The text as it is shown and kept."""

    language: str
    html: str
    title: str
    lines: tuple[str, ...]
    accept: str

    @property
    def sha256(self) -> str:
        """Over language and every line."""
        return digest(self.as_dict())

    def as_dict(self) -> dict[str, Any]:
        """As it is kept with her answer."""
        return {
            "language": self.language,
            "title": self.title,
            "lines": list(self.lines),
            "accept": self.accept,
        }


def role_word(role: str, language: str) -> str:
    """What somebody of the crew did, in one of the seven languages; in English for any other."""
    words = _words()
    return str(words.get(language.split("-")[0], words[DEFAULT])[role])


def permission(member: CrewMember, language: str = "") -> Permission:
    """The text for one person, in her language or in another that she chose."""
    code = language if language in CODES else member.language
    words = _words()[code]
    number = f"{member.share_bp / 100:g}".replace(".", words["decimal"])
    fields = {
        "model": member.model.public_name,
        "role": words[member.role],
        "platform": settings.PLATFORM_NAME,
        "share": words["percent"].format(number=number),
    }
    share = words["share"] if member.share_bp else words["no_share"]
    lines = [*words["lines"][:-1], share, words["lines"][-1]]
    return Permission(
        code,
        words["html"],
        words["title"],
        tuple(line.format(**fields) for line in lines),
        words["accept"].format(**fields),
    )


def languages() -> list[tuple[str, str]]:
    """Every language with its own name."""
    return [(code, _words()[code]["name"]) for code in CODES]


def mail(member: CrewMember) -> str:
    """What the mail with the link says, in her language."""
    words = _words()[member.language]
    return str(words["mail"]).format(
        model=member.model.public_name, role=words[member.role], platform=settings.PLATFORM_NAME
    )


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
