"""The words of a decision: what was found, for people. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from doublet.rulebook.pack import Limit
from doublet.rulebook.wording import limit_words

if TYPE_CHECKING:
    from doublet.licences.rules import Ask, Facts


@dataclass(frozen=True)
class Reason:
    """One ground in words: the leading rule and all of them, what was asked, what is allowed."""

    rule: str
    code: str
    words: str
    asked: str = ""
    allowed: str = ""
    rules: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, str]:
        """JSON-able, for the audit row and the API."""
        return {
            "rule": self.rule,
            "code": self.code,
            "words": self.words,
            "asked": self.asked,
            "allowed": self.allowed,
        }


def reason(check: str, asked: Any, allowed: Any, rules: tuple[str, ...], facts: Facts, ask: Ask) -> Reason:
    """A ground as people read it."""
    write = _WORDS.get(check)
    if write is not None:
        words = write(asked, allowed, facts, ask)
    elif isinstance(allowed, Limit):
        words = f"The operator's rule {check} forbids it: {limit_words(allowed)}."
    else:
        words = "Something was found that no rule speaks to; nothing is done until a person has looked."
    return Reason(rules[0], check, words, _plain(asked), _plain(allowed), rules)


def hint(code: str) -> str:
    """What to do about it; empty where nothing can be done."""
    return _HINTS.get(code, "")


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, frozenset | tuple | list):
        return ", ".join(sorted(map(str, value)))
    if isinstance(value, Limit):
        return limit_words(value)
    return "" if value is None else str(value)


def _day(day: date) -> str:
    return f"{day:%d %B %Y}"


def _withdrawn(facts: Facts) -> str:
    when = f" on {facts.withdrawn_at:%d %B %Y}" if facts.withdrawn_at else ""
    return f"Permission was withdrawn{when}."


def _named(facts: Facts) -> str:
    """Names are not kept with a decision: one that is taken again later does without."""
    return f", which names: {', '.join(facts.scope.names)}" if facts.scope.names else ""


_WORDS: dict[str, Callable[[Any, Any, Facts, Ask], str]] = {
    "clock_set_back": lambda a, b, f, q: (
        "The clock of this machine shows a time before the last entry of the audit log."
    ),
    "database_put_back": lambda a, b, f, q: f"This database was put back to an older day: {a}.",
    "papers_differ": lambda a, b, f, q: f"The {a} on file cannot be relied on: {b}.",
    "unsigned_consent": lambda a, b, f, q: f"The {a} on file cannot be relied on: {b}.",
    "outside_consent": lambda a, b, f, q: f"The licence goes beyond the consent: {a}.",
    "withdrawn": lambda a, b, f, q: _withdrawn(f),
    "paused": lambda a, b, f, q: "The model paused this licence.",
    "picture_taken_back": lambda a, b, f, q: "The model took this one picture back.",
    "use_taken_back": lambda a, b, f, q: "The model took back this use of her pictures.",
    "consent_withdrawn": lambda a, b, f, q: f"The {b} is {a}.",
    "twin_erased": lambda a, b, f, q: "The twin was erased.",
    "under_age": lambda a, b, f, q: (
        "Only adults have twins, and the birth date on file is that of somebody under 18."
    ),
    "memo_not_accepted": lambda a, b, f, q: "The deal memo must be accepted before any work starts.",
    "not_begun": lambda a, b, f, q: f"The licence begins on {_day(b)}.",
    "expired": lambda a, b, f, q: f"The permission ended on {_day(b)}.",
    "wrong_brand": lambda a, b, f, q: "This licence belongs to another brand.",
    "wrong_garment": lambda a, b, f, q: f"This garment is not in the licence{_named(f)}.",
    "wrong_scene": lambda a, b, f, q: f"This background is not in the licence, which names: {_plain(b)}.",
    "processor_not_named": lambda a, b, f, q: (
        f"This engine sends her photo to {a}, and her consent does not name {a}."
    ),
    "quota_used_up": lambda a, b, f, q: f"All {b} pictures of the licence are made or in work.",
    "wrong_channel": lambda a, b, f, q: "The licence does not cover this channel.",
    "wrong_territory": lambda a, b, f, q: "The licence does not cover this territory.",
    "label_missing": lambda a, b, f, q: (
        "The file would carry no label, neither on the picture nor beside it."
    ),
    "label_off_picture": lambda a, b, f, q: "In this place the label must stand on the picture itself.",
    "label_on_feed_picture": lambda a, b, f, q: (
        "Shopping feeds refuse words on the main picture; the label belongs on the product page."
    ),
    "declare_in_ad_tool": lambda a, b, f, q: "Declare the picture as AI-made in the ad platform's own tool.",
    "retouch_mark_missing_fr": lambda a, b, f, q: "In France the picture must say “Photographie retouchée”.",
    "retouch_mark_missing_no": lambda a, b, f, q: (
        "In Norway the picture must carry the mark of retouched advertising."
    ),
    "commission_over_limit": lambda a, b, f, q: (
        "All commissions together are more than 20 percent of the gross."
    ),
    "payment_late": lambda a, b, f, q: f"Payment after {a} days is too late; {b} days is the most.",
    "address_missing": lambda a, b, f, q: f"The contract should name both postal addresses; missing: {a}.",
    "not_advised": lambda a, b, f, q: (
        "Nothing records that a lawyer or a union advised her; she may take advice before she signs."
    ),
    "registration_missing": lambda a, b, f, q: (
        "The operator has recorded no registration as a model management company in New York."
    ),
    "registration_expired": lambda a, b, f, q: "The operator's registration in New York has run out.",
    "short_notice": lambda a, b, f, q: f"It begins on {_day(a)}, less than 24 hours from now.",
    "payment_term": lambda a, b, f, q: f"Payment is due within {a} days of her yes to a picture.",
    "signing_facts_missing": lambda a, b, f, q: "What signing needs to know could not be read.",
}

_HINTS = {
    "withdrawn": "Nothing new can be made under this licence. Your tasks list says what to do.",
    "paused": "Nothing is lost: it goes on when she resumes it.",
    "picture_taken_back": "The other pictures of the licence stand. Your tasks list says what to do.",
    "use_taken_back": "The other uses of the licence stand. Your tasks list says what to do.",
    "expired": "Send a new offer for the time after.",
    "quota_used_up": "Send a new offer for more pictures.",
    "wrong_garment": "Send a new offer that names this garment.",
    "wrong_scene": "Choose one of the licence's backgrounds, or send a new offer.",
    "processor_not_named": "Choose an engine that keeps photos in the house, or ask her for a consent that "
    "names it and send a new offer.",
    "clock_set_back": "The operator must set the clock right; nothing is made until then.",
    "database_put_back": "The operator looks into it and takes the database over; nothing is made until then.",
    "papers_differ": "The operator must restore the papers from a backup and look into who changed them.",
    "commission_over_limit": "A mandate must end or take less before anything can be signed.",
    "memo_not_accepted": "Read it, then tick that you accept it.",
}
