"""The four answers as a whole: said in a language, kept in a link, and asked anew when the link is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from doublet.consents.languages import Language
from doublet.kernel import clock, tokens
from doublet.kernel.refusals import NotAllowed, NotThere
from doublet.provenance.findings import Finding, Phrase, finding, unpacked
from doublet.provenance.languages import language
from doublet.provenance.marking import status_url
from doublet.provenance.models import Credential
from doublet.provenance.standing import permitted_by, today, unknown_by, unknown_today

QUESTIONS = ("ai", "permitted_by", "permitted_today", "changed")
_KIND = "verify-result"


@dataclass(frozen=True)
class Answer:
    """The four answers, and the registered file that the picture leads to, where it leads to one."""

    ai: Finding
    permitted_by: Finding
    permitted_today: Finding
    changed: Finding
    sha256: str
    looked_at: datetime
    credential: Credential | None = None
    notes: tuple[Phrase, ...] = field(default=())

    @property
    def verified(self) -> bool:
        """Known, permitted today, and not changed."""
        return self.permitted_today.state == "permitted" and self.changed.state == "unchanged"

    @property
    def link(self) -> str:
        """The address under which these answers can be read again. It holds them; nothing is kept here."""
        return f"{settings.SITE_URL}/verify/r/{pack(self)}"

    def findings(self) -> list[tuple[str, Finding]]:
        """The four with their names, in their order."""
        return [(name, getattr(self, name)) for name in QUESTIONS]

    def as_dict(self, said: Language | None = None) -> dict[str, Any]:
        """JSON-able: the form of ``doublet verify --json`` and of the API."""
        said, known = said or language("en"), self.credential
        return {
            "verified": self.verified,
            **{name: found.as_dict(said) for name, found in self.findings()},
            "licence": known.licence_id if known else None,
            "credential": known.pk if known else None,
            "status_url": status_url(known.pk) if known else None,
            "notes": [note.told(said) for note in self.notes],
            "language": said.code,
            "sha256": self.sha256,
            "link": self.link,
            "looked_at": self.looked_at.isoformat(timespec="seconds"),
            "checked_at": clock.now().isoformat(timespec="seconds"),
        }


def pack(answer: Answer) -> str:
    """A signed token with what was found out by looking; what is asked of the books is asked anew."""
    return tokens.sign(
        _KIND,
        {
            "credential": answer.credential.pk if answer.credential else "",
            "ai": answer.ai.packed(),
            "changed": answer.changed.packed(),
            "notes": [note.packed() for note in answer.notes],
            "sha256": answer.sha256,
            "at": answer.looked_at.isoformat(timespec="seconds"),
        },
    )


def reopen(token: str) -> Answer:
    """The answers of a link: what was seen then, and what is permitted now.

    Raises:
        NotThere: this instance made no such link.
    """
    try:
        held = tokens.read(_KIND, token)
    except NotAllowed:
        raise NotThere(
            "no_such_result", "There is no such result.", hint="Hand in the picture itself."
        ) from None
    known = None
    if held["credential"]:
        known = (
            Credential.objects.filter(pk=held["credential"], status=Credential.Status.READY)
            .select_related("frame__shot", "licence__model", "licence__brand", "licence__twin_version__twin")
            .first()
        )
    return Answer(
        ai=finding(held["ai"]),
        permitted_by=permitted_by(known) if known else unknown_by(),
        permitted_today=today(known) if known else unknown_today(),
        changed=finding(held["changed"]),
        sha256=held["sha256"],
        looked_at=datetime.fromisoformat(held["at"]),
        credential=known,
        notes=tuple(map(unpacked, held["notes"])),
    )
