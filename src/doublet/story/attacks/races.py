"""Many processes at once, against rows that are really committed; and a real database put back from a copy.

These are not undone afterwards: the instance is thrown away.
"""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from django.conf import settings
from django.db import connections

from doublet.consents.actions import withdraw_consent
from doublet.kernel.refusals import NotAllowed, Refused
from doublet.licences.gate import binding_of, spend_grant
from doublet.licences.models import Licence
from doublet.licences.restoring import accept_database
from doublet.story.attacks import means
from doublet.story.target import Target
from doublet.studio.models import Shot

CROWD = 6
LONGEST = 60  # seconds
_crowd: list[Connection] = []


def one_offer_signed_at_once(target: Target) -> None:
    """Signing one agreed offer in several processes at once: two licences for one signature."""
    offer = means.agreed(target)
    before = Licence.objects.count()
    told = _all_at_once(means.sign_offer, target, offer)
    if Licence.objects.count() == before + 1:
        _raise_what_the_others_heard(told)


def one_grant_spent_at_once(target: Target) -> None:
    """Spending one grant in several processes at once: several pictures for one."""
    grant = means.token(target)
    told = _all_at_once(_spend, grant, binding_of(means.order(target, grant), "drape"))
    _raise_what_the_others_heard(told)


def last_picture_at_once(target: Target) -> None:
    """Asking for the last picture of a quota in several processes at once."""
    told = _all_at_once(means.ask, target)
    if (
        Shot.objects.filter(licence=target.licence, status="queued").count()
        <= target.licence.terms["pictures"]
    ):
        _raise_what_the_others_heard(told)


def _spend(grant: str, binding: dict[str, str]) -> None:
    spend_grant(token=grant, binding=binding)


def older_copy(target: Target) -> None:
    """Copying the database, letting her withdraw, and putting the copy back in its place."""
    file = Path(str(settings.DATABASES["default"]["NAME"]))
    kept = file.with_suffix(".kept")
    _copy(file, kept)
    withdraw_consent(by=target.people.model.user, consent=target.use)
    _copy(kept, file)
    means.ask(target, background="sunlit_wall")


def older_copy_taken_over(target: Target) -> None:
    """The same, after an operator took the older database over: her withdrawal must have come back with it."""
    accept_database(by=target.people.operator, because="The self-test put an older copy back.")
    means.ask(target)


ATTACKS = (
    one_offer_signed_at_once,
    last_picture_at_once,
    one_grant_spent_at_once,
    older_copy,
    older_copy_taken_over,
)


def gather() -> None:
    """Start the processes, before anything that a fork would take over half-open (threads, a database)."""
    several = multiprocessing.get_context("fork")
    for _ in range(CROWD):
        ours, theirs = several.Pipe()
        several.Process(target=_obey, args=(theirs,), daemon=True).start()
        _crowd.append(ours)


def _obey(orders: Connection) -> None:
    while True:
        act, given = orders.recv()
        try:
            act(*given)
            orders.send(("", ""))
        except Refused as refused:
            orders.send((refused.code, refused.rule))
        except Exception as fault:
            orders.send(("fault", f"{type(fault).__name__}: {fault}"))
        connections.close_all()


def _all_at_once(act: Callable[..., object], *given: object) -> Counter[tuple[str, str]]:
    """Do it in every process. Answers how often each code and rule was heard; empty ones are a success."""
    for one in _crowd:
        one.send((act, given))
    return Counter(one.recv() if one.poll(LONGEST) else ("fault", "silence") for one in _crowd)


def _raise_what_the_others_heard(told: Counter[tuple[str, str]]) -> None:
    """Exactly one came through, and all others heard the same refusal."""
    others = [(code, rule) for code, rule in told if code]
    if told["", ""] == 1 and len(others) == 1 and others[0][0] != "fault":
        [(code, rule)] = others
        raise NotAllowed(code, f"One came through; {CROWD - 1} others were refused.", rule=rule)
    raise RuntimeError(f"heard {dict(told)}")


def _copy(source: Path, to: Path) -> None:
    connections.close_all()
    with sqlite3.connect(source) as old, sqlite3.connect(to) as new:
        old.backup(new)
    old.close()
    new.close()
