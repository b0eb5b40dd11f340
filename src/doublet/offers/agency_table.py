"""An agency's models as a table: what may be done for each, and whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from doublet.offers.queries import Represented
from doublet.people.models import Invitation
from doublet.people.sheets import write_sheet

FILTERS = {
    "": "Everybody",
    "closed": "No consent yet",
    "open": "Can be booked",
    "waiting": "Offers to answer",
    "invited": "Invited",
}


@dataclass(frozen=True)
class Line:
    """One model, or somebody who is invited: her state and the next step."""

    name: str
    state: str
    next_step: str
    row: Represented | None = None
    invitation: Invitation | None = None


def lines(represented: Sequence[Represented], invitations: Sequence[Invitation]) -> list[Line]:
    """Everybody, the invited last."""
    return [_model(row) for row in represented] + [_invited(one) for one in invitations if one.is_open]


def chosen(all_lines: Sequence[Line], wanted: str) -> list[Line]:
    """The lines of one filter; an unknown one shows everybody."""
    keep = {
        "closed": lambda line: line.state == "closed",
        "open": lambda line: line.state == "open",
        "waiting": lambda line: line.row is not None and line.row.waiting > 0,
        "invited": lambda line: line.state == "invited",
    }.get(wanted, lambda _line: True)
    return [line for line in all_lines if keep(line)]


def headline(all_lines: Sequence[Line]) -> str:
    """``25 models: 7 have no consent: nothing can be generated``."""
    models = [line for line in all_lines if line.row]
    closed = sum(line.state == "closed" for line in models)
    count = "1 model" if len(models) == 1 else f"{len(models)} models"
    if not closed:
        return f"{count}: all can be booked" if len(models) > 1 else f"{count}: can be booked"
    return f"{count}: {closed} {'has' if closed == 1 else 'have'} no consent: nothing can be generated"


def table_csv(all_lines: Sequence[Line]) -> str:
    """The table for a spreadsheet."""
    header = [
        "model",
        "state",
        "consent_to_making",
        "consent_to_use",
        "mandate",
        "share_percent",
        "territories",
        "mandate_until",
        "open_offers",
        "next_step",
    ]
    return write_sheet(header, [_cells(line) for line in all_lines])


def _cells(line: Line) -> list[object]:
    row = line.row
    if row is None:
        return [line.name, line.state, "", "", "", "", "", "", "", line.next_step]
    until = [
        consent.ends.isoformat() if consent else ""
        for consent in (row.consents["twin_creation"], row.consents["twin_use"])
    ]
    mandate = row.mandate
    return [
        line.name,
        line.state,
        *until,
        mandate.kind,
        f"{mandate.commission_bp / 100:g}",
        " ".join(mandate.territories),
        mandate.ends_on.isoformat(),
        row.waiting,
        line.next_step,
    ]


def _model(row: Represented) -> Line:
    name = str(row.mandate.model)
    if not row.consents["twin_creation"]:
        return Line(name, "closed", "She reads and signs the consent to make her twin.", row)
    if not row.consents["twin_use"]:
        return Line(name, "closed", "She reads and signs the consent to use her twin.", row)
    if row.waiting and row.mandate.may_negotiate:
        return Line(name, "open", "Answer her offers.", row)
    return Line(name, "open", "Nothing; brands can find her.", row)


def _invited(invitation: Invitation) -> Line:
    step = (
        "She has an account and decides about the mandate."
        if invitation.state == "joined"
        else f"She opens her account by {invitation.expires_at.day} {invitation.expires_at:%B %Y}."
    )
    return Line(invitation.name, "invited", step, invitation=invitation)
