"""A statement on paper and as a table: the same numbers as the page."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from django.conf import settings

from doublet.consents.papers import identity, notices, person
from doublet.engines import document
from doublet.ledger import queries
from doublet.ledger.rules import Statement
from doublet.people.models import ModelProfile


def statement_pdf(model: ModelProfile, currency: str, *, at: datetime) -> bytes:
    """Her statement as a sealed PDF."""
    told = queries.statement(model, currency)
    pdf = document.statement(
        document.Statement(
            reference=f"{model.pk}-{currency}-{at:%Y%m%d}",
            issued=at,
            instance=settings.PLATFORM_NAME,
            notices=notices(model),
            model=person(model),
            period=_period(told, at),
            rows=tuple(
                document.StatementRow(
                    f"{line.day:%d %b %Y}",
                    line.reference[-8:],
                    line.what,
                    str(line.split.gross),
                    str(line.split.gross - line.split.model),
                    str(line.split.model),
                )
                for line in told.lines
            ),
            gross=str(told.gross),
            commissions=tuple(
                document.MoneyRow(share.party.replace("_", " ").capitalize(), "as agreed", str(-share.amount))
                for share in told.commissions
            ),
            net=str(told.net),
            payment=(
                f"Paid out so far: {queries.paid_out(model, currency)}.",
                f"Still owed to you: {queries.owed_to(model, currency)}.",
            ),
        )
    )
    return document.seal(pdf, identity(), reason="Statement of earnings", name=settings.PLATFORM_NAME)


def statement_csv(model: ModelProfile, currency: str) -> str:
    """Her statement as a table for spreadsheets; amounts as plain decimals."""
    dues = queries.due_dates(model, currency)
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["day", "picture", "what", "currency", "gross", "commissions", "net", "due"])
    for line in queries.statement(model, currency).lines:
        taken = line.split.gross - line.split.model
        amounts = [money.decimal() for money in (line.split.gross, taken, line.split.model)]
        due = dues.get(line.reference)
        sheet.writerow(
            [
                line.day.isoformat(),
                line.reference,
                _inert(line.what),
                currency,
                *amounts,
                due.isoformat() if due else "",
            ]
        )
    return out.getvalue()


def _inert(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets a quote in front."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _period(told: Statement, at: datetime) -> str:
    if not told.lines:
        return f"until {at:%d %B %Y}"
    return f"{min(line.day for line in told.lines):%d %B %Y} to {at:%d %B %Y}"
