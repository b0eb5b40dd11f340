"""The one decision that everything hangs on: may this be done, under this licence, now? Pure.

`decide` looks at facts and finds; the rulebook says how strictly each finding counts, and by which rules.
It fails closed: whatever is not shown to be allowed is refused. All grounds are given, the most telling
first, so that a page can say why and an auditor can check each one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from doublet.consents.terms import within
from doublet.kernel.refusals import NotAllowed
from doublet.licences.reasons import Reason, hint, reason
from doublet.licences.scope import Scope
from doublet.rulebook.pack import Limit
from doublet.rulebook.rules import Ruleset

__all__ = ["MOMENTS", "Ask", "Decision", "Facts", "Ground", "Moment", "Reason", "Signing", "decide"]

Moment = Literal["sign", "enqueue", "start", "delivery", "download", "verify"]
MOMENTS: tuple[Moment, ...] = ("enqueue", "start", "delivery", "download", "verify")
CLOCK_TOLERANCE = timedelta(seconds=30)
MOST_COMMISSION_BP = 2000
LATEST_PAYMENT = 30
SHORT_NOTICE = timedelta(hours=24)
STANDING = frozenset({"active", "superseded"})
MARKED = {"FR": "retouched_fr", "NO": "retouched_no"}


@dataclass(frozen=True, slots=True)
class Signing:
    """What only the moment of signing asks for.

    Attributes:
        advised: who stood by her: counsel, union, or "" where nothing is recorded.
        addresses_missing: whose postal address is not on file.
        registration: of the operator in New York: "" (none needed), fine, missing, expired.
    """

    commission_bp: int
    addresses_missing: tuple[str, ...] = ()
    advised: str = ""
    registration: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands in the books at the moment of asking.

    `*_problem` is empty when the papers on file are those that were signed, else what differs.
    `database_problem` is empty unless the database is older than what this machine has seen.
    `taken_back` names single pictures and channels that she took back while the rest stands.
    `*_signed` is false for a paper that nobody ever signed. `pictures_taken` counts the pictures made or
    in work under the licence, this one left out.
    """

    scope: Scope
    now: datetime
    last_event_at: datetime | None
    database_problem: str
    licence_status: str
    withdrawn_at: datetime | None
    licence_problem: str
    consent_status: str
    consent_problem: str
    consent_signed: bool
    creation_status: str
    creation_problem: str
    creation_signed: bool
    twin_erased: bool
    adult: bool
    memo_accepted: bool
    pictures_taken: int
    signing: Signing | None = None
    taken_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked. Fields that a moment does not need stay as they are.

    Attributes:
        processor: who outside the house would receive her photo; empty where it stays.
        label: where the delivered file's label stands: on_picture, beside, or "" for nowhere.
        altered: what was altered on the body of this picture; marks: which retouch marks it carries.
        frame: which picture it is, where there is one already.
    """

    moment: Moment
    brand_id: str | None = None
    garment_id: str | None = None
    garment_sha256: str | None = None
    background: str | None = None
    channel: str | None = None
    territory: str | None = None
    processor: str = ""
    label: str = ""
    altered: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    frame: str = ""


class Finding(NamedTuple):
    """Something that was noticed: its name, what was asked, what is allowed."""

    check: str
    asked: Any = ""
    allowed: Any = ""


class Ground(NamedTuple):
    """A finding as the rules see it: how strictly, by which rules."""

    check: str
    asked: Any
    allowed: Any
    level: str
    rules: tuple[str, ...]


class Decision(NamedTuple):
    """Yes, or no with every reason. Words are put together when somebody wants to read them."""

    allowed: bool
    grounds: tuple[Ground, ...]
    facts: Facts
    ask: Ask
    rules: Ruleset

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What speaks against it; empty for a yes."""
        return self._at("block")

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """What somebody should know, though it stops nothing."""
        return self._at("warn")

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What is kept or shown beside it."""
        return self._at("record", "show")

    def _at(self, *levels: str) -> tuple[Reason, ...]:
        return tuple(
            reason(ground.check, ground.asked, ground.allowed, ground.rules, self.facts, self.ask)
            for ground in self.grounds
            if ground.level in levels
        )

    def demand(self) -> None:
        """Refuse with the first reason unless it is allowed."""
        if not self.allowed:
            first = self.reasons[0]
            raise NotAllowed(first.code, first.words, rule=first.rule, hint=hint(first.code))


NOTHING: tuple[Ground, ...] = ()


def decide(facts: Facts, ask: Ask, rules: Ruleset) -> Decision:
    """The decision with all its grounds. Nothing that a licence frozen once could tell is worked out here again."""
    found = _standing(facts)
    moment = ask.moment
    if facts.taken_back:
        if ask.frame in facts.taken_back:
            found.append(Finding("picture_taken_back", ask.frame))
        if ask.channel in facts.taken_back:
            found.append(Finding("use_taken_back", ask.channel))
    if moment != "verify" and ask.brand_id != facts.scope.brand_id:
        found.append(Finding("wrong_brand", ask.brand_id, facts.scope.brand_id))
    if moment in ("enqueue", "start"):
        _making(facts, ask, found)
    elif moment in ("delivery", "download"):
        _showing(facts.scope, ask, found)
    elif moment == "sign":
        _signing(facts, found)
    if limits := rules.limits[moment]:
        found += [
            Finding(rule, _asked(facts.scope, limit), limit)
            for rule, limit in limits
            if crosses(facts.scope, limit)
        ]
    if not found:
        return Decision(True, NOTHING, facts, ask, rules)
    return _weigh(found, facts, ask, rules)


def _weigh(found: list[Finding], facts: Facts, ask: Ask, rules: Ruleset) -> Decision:
    grounds, allowed = [], True
    for check, asked, within_what in found:
        verdict = rules.verdict(ask.moment, check)
        if verdict is not None:
            grounds.append(Ground(check, asked, within_what, verdict.level, verdict.rules))
            if verdict.level == "block":
                allowed = False
    return Decision(allowed, tuple(grounds), facts, ask, rules)


def _standing(facts: Facts) -> list[Finding]:
    """Clock, papers, permission, dates: the same at every moment."""
    found: list[Finding] = []
    scope, now = facts.scope, facts.now
    if facts.last_event_at is not None and now < facts.last_event_at - CLOCK_TOLERANCE:
        found.append(Finding("clock_set_back", now, facts.last_event_at))
    if facts.database_problem:
        found.append(Finding("database_put_back", facts.database_problem))
    if facts.licence_problem or facts.consent_problem or facts.creation_problem:
        _papers(facts, found)
    elif scope.beyond:
        found.append(Finding("outside_consent", scope.beyond[0]))
    if facts.licence_status != "active":
        found.append(
            Finding(
                "paused" if facts.licence_status == "paused" else "withdrawn", facts.licence_status, "active"
            )
        )
    elif facts.consent_status not in STANDING:
        found.append(Finding("consent_withdrawn", facts.consent_status, "consent"))
    elif facts.creation_status not in STANDING:
        found.append(Finding("consent_withdrawn", facts.creation_status, "creation consent"))
    if facts.twin_erased:
        found.append(Finding("twin_erased"))
    if not facts.adult:
        found.append(Finding("under_age"))
    if not facts.memo_accepted:
        found.append(Finding("memo_not_accepted"))
    today = now.date()
    if today < scope.starts:
        found.append(Finding("not_begun", today, scope.starts))
    if today > scope.ends:
        found.append(Finding("expired", today, scope.ends))
    return found


def _papers(facts: Facts, found: list[Finding]) -> None:
    for what, problem, signed in (
        ("licence", facts.licence_problem, True),
        ("consent", facts.consent_problem, facts.consent_signed),
        ("creation consent", facts.creation_problem, facts.creation_signed),
    ):
        if problem:
            found.append(Finding("papers_differ" if signed else "unsigned_consent", what, problem))


def _making(facts: Facts, ask: Ask, found: list[Finding]) -> None:
    scope = facts.scope
    if (ask.garment_id, ask.garment_sha256) not in scope.garments:
        found.append(Finding("wrong_garment", ask.garment_id))
    if ask.background not in scope.backgrounds:
        found.append(Finding("wrong_scene", ask.background, scope.backgrounds))
    if ask.processor not in scope.receivers:
        found.append(Finding("processor_not_named", ask.processor))
    if facts.pictures_taken >= scope.pictures:
        found.append(Finding("quota_used_up", facts.pictures_taken + 1, scope.pictures))


def _showing(scope: Scope, ask: Ask, found: list[Finding]) -> None:
    channel, territory = ask.channel, ask.territory
    if channel not in scope.channels:
        found.append(Finding("wrong_channel", channel, scope.channels))
    if territory is None or (territory not in scope.places and not within(territory, scope.territories)):
        found.append(Finding("wrong_territory", territory, scope.territories))
    feed = channel == "marketplaces"
    if not ask.label:
        found.append(Finding("label_missing", "nothing", "a label"))
    elif ask.label != "on_picture" and not feed:
        found.append(Finding("label_off_picture", ask.label, "on_picture"))
    elif ask.label == "on_picture" and feed:
        found.append(Finding("label_on_feed_picture", ask.label, "beside"))
    if channel == "paid_ads":
        found.append(Finding("declare_in_ad_tool"))
    if ask.altered:
        _retouch_marks(ask, found)


def _retouch_marks(ask: Ask, found: list[Finding]) -> None:
    """A region is shown in each of its countries, so the mark of any of them is needed there."""
    for country, mark in MARKED.items():
        shown = ask.territory and (within(country, (ask.territory,)) or within(ask.territory, (country,)))
        if shown and mark not in ask.marks:
            found.append(Finding(f"retouch_mark_missing_{country.lower()}", ", ".join(ask.altered), mark))


def _signing(facts: Facts, found: list[Finding]) -> None:
    signing, scope = facts.signing, facts.scope
    if signing is None:
        found.append(Finding("signing_facts_missing"))
        return
    # a licence is signed before its first day as a rule; that it has not begun yet is no fault of it
    found[:] = [finding for finding in found if finding.check != "not_begun"]
    if signing.commission_bp > MOST_COMMISSION_BP:
        found.append(Finding("commission_over_limit", signing.commission_bp, MOST_COMMISSION_BP))
    if scope.payment_days > LATEST_PAYMENT:
        found.append(Finding("payment_late", scope.payment_days, LATEST_PAYMENT))
    if signing.addresses_missing:
        found.append(Finding("address_missing", ", ".join(signing.addresses_missing)))
    if signing.advised not in ("counsel", "union"):
        found.append(Finding("not_advised"))
    if signing.registration in ("missing", "expired"):
        found.append(Finding(f"registration_{signing.registration}"))
    if scope.starts <= (facts.now + SHORT_NOTICE).date():
        found.append(Finding("short_notice", scope.starts))
    found.append(Finding("payment_term", scope.payment_days, LATEST_PAYMENT))


def crosses(scope: Scope, limit: Limit) -> bool:
    """Does a licence go beyond an operator's own rule?"""
    asked = _asked(scope, limit)
    if limit.most is not None:
        return not isinstance(asked, int) or asked > limit.most
    return any(meets(limit, code) for code in ((asked,) if isinstance(asked, str) else asked))


def meets(limit: Limit, code: str) -> bool:
    """Is this the code that a limit never allows? A region meets each of its countries."""
    if limit.what == "territory":
        return within(code, (limit.never,)) or within(limit.never, (code,))
    return code == limit.never


READS = {
    "pictures": "pictures",
    "days": "days",
    "purpose": "purpose",
    "channel": "channels",
    "territory": "territories",
    "kind": "kinds",
    "setting": "settings",
    "alteration": "alterations",
}


def _asked(scope: Scope, limit: Limit) -> Any:
    return getattr(scope, READS[limit.what])
