from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from doublet.engines.payout import DEMONSTRATION, Debtor, PayoutRow, csv_file, iban, payout_file
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput

DAY = date(2026, 12, 1)
MADE = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
# Account numbers that the IBAN standard and banks print as examples; they belong to nobody.
GERMAN, BRITISH, FRENCH = "DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606"
HOUSE = Debtor("Doublet demo", "DE89 3704 0044 0532 0130 00", demonstration=True)
ROWS = [
    PayoutRow("GB29 NWBK 6016 1331 9268 19", "Amara Okafor", Money(385_76, "EUR"), "STA-2026-11-0003"),
    PayoutRow(FRENCH, "Linde & Söhne <Agency>", Money(45_36, "EUR"), "AGT-2026-11-0001"),
]
NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


def tree(rows: list[PayoutRow] = ROWS, debtor: Debtor = HOUSE, currency: str = "EUR") -> etree._Element:
    made = payout_file(rows, debtor=debtor, currency=currency, execution_date=DAY, created=MADE)
    return etree.fromstring(made)


def names(of: etree._Element) -> list[str]:
    return [etree.QName(child).localname for child in of if isinstance(child.tag, str)]


def told(of: etree._Element, path: str) -> list[str]:
    return [each.text or "" for each in of.findall(path, NS)]


def test_the_file_has_the_parts_of_a_credit_transfer_in_their_order() -> None:
    document = tree()
    assert etree.QName(document).namespace == NS["p"]
    message = document.find("p:CstmrCdtTrfInitn", NS)
    assert message is not None
    assert names(message) == ["GrpHdr", "PmtInf"]
    assert names(message[0]) == ["MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"]
    assert names(message[1]) == (
        [
            "PmtInfId",
            "PmtMtd",
            "BtchBookg",
            "NbOfTxs",
            "CtrlSum",
            "PmtTpInf",
            "ReqdExctnDt",
            "Dbtr",
            "DbtrAcct",
            "DbtrAgt",
            "ChrgBr",
        ]
        + ["CdtTrfTxInf"] * 2
    )
    transfer = message[1][-1]
    assert names(transfer) == ["PmtId", "Amt", "Cdtr", "CdtrAcct", "RmtInf"]
    assert told(document, ".//p:CdtrAcct/p:Id/p:IBAN") == [BRITISH, FRENCH]
    assert told(document, ".//p:Cdtr/p:Nm") == ["Amara Okafor", "Linde & Söhne <Agency>"]
    assert told(document, ".//p:ReqdExctnDt/p:Dt") == ["2026-12-01"]
    assert told(document, ".//p:GrpHdr/p:CreDtTm") == ["2026-11-21T14:02:00+00:00"]


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=20))
def test_the_sums_in_the_file_are_the_sums_of_the_transfers(amounts: list[int]) -> None:
    rows = [
        PayoutRow(GERMAN, "Amara Okafor", Money(minor, "EUR"), f"P-{n}") for n, minor in enumerate(amounts)
    ]
    document = tree(rows)
    paid = sum(Decimal(text) for text in told(document, ".//p:InstdAmt"))
    assert paid == Decimal(sum(amounts)) / 100
    assert {Decimal(text) for text in told(document, ".//p:CtrlSum")} == {paid}
    assert set(told(document, ".//p:NbOfTxs")) == {str(len(amounts))}


def test_a_demonstration_says_so_wherever_a_person_looks() -> None:
    made = payout_file(ROWS, debtor=HOUSE, currency="EUR", execution_date=DAY, created=MADE)
    assert b"Do not send this to a bank" in made
    document = etree.fromstring(made)
    assert all(text.startswith(DEMONSTRATION) for text in told(document, ".//p:Dbtr/p:Nm"))
    assert all(text.startswith(DEMONSTRATION) for text in told(document, ".//p:Ustrd"))
    assert all(text.startswith("DEMO-") for text in told(document, ".//p:MsgId"))
    real = payout_file(
        ROWS, debtor=replace(HOUSE, demonstration=False), currency="EUR", execution_date=DAY, created=MADE
    )
    assert b"DEMO" not in real


def test_the_same_transfers_have_the_same_id_so_that_a_bank_sees_a_second_upload() -> None:
    later = payout_file(
        ROWS, debtor=HOUSE, currency="EUR", execution_date=DAY, created=datetime(2026, 11, 22, tzinfo=UTC)
    )
    ids = told(tree(), ".//p:MsgId") + told(tree(), ".//p:PmtInfId")
    assert told(etree.fromstring(later), ".//p:MsgId") == ids[:1]
    assert told(tree(ROWS[:1]), ".//p:MsgId") != ids[:1]
    assert all(len(each) <= 35 for each in ids)


def test_currencies_keep_their_own_decimals_and_only_euro_goes_as_sepa() -> None:
    yen = tree([PayoutRow(GERMAN, "Amara Okafor", Money(1200, "JPY"), "P-1")], currency="JPY")
    assert told(yen, ".//p:InstdAmt") == ["1200"]
    assert told(yen, ".//p:PmtTpInf") == []
    assert told(yen, ".//p:ChrgBr") == ["SHAR"]
    assert told(tree(), ".//p:SvcLvl/p:Cd") == ["SEPA"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iban": "DE89370400440532013001"}, "iban_checksum"),
        ({"iban": "DE8937040044053201300"}, "iban_length"),
        ({"iban": "ZZ89370400440532013000"}, "iban_country"),
        ({"iban": "12345678"}, "iban_unreadable"),
        ({"iban": ""}, "iban_unreadable"),
        ({"name": " \u0000 "}, "name_missing"),
        ({"amount": Money(0, "EUR")}, "amount_not_positive"),
        ({"amount": Money(-5, "EUR")}, "amount_not_positive"),
        ({"amount": Money(5, "USD")}, "mixed_currencies"),
        ({"reference": ""}, "reference_unreadable"),
        ({"reference": "P" * 36}, "reference_unreadable"),
        ({"reference": "/P"}, "reference_unreadable"),
        ({"reference": "P<1>"}, "reference_unreadable"),
        ({"reference": "AGT-2026-11-0001"}, "reference_twice"),
    ],
)
def test_a_row_that_a_bank_would_get_wrong_is_refused_in_both_files(
    change: dict[str, object], code: str
) -> None:
    rows = [replace(ROWS[0], **change), ROWS[1]]  # type: ignore[arg-type]
    with pytest.raises(BadInput) as refused:
        payout_file(rows, debtor=HOUSE, currency="EUR", execution_date=DAY, created=MADE)
    assert refused.value.code == code
    with pytest.raises(BadInput) as refused:
        csv_file(rows, debtor=HOUSE, currency="EUR", execution_date=DAY)
    assert refused.value.code == code


def test_a_file_needs_rows_a_real_payer_and_a_zone() -> None:
    with pytest.raises(BadInput) as empty:
        tree([])
    assert empty.value.code == "no_payouts"
    with pytest.raises(BadInput) as payer:
        tree(debtor=replace(HOUSE, iban="DE00370400440532013000"))
    assert payer.value.code == "iban_checksum"
    with pytest.raises(BadInput) as zone:
        payout_file(
            ROWS,
            debtor=HOUSE,
            currency="EUR",
            execution_date=DAY,
            created=datetime(2026, 1, 1),
        )
    assert zone.value.code == "time_without_zone"


@given(st.text(max_size=90))
def test_any_name_gives_a_well_formed_file_or_a_refusal(name: str) -> None:
    row = replace(ROWS[0], name=name)
    try:
        document = tree([row])
    except BadInput as refused:
        code = refused.code
    else:
        code = ""
        (shown,) = told(document, ".//p:Cdtr/p:Nm")
        assert 0 < len(shown) <= 70
    assert code in ("", "name_missing")


def test_the_csv_holds_the_same_rows_and_no_cell_runs_as_a_formula() -> None:
    rows = [replace(ROWS[0], name='=HYPERLINK("x")'), ROWS[1]]
    made = csv_file(rows, debtor=HOUSE, currency="EUR", execution_date=DAY).decode()
    read = list(csv.DictReader(io.StringIO(made)))
    assert [row["amount"] for row in read] == ["385.76", "45.36"]
    assert read[0]["name"] == '\'=HYPERLINK("x")'
    assert read[1]["name"] == "Linde & Söhne <Agency>"
    assert {row["note"] for row in read} == {DEMONSTRATION}


@given(st.sampled_from([GERMAN, BRITISH, FRENCH]), st.data())
def test_one_wrong_digit_or_two_swapped_never_pass(good: str, data: st.DataObject) -> None:
    assert iban(f" {good[:4]} {good[4:].lower()} ") == good
    place = data.draw(st.sampled_from([n for n in range(4, len(good)) if good[n].isdigit()]))
    wrong = good[:place] + str((int(good[place]) + data.draw(st.integers(1, 9))) % 10) + good[place + 1 :]
    with pytest.raises(BadInput) as refused:
        iban(wrong)
    assert refused.value.code == "iban_checksum"
    assert good not in refused.value.reason
