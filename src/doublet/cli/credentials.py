"""`doublet credentials`: the certificate that pictures are signed with, and changing it without losing old files."""

from __future__ import annotations

import argparse
from typing import Any

from doublet.cli.outcome import Outcome, open_house
from doublet.kernel.refusals import Conflict


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The four commands."""
    group = commands.add_parser("credentials", help="the certificate that pictures are signed with")
    parts = group.add_subparsers(required=True, metavar="WHAT")
    for name, what, run in (
        ("show", "who signs, and who signed before", show),
        ("retire", "note that the present certificate signs no more; before another one is set", retire),
        ("roll-over", "a new development certificate; the old one stays known", roll_over),
    ):
        parts.add_parser(name, parents=[shared], help=what).set_defaults(run=run)
    key = parts.add_parser(
        "roll-over-key", parents=[shared], help="a new key for statements to machines (did:web)"
    )
    key.add_argument(
        "--lost", action="store_true", help="others may hold the present one: publish it no longer"
    )
    key.set_defaults(run=roll_over_key)


def show(_args: argparse.Namespace) -> Outcome:
    """Who signs today and who signed before."""
    open_house()
    from doublet.provenance.identity import identity

    now = identity()
    until = f"{now.leaf.not_valid_after_utc:%Y-%m-%d}"
    before = [f"{each.on:%Y-%m-%d}" for each in now.retired]
    data = {"signer": now.leaf.subject.rfc4514_string(), "valid_until": until, "retired": before}
    said = f"Signed by [bold]{data['signer']}[/], valid until {until}."
    return Outcome(0, data, [said, *(f"Signed before, until {day}." for day in before)])


def retire(_args: argparse.Namespace) -> Outcome:
    """Keep the present certificate as one that signed before."""
    open_house()
    from doublet.engines import signer
    from doublet.provenance.identity import folder, identity

    signer.retire(folder(), identity())
    return Outcome(0, {"retired": True}, ["Kept. Now set the new certificate and key, and start again."])


def roll_over(_args: argparse.Namespace) -> Outcome:
    """A fresh development certificate and key."""
    open_house()
    from django.conf import settings

    from doublet.engines import signer
    from doublet.provenance.identity import folder

    if settings.SIGNING_CHAIN:
        raise Conflict(
            "own_certificate",
            "This instance signs with a certificate of the operator.",
            hint="Run doublet credentials retire, then set the new one.",
        )
    signer.roll_over(folder())
    return Outcome(
        0, {"rolled_over": True}, ["Made. Processes that run go on with the old one until they restart."]
    )


def roll_over_key(args: argparse.Namespace) -> Outcome:
    """A fresh key behind this instance's DID; what the old one signed stays checkable, unless it was lost."""
    open_house()
    from doublet.kernel import audit
    from doublet.kernel.acting import action
    from doublet.licences.machine import issuer, statement_keys

    @action
    def written_down() -> str:
        statement_keys.roll_over(lost=args.lost)
        audit.record(
            "statement_key.rolled_over", actor="command line", subject=issuer.key_id(), lost=args.lost
        )
        return issuer.key_id()

    made = written_down()
    old = (
        "The old one is no longer published: what it signed must be fetched anew."
        if args.lost
        else "The old one stays published, so that what it signed can be checked."
    )
    return Outcome(0, {"key": made, "lost": args.lost}, [f"Signed by {made} from now on, at once.", old])
