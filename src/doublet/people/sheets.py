"""Tables as agencies keep them: read whatever a spreadsheet saved, and write what no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from doublet.kernel.refusals import BadInput

MOST_ROWS = 1_000
MOST_BYTES = 1_000_000
BEYOND = ""  # the name under which cells without a column are found
_SEPARATORS = ";,\t"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_sheet(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, each cell by its column's name in small letters.

    Takes UTF-8 with or without a mark, UTF-16 with a mark, and Windows-1252; comma, semicolon or tab;
    quoted cells. Empty rows are left out.

    Raises:
        BadInput: no text, too big, too many rows, no header, or a broken quotation.
    """
    if len(data) > MOST_BYTES:
        raise BadInput(
            "sheet_too_big",
            f"The file has {len(data):,} bytes; a roster has at most {MOST_BYTES:,}.",
            hint="Leave out columns that are not asked for, or split it.",
        )
    text = _text(data)
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise BadInput(
            "sheet_broken", "A quotation in this file never ends.", hint="Save it again as CSV."
        ) from None
    filled = [[cell.strip() for cell in row] for row in table if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        raise BadInput("sheet_empty", "There is no row under the header.", hint="Start from the template.")
    if len(filled) - 1 > MOST_ROWS:
        raise BadInput(
            "sheet_too_long",
            f"The file has {len(filled) - 1:,} rows; one import takes {MOST_ROWS:,}.",
            hint="Split it.",
        )
    header = [name.casefold().replace(" ", "_") for name in filled[0]]
    if len(set(header)) != len(header):
        raise BadInput("column_twice", "Two columns have the same name.", hint="Start from the template.")
    return [dict(zip(header, row, strict=False)) | _beyond(header, row) for row in filled[1:]]


def write_sheet(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV file. A cell that a spreadsheet would run as a formula gets a quote in front."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(header)
    for row in rows:
        sheet.writerow([inert(str(cell)) for cell in row])
    return out.getvalue()


def _beyond(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Cells that no column names: a separator stands inside an unquoted cell."""
    extra = "".join(row[len(header) :])
    return {BEYOND: extra} if extra else {}


def inert(cell: str) -> str:
    """The cell as plain text for any spreadsheet."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _text(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput(
        "sheet_unreadable", "This is no text file.", hint="In your spreadsheet choose: save as CSV, UTF-8."
    )
