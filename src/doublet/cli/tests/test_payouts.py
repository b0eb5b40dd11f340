"""The operator's runs from a shell: planned by one, approved by another who proves who she is."""

from __future__ import annotations

import getpass
import json
from pathlib import Path

import pytest

from doublet.cli import main
from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.ledger.brand_money import receive_payment
from doublet.ledger.models import Payout
from doublet.ledger.queries import owed_by
from doublet.publishing.actions import approve
from doublet.story.bank import Booked, statement
from doublet.story.stage import PASSWORD
from doublet.story.target import Target
from doublet.studio.models import Frame


@pytest.fixture
def ready(target: Target, frame: Frame) -> Target:
    approve(by=target.people.model.user, frame=frame)
    brand = target.licence.brand
    receive_payment(by=target.people.operator, brand=brand, amount=owed_by(brand, "EUR"), reference="bank-1")
    return target


def run(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    code = main(["payout", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_run_from_the_shell(
    ready: Target, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first, second = ready.people.operator.email, ready.people.second_operator.email
    code, told = run("plan", "eur", "--as", first, "--dry-run", capsys=capsys)
    assert (code, told["payees"]) == (0, 2)
    assert not Payout.objects.exists()
    _, planned = run("plan", "EUR", "--as", first, capsys=capsys)
    pk = str(planned["id"])
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: "wrong")
    code, refused = run("approve", pk, "--as", second, capsys=capsys)
    assert (code, refused["refused"]["code"]) == (1, "wrong_password")  # type: ignore[index]
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: PASSWORD)
    code, refused = run("approve", pk, "--as", first, capsys=capsys)
    assert (code, refused["refused"]["code"]) == (1, "second_person_needed")  # type: ignore[index]
    code, approved = run("approve", pk, "--as", second, capsys=capsys)
    assert (code, approved["status"]) == (0, "sent")
    assert run("send", capsys=capsys) == (0, {"runs": 0})

    items = Payout.objects.get(pk=pk).items.all()
    data = statement(
        [
            Booked(Money(-item.net_minor, "EUR"), item.name, item.pk, end_to_end=item.reference)
            for item in items
        ],
        number="S-1",
        iban="DE89370400440532013000",
        opening=owed_by(ready.licence.brand, "EUR"),
        on=clock.now().date(),
        created=clock.now(),
    )
    file = tmp_path / "statement.xml"
    file.write_bytes(data)
    code, read = run("reconcile", str(file), "--as", first, capsys=capsys)
    assert (code, read["waiting"]) == (0, 0)
    code, shown = run("show", pk, capsys=capsys)
    assert (code, shown["status"]) == (0, "done")
    assert len(run("show", capsys=capsys)[1]["runs"]) == 1  # type: ignore[arg-type]
    assert main(["payout", "show", pk]) == 0
    assert "Done" in capsys.readouterr().out
    for words in (
        ("show", "pay_x"),
        ("reconcile", str(tmp_path), "--as", first),
        ("plan", "EUR", "--as", "x@y.zz"),
    ):
        assert run(*words, capsys=capsys)[0] == 2


def test_a_csv_with_two_columns_of_money(
    ready: Target, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "bank.csv"
    file.write_text("Tag;Haben;Soll\n20.11.2026;7,00;\n")
    told = ("--day", "Tag", "--credit", "Haben", "--debit", "Soll", "--dates", "dmy")
    code, read = run("reconcile", str(file), "--as", ready.people.operator.email, *told, capsys=capsys)
    assert (code, read["waiting"]) == (1, 1)
