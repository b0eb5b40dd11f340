"""`doublet serve` and `doublet worker`: the site, and the process that makes pictures."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from typing import Any

from rich.markup import escape

from doublet.cli.outcome import Outcome, console, open_house

IDLE_SECONDS = 0.5
SWEEP_SECONDS = 60.0
HEAD_SECONDS = 20.0  # the log's page promises a head within a minute, and one picture may take a while


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The two commands."""
    parser = commands.add_parser("serve", parents=[shared], help="serve the site, with workers")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes that make pictures (0: none)")
    parser.set_defaults(run=serve)
    worker_parser = commands.add_parser(
        "worker", parents=[shared], help="make pictures, mark them, send notices"
    )
    worker_parser.add_argument("--until-idle", action="store_true", help="stop when nothing waits")
    worker_parser.set_defaults(run=worker)


def prepare() -> None:
    """Bring database and static files of this instance up to date."""
    open_house()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def look_at_signing() -> None:
    """Say what is wrong with certificate, key or trust list before the first picture needs them.

    Raises:
        Unavailable: one of them is not as it was set.
    """
    from doublet.provenance.checks import demand

    for words in demand():
        console.print(f"[yellow]{escape(words)}[/]")


def serve(args: argparse.Namespace) -> Outcome:
    """Serve until interrupted; the workers stop with the site."""
    prepare()
    look_at_signing()
    command = [sys.executable, "-m", "doublet.cli"]
    workers = [subprocess.Popen([*command, "worker"]) for _ in range(args.workers)]  # noqa: S603
    console.print(f"Doublet is at [bold]http://{args.host}:{args.port}[/] · stop with Ctrl-C")
    site = subprocess.Popen(  # noqa: S603
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", args.host),
            *(
                "--port",
                str(args.port),
                "--workers",
                "1",
                "--blocking-threads",
                "4",
                "--log-level",
                "warning",
            ),
            "doublet.config.wsgi:application",
        ],
        env={**os.environ},
    )
    signal.signal(signal.SIGTERM, lambda *_: site.terminate())
    try:
        code = site.wait()
    except KeyboardInterrupt:
        code = 0
    finally:
        for process in (site, *workers):
            process.terminate()
        for process in (site, *workers):
            process.wait(timeout=30)
    return Outcome(0 if code in (0, -signal.SIGTERM) else 1, {"stopped": True})


class Stop:
    """Set by SIGTERM: the worker ends what it holds, then stops."""

    asked = False

    def __call__(self, *_: object) -> None:
        self.asked = True


def worker(args: argparse.Namespace) -> Outcome:
    """Work rows off until stopped. Any number of workers may run at once."""
    open_house()
    from doublet.consents.reminders import remind_of_endings
    from doublet.kernel import notices
    from doublet.ledger.clocks import look_after_money
    from doublet.ledger.payouts.sending import look_after_payouts
    from doublet.licences.restoring import catch_up
    from doublet.licences.stamping import stamp_next
    from doublet.offers.talking import expire_old, remind_soon, reopen_lapsed
    from doublet.people.inviting import throw_away_drafts
    from doublet.people.mandates import look_after_mandates
    from doublet.provenance.actions import work as mark
    from doublet.provenance.log.heads import write_head_if_well
    from doublet.provenance.patience import resume
    from doublet.studio.jobs import waiting
    from doublet.studio.jobs import work as make
    from doublet.twins.uploading import sweep_uploads
    from doublet.watch.chasing import chase_tasks
    from doublet.watch.keeping import sweep_daily
    from doublet.watch.webhooks import messages

    look_at_signing()
    catch_up()
    resume()  # what was missing may be there since the restart
    stop = Stop()
    signal.signal(signal.SIGTERM, stop)
    done, swept, headed = 0, 0.0, 0.0
    while not stop.asked:
        if time.monotonic() - swept > SWEEP_SECONDS:
            expire_old()
            remind_of_endings()
            remind_soon()
            reopen_lapsed()
            look_after_mandates()
            throw_away_drafts()
            sweep_uploads()
            look_after_money()
            look_after_payouts()
            chase_tasks()
            sweep_daily()
            swept = time.monotonic()
        if time.monotonic() - headed > HEAD_SECONDS:
            write_head_if_well()
            headed = time.monotonic()
        if make() or mark() or notices.send_next() or messages.send_next() or stamp_next():
            done += 1
        elif args.until_idle and not waiting():
            break
        else:
            time.sleep(IDLE_SECONDS)
    return Outcome(0, {"done": done}, [f"{done} pieces of work done."])
