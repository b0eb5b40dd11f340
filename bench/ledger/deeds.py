"""What a worker does with money, one deed after the other, and a journal that says what was asked and answered.

A deed that was asked and not answered is asked again, under the same keys, as a client would do.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

KINDS = ("approve", "approve", "pay", "pay", "pay_out", "refund")


@dataclass(frozen=True)
class Deed:
    """One thing that is asked for: what, its own key, and how much."""

    what: str
    key: str
    minor: int = 0


class Journal:
    """A file that outlives its writer: each line is with the system before the next step begins."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, word: str, deed: Deed, answer: str = "") -> None:
        with self.path.open("a") as file:
            file.write(json.dumps([word, asdict(deed), answer]) + "\n")

    def read(self) -> list[tuple[str, Deed, str]]:
        if not self.path.exists():
            return []
        lines = [json.loads(line) for line in self.path.read_text().splitlines() if line.endswith("]")]
        return [(word, Deed(**deed), answer) for word, deed, answer in lines]

    def open_deeds(self) -> list[Deed]:
        """Asked, and never answered."""
        told = self.read()
        answered = {deed.key for word, deed, _ in told if word == "done"}
        return [deed for word, deed, _ in told if word == "ask" and deed.key not in answered]


def work(journal: Journal, random: Random, *, most: int = 0) -> None:
    """Finish what is open, then go on for ever, or until `most` deeds are done."""
    for deed in journal.open_deeds():
        journal.note("done", deed, do(deed))
    count = 0
    while not most or count < most:
        count += 1
        deed = Deed(
            random.choice(KINDS), f"{random.getrandbits(64):016x}", random.choice([1, 400_00, 700_00, 150_00])
        )
        journal.note("ask", deed)
        journal.note("done", deed, do(deed))


def do(deed: Deed) -> str:
    """Ask the house for it; answers what it said, `ok` or the code of its refusal."""
    from doublet.kernel.refusals import Refused

    try:
        _DO[deed.what](deed)
    except Refused as refused:
        return refused.code
    return "ok"


def _cast() -> Any:
    from doublet.licences.models import Licence
    from doublet.people.models import User

    licence = Licence.objects.select_related("brand", "model__user").get()
    first, second = User.objects.filter(role="operator").order_by("email")
    return SimpleNamespace(licence=licence, operator=first, second=second)


def _approve(deed: Deed) -> None:
    from django.db import transaction

    from doublet.ledger.earning import post_approval

    licence = _cast().licence
    frame: Any = SimpleNamespace(
        pk=f"frm_{deed.key}", licence=licence, shot=SimpleNamespace(garment=SimpleNamespace(name="Tee"))
    )
    with transaction.atomic():
        post_approval(frame, by=licence.model.user)


def _pay(deed: Deed) -> None:
    from doublet.kernel.money import Money
    from doublet.ledger.brand_money import receive_payment

    people = _cast()
    amount = Money(deed.minor, "EUR")
    receive_payment(
        by=people.operator, brand=people.licence.brand, amount=amount, reference=deed.key, key=deed.key
    )


def _refund(deed: Deed) -> None:
    from doublet.kernel.money import Money
    from doublet.ledger.brand_money import refund

    people = _cast()
    amount = Money(min(deed.minor, 50), "EUR")
    refund(
        by=people.operator,
        brand=people.licence.brand,
        amount=amount,
        reference=deed.key,
        reason="a deed",
        key=deed.key,
    )


def _pay_out(deed: Deed) -> None:
    from doublet.ledger.payouts import approving, planning, sending, settling

    people = _cast()
    run = planning.plan(by=people.operator, currency="EUR", key=deed.key)
    run = approving.approve(by=people.second, payout=run, key=deed.key)
    run = sending.send(payout=run)
    for item in run.items.all():
        settling.book_item(by="bank", item=item, seen="statement")


_DO = {"approve": _approve, "pay": _pay, "refund": _refund, "pay_out": _pay_out}
