"""``python -m bench.ledger.kills``: workers that move money are killed with `kill -9` at random moments.

Two processes at a time approve, note payments, refund and pay out in a loop. Whatever one of them had asked
and not been answered when it died, the next asks again. In the end every deed stands in the books once, the
books prove themselves, and the audit log is whole. The seed is printed; with it the same deeds are drawn.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random, SystemRandom

from bench.ledger.deeds import Journal, work
from bench.ledger.world import house

WORKERS = 2
LONGEST = 1.5
"""Seconds that a worker lives at most."""


def main() -> None:
    """Read the words, kill, look."""
    words = argparse.ArgumentParser(prog="python -m bench.ledger.kills", description=__doc__)
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--seed", type=int, default=SystemRandom().getrandbits(32))
    words.add_argument("--database", default="", help="URL of a PostgreSQL server; SQLite without it")
    words.add_argument("--name", default="doublet_kills", help="of the database to make there")
    given = words.parse_args()
    with house(given.database, name=given.name) as home:
        journals = [Journal(Path(home) / f"journal-{number}") for number in range(WORKERS)]
        _prepare()
        interrupted = _kill(journals, given.kills, Random(given.seed))  # noqa: S311
        for number, journal in enumerate(journals):  # what the last ones left open
            work(journal, Random(given.seed + number), most=1)  # noqa: S311
        told = Counter(
            f"{deed.what} {answer}"
            for journal in journals
            for word, deed, answer in journal.read()
            if word == "done"
        )
        problems = wrong(journals)
    where = "PostgreSQL" if given.database else "SQLite"
    print(f"{where}: {given.kills} kills, {interrupted} of them in the middle of a deed, seed {given.seed}")
    print(", ".join(f"{number} {what}" for what, number in sorted(told.items())))
    if problems:
        sys.exit("\n".join([*problems, f"seed {given.seed}"]))
    print("Nothing lost, nothing doubled: the books and the audit log are whole.")


def wrong(journals: list[Journal]) -> list[str]:
    """Everything that does not agree between what the workers were told and what stands in the books."""
    from doublet.kernel import audit
    from doublet.ledger import checking
    from doublet.ledger.models import Balance, Payout, PayoutItem, Posting

    found = [f"books: {problem.words}" for problem in checking.check()[1]]
    found += [f"audit log: {problem.words}" for problem in audit.check()[1]]
    asked = [
        (deed, answer) for journal in journals for word, deed, answer in journal.read() if word == "done"
    ]
    posted = {
        "approve": ("approval", "frm_"),
        "pay": ("payment_received", ""),
        "refund": ("refund", ""),
    }
    for what, (kind, prefix) in posted.items():
        must = Counter(
            prefix + deed.key
            for deed, answer in asked
            if deed.what == what and answer in ("ok", "posted_already")
        )
        stands = Counter(Posting.objects.filter(kind=kind).values_list("subject", flat=True))
        found += [
            f"{kind} {subject} was answered {must[subject]} times and stands {stands[subject]} times"
            for subject in must | stands
            if must[subject] != stands[subject]
        ]
    half = Payout.objects.filter(status__in=("approved", "sent")).count()
    if half:
        found.append(f"{half} payout runs were left half done")
    booked = PayoutItem.objects.filter(status="booked")
    for kind in ("payout", "payout_booked"):
        if set(booked.values_list("pk", flat=True)) != set(
            Posting.objects.filter(kind=kind).values_list("subject", flat=True)
        ):
            found.append(f"the payments that are booked are not those of the postings {kind}")
    on_the_way = Balance.objects.filter(account="payout_clearing").exclude(amount_minor=0)
    found += [f"{row.amount_minor} are still on their way" for row in on_the_way]
    return found


def _prepare() -> None:
    from django.db import connections

    from doublet.story.target import build

    build()
    connections.close_all()  # a process that is forked must not share a connection


def _kill(journals: list[Journal], kills: int, random: Random) -> int:
    living = {_start(journal, random.getrandbits(32)): journal for journal in journals}
    interrupted = 0
    for _ in range(kills):
        time.sleep(random.uniform(0.02, LONGEST))
        pid = random.choice(sorted(living))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status):
            raise RuntimeError("a worker ended by itself before it could be killed")
        journal = living.pop(pid)
        interrupted += bool(journal.open_deeds())
        living[_start(journal, random.getrandbits(32))] = journal
    for pid in living:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return interrupted


def _start(journal: Journal, seed: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        work(journal, Random(seed))  # noqa: S311
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
