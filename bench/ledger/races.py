"""``python -m bench.ledger.races``: several processes ask for the same thing at the same moment.

The same picture is approved, the same payment noted under one key, and the same payout run approved. One of
them does it; the others are answered by name, or get the same answer under the same key.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable

from bench.ledger.deeds import Deed, do
from bench.ledger.world import house

PROCESSES = 4
FAIR = {"ok", "posted_already", "already_noted", "key_in_use", "moved_on", "nothing_owed", "balance_changed"}


def main() -> None:
    """Read the words, let them run against each other, look."""
    words = argparse.ArgumentParser(prog="python -m bench.ledger.races", description=__doc__)
    words.add_argument("--rounds", type=int, default=20)
    words.add_argument("--database", default="", help="URL of a PostgreSQL server; SQLite without it")
    words.add_argument("--name", default="doublet_races", help="of the database to make there")
    given = words.parse_args()
    problems: list[str] = []
    with house(given.database, name=given.name):
        from django.db import connections

        from doublet.ledger import checking
        from doublet.ledger.models import Posting
        from doublet.story.target import build

        build()
        for number in range(given.rounds):
            for deed in (Deed("approve", f"a{number}"), Deed("pay", f"p{number}", 1_000_00)):
                connections.close_all()
                problems += _unfair(deed.what, _together(lambda deed=deed: do(deed)))
                key = f"frm_{deed.key}" if deed.what == "approve" else deed.key
                stands = Posting.objects.filter(
                    subject=key, kind__in=("approval", "payment_received")
                ).count()
                problems += [f"{deed.what} {key} stands {stands} times"] if stands != 1 else []
            problems += _unfair("run", _runs_raced(f"r{number}"))
        problems += [problem.words for problem in checking.check()[1]]
        booked = Counter(Posting.objects.filter(kind="payout").values_list("subject", flat=True))
        problems += [f"{subject} was paid {times} times" for subject, times in booked.items() if times != 1]
        problems += [] if booked else ["nothing was paid out at all"]
    if problems:
        sys.exit("\n".join(problems))
    print(f"{given.rounds} rounds of {PROCESSES} processes. Each was posted once.")


def _runs_raced(key: str) -> list[str]:
    """One run is planned; all approve it at once."""
    from django.db import connections

    from doublet.kernel.refusals import Refused
    from doublet.ledger.models import Payout
    from doublet.ledger.payouts import approving, planning
    from doublet.people.models import User

    first, second = User.objects.filter(role="operator").order_by("email")
    run = planning.plan(by=first, currency="EUR", key=key)
    connections.close_all()

    def approve() -> str:
        try:
            approving.approve(by=second, payout=Payout.objects.get(pk=run.pk))
        except Refused as refused:
            return refused.code
        return "ok"

    answers = _together(approve)
    return (
        answers if answers.count("ok") == 1 else [*answers, f"a run was approved {answers.count('ok')} times"]
    )


def _unfair(what: str, answers: list[str]) -> list[str]:
    return [f"{what}: {answer}" for answer in answers if answer not in FAIR]


def _together(ask: Callable[[], str]) -> list[str]:
    """The answers of several processes that begin at the same moment."""
    begin = time.monotonic() + 0.05
    pipes = []
    for _ in range(PROCESSES):
        out, into = os.pipe()
        if not os.fork():
            os.close(out)
            os.write(into, json.dumps(_answer(ask, begin)).encode())
            os._exit(0)
        os.close(into)
        pipes.append(out)
    answers = []
    for out in pipes:
        with os.fdopen(out) as told:
            answers.append(str(json.loads(told.read() or '"died"')))
        os.wait()
    return answers


def _answer(ask: Callable[[], str], begin: float) -> str:
    try:
        time.sleep(max(begin - time.monotonic(), 0))
        return ask()
    except Exception as error:
        traceback.print_exc()
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
