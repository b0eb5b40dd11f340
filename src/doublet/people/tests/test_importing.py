"""Ana's agency brings its roster in a file, as its spreadsheet happens to save it."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.people import importing, mandates
from doublet.people.models import Agency, Invitation, ModelProfile, User
from doublet.people.sheets import MOST_ROWS, inert, read_sheet, write_sheet
from doublet.testing import signed_in

HEADER = "email,public_name,birth_date,residence,commission_percent,territories"
GOOD = "alice@example.org,Alice,1998-06-30,FR,10,FR IT"
MORE = "zoe@example.org,Zoë,30.06.1997,us-ny,12.5,"


def sheet(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def states(data: bytes, agency: Agency) -> list[tuple[str, str]]:
    return [(row.state, row.code) for row in importing.look_at(data, agency=agency).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_way_in_which_spreadsheets_save_is_read(encoding: str, separator: str, ending: str) -> None:
    rows = [["Email", "Public Name"], ["zoe@example.org", "Zoë"], ["", ""], ["b@example.org", 'A "B"; C']]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=ending).writerows(rows)
    assert read_sheet(out.getvalue().encode(encoding)) == [
        {"email": "zoe@example.org", "public_name": "Zoë"},
        {"email": "b@example.org", "public_name": 'A "B"; C'},
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet_empty"),
        (b"email,public_name\n", "sheet_empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "sheet_unreadable"),
        (b'email,x\n"never ends,1', "sheet_broken"),
        (b"email,Email\na,b", "column_twice"),
        (b"email\n" + b"a\n" * (MOST_ROWS + 1), "sheet_too_long"),
        (b"x" * 1_000_001, "sheet_too_big"),
    ],
)
def test_what_is_no_sheet_is_refused_as_a_whole(data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_sheet(data)
    assert refused.value.code == code


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_refusal(data: bytes) -> None:
    try:
        rows = read_sheet(data)
    except BadInput:
        return
    assert rows


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4))
def test_no_cell_that_we_write_is_a_formula(cells: list[str]) -> None:
    assert not any(inert(cell).startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    for row in csv.reader(io.StringIO(write_sheet(["a"], [cells]), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.django_db
def test_looking_writes_nothing_and_says_what_becomes_of_each_row(
    agency: Agency, ana: User, ines: ModelProfile
) -> None:
    mandates.give_mandate(by=ines.user, model=ines, agency=agency, commission_bp=500)
    rows = AuditEvent.objects.count()
    found = states(
        sheet(
            GOOD,
            GOOD,
            "ines@example.org,Inés,1999-03-02,FR,5,",
            "kid@example.org,Kid,2012-01-01,FR,10,",
            "a@example.org,A,04/05/1999,FR,10,",
            "b@example.org,B,1999-05-04,XX,10,",
            "c@example.org,C,1999-05-04,FR,16,",
            "d@example.org,D,1999-05-04,FR,=1+1,",
            "not-an-address,E,1999-05-04,FR,10,",
            "f@example.org,Fa, Fb,1999-05-04,FR,10,IT",
            MORE,
        ),
        agency,
    )
    assert found == [
        ("invite", "invite"),
        ("refused", "twice_in_file"),
        ("here", "represented"),
        ("refused", "under_age"),
        ("refused", "bad_date"),
        ("refused", "place_unknown"),
        ("refused", "commission_over_limit"),
        ("refused", "bad_commission"),
        ("refused", "email_unusable"),
        ("refused", "too_many_cells"),
        ("invite", "invite"),
    ]
    assert not Invitation.objects.exists()
    assert AuditEvent.objects.count() == rows


@pytest.mark.django_db
def test_all_rows_or_the_good_ones_and_only_the_file_that_was_looked_at(agency: Agency, ana: User) -> None:
    data = sheet(GOOD, "kid@example.org,Kid,2012-01-01,FR,10,", MORE)
    look = importing.look_at(data, agency=agency)
    assert look.headline == "3 rows: 2 will be invited, 0 already here, 1 refused"
    with pytest.raises(Conflict) as other:
        importing.import_roster(by=ana, data=data + b"\n", sha256=look.sha256)
    assert other.value.code == "other_file"
    with pytest.raises(Refused) as all_or_none:
        importing.import_roster(by=ana, data=data, sha256=look.sha256)
    assert all_or_none.value.code == "rows_refused"
    assert not Invitation.objects.exists()
    importing.import_roster(by=ana, data=data, sha256=look.sha256, only_good=True)
    zoe = Invitation.objects.get(email="zoe@example.org")
    assert zoe.terms["commission_bp"] == 1250
    assert (zoe.draft["birth_date"], zoe.draft["residence"]) == ("1997-06-30", "US-NY")
    assert Invitation.objects.get(email="alice@example.org").terms["territories"] == ["FR", "IT"]
    assert AuditEvent.objects.get(kind="roster.imported").data["invited"] == 2
    assert not ModelProfile.objects.exists()
    again = importing.look_at(data, agency=agency)
    assert [row.code for row in again.rows] == ["invited", "under_age", "invited"]
    with pytest.raises(Refused) as nobody:
        importing.import_roster(by=ana, data=data, sha256=look.sha256, only_good=True)
    assert nobody.value.code == "nobody_to_invite"


@pytest.mark.django_db
def test_a_thousand_rows_are_looked_at_and_imported(agency: Agency, ana: User) -> None:
    rows = [f"model{number}@example.org,Model {number},1998-06-30,FR,10," for number in range(MOST_ROWS)]
    data = sheet(*rows)
    look = importing.look_at(data, agency=agency)
    assert look.invited == MOST_ROWS


@pytest.mark.django_db
def test_the_page_looks_first_and_imports_the_same_file(agency: Agency, ana: User, client: Client) -> None:
    signed_in(client, ana)
    template = client.get(reverse("roster_template"))
    assert states(template.content, agency) == [("invite", "invite")]
    data = sheet(GOOD, "kid@example.org,<script>,2012-01-01,FR,10,")
    address = reverse("roster_import")
    page = client.post(address, {"file": SimpleUploadedFile("r.csv", data)})
    assert page.status_code == 200
    assert "2 rows: 1 will be invited, 0 already here, 1 refused" in page.content.decode()
    assert "<script>," not in page.content.decode()
    typed = {"sha256": importing.look_at(data, agency=agency).sha256}
    whole = client.post(address, typed | {"file": SimpleUploadedFile("r.csv", data)})
    assert whole.status_code == 422
    client.post(address, typed | {"file": SimpleUploadedFile("r.csv", data), "only_good": "on"})
    assert Invitation.objects.get().email == "alice@example.org"


@pytest.mark.django_db
def test_columns_that_are_needed_are_named(agency: Agency) -> None:
    with pytest.raises(BadInput) as refused:
        importing.look_at(b"email,public_name\na@example.org,A", agency=agency)
    assert "birth_date, residence, commission_percent" in refused.value.reason
