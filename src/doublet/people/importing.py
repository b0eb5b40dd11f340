"""A roster as a file: looked at row by row first, then imported as exactly the file that was looked at.

An import invites. Each model opens her own account and gives the mandate herself; nothing can be made
of her before her own signatures.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.people import inviting, rights, rules
from doublet.people.inviting import Draft, Proposal
from doublet.people.models import Agency, Invitation, Mandate, User
from doublet.people.sheets import BEYOND, read_sheet, write_sheet

State = Literal["invite", "here", "refused"]

# Column -> what stands in it.
COLUMNS: dict[str, str] = {
    "email": "Her own address. The invitation goes there.",
    "public_name": "The name that brands see.",
    "legal_name": "As in her passport; she checks it. May be empty.",
    "birth_date": "Such as 1999-04-17 or 17.04.1999; she must be 18.",
    "residence": "A country code such as FR; in the United States with the state, such as US-NY.",
    "height_cm": "In centimetres. May be empty.",
    "language": "Two letters such as en or fr. May be empty.",
    "commission_percent": "Your share of her gross, such as 10 or 12.5.",
    "mandate": "agent or mother. May be empty: agent.",
    "months": "How long the mandate lasts, 36 at most. May be empty: 12.",
    "territories": "Codes with spaces between, such as FR IT. Empty is everywhere.",
}
NEEDED = ("email", "public_name", "birth_date", "residence", "commission_percent")
_EXAMPLE = [
    "noa@example.org",
    "Noa",
    "Noa Fiktiv",
    "1998-06-30",
    "FR",
    "178",
    "fr",
    "10",
    "agent",
    "12",
    "FR IT",
]


@dataclass(frozen=True)
class Row:
    """One row of the file, and what would become of it."""

    number: int
    name: str
    email: str
    state: State
    code: str
    words: str


@dataclass(frozen=True)
class Look:
    """A whole file as it was looked at: nothing is written by looking."""

    sha256: str
    rows: tuple[Row, ...]

    def count(self, state: State) -> int:
        """How many rows are in this state."""
        return sum(row.state == state for row in self.rows)

    @property
    def invited(self) -> int:
        """How many would be invited."""
        return self.count("invite")

    @property
    def refused(self) -> int:
        """How many cannot be used."""
        return self.count("refused")

    @property
    def headline(self) -> str:
        """The whole file in one line."""
        return (
            f"{len(self.rows)} rows: {self.invited} will be invited, {self.count('here')} already here, "
            f"{self.refused} refused"
        )

    def as_dict(self) -> dict[str, object]:
        """For machines."""
        states: tuple[State, ...] = ("invite", "here", "refused")
        return {
            "sha256": self.sha256,
            "counts": {state: self.count(state) for state in states},
            "rows": [asdict(row) for row in self.rows],
        }


def template() -> str:
    """A file with the columns and one row of a fictional person."""
    return write_sheet(list(COLUMNS), [_EXAMPLE])


def look_at(data: bytes, *, agency: Agency) -> Look:
    """What an import of this file would do, row by row. Writes nothing.

    Raises:
        BadInput: the file as a whole cannot be used.
    """
    return Look(_sha256(data), tuple(row for row, _ in _judged(data, agency)))


@action
def import_roster(*, by: User, data: bytes, sha256: str, only_good: bool = False) -> Look:
    """Invite everybody in a file that was looked at before.

    Args:
        sha256: of the file that was looked at; another file is refused.
        only_good: invite the good rows and leave the others out. Otherwise one bad row stops all.

    Raises:
        Conflict: not the file that was looked at.
        Refused: a row is refused and all were wanted, or no row is left.
    """
    if by.agency is None:
        raise BadInput("agencies_only", "Only an agency imports a roster.", rule="HOUSE-ROLE")
    rights.must_be_agency(by, by.agency)
    if _sha256(data) != sha256:
        raise Conflict(
            "other_file", "This is not the file that you looked at.", hint="Look at this one first."
        )
    judged = _judged(data, by.agency)
    refused = [row for row, _ in judged if row.state == "refused"]
    if refused and not only_good:
        raise Refused(
            "rows_refused",
            f"{len(refused)} of {len(judged)} rows cannot be used, the first in row {refused[0].number}: "
            f"{refused[0].words}",
            rule="HOUSE-IMPORT",
            hint="Correct the file, or import the good rows only.",
        )
    wanted = [wish for _, wish in judged if wish is not None]
    if not wanted:
        raise Refused("nobody_to_invite", "No row of this file invites anybody.", rule="HOUSE-IMPORT")
    for wish in wanted:
        inviting.invite_model(
            by=by,
            email=wish.email,
            name=wish.name,
            proposal=wish.proposal,
            draft=wish.draft,
            file_sha256=sha256,
        )
    done = Look(sha256, tuple(row for row, _ in judged))
    audit.record(
        "roster.imported",
        actor=by,
        subject=by.agency,
        file_sha256=sha256,
        invited=len(wanted),
        here=done.count("here"),
        refused=len(refused),
    )
    return done


@dataclass(frozen=True)
class _Wish:
    email: str
    name: str
    proposal: Proposal
    draft: Draft


def _judged(data: bytes, agency: Agency) -> list[tuple[Row, _Wish | None]]:
    sheet = read_sheet(data)
    if missing := [name for name in NEEDED if name not in sheet[0]]:
        raise BadInput(
            "columns_missing",
            f"The file has no column {', '.join(missing)}.",
            hint="Start from the template; the order of the columns does not matter.",
        )
    represented = _addresses(
        Mandate.objects.living().filter(agency=agency).values_list("model__user__email", flat=True)
    )
    invited = _addresses(
        [
            one.email
            for one in Invitation.objects.filter(agency=agency, kind=Invitation.Kind.MODEL)
            if one.is_open
        ]
    )
    seen: dict[str, int] = {}
    judged: list[tuple[Row, _Wish | None]] = []
    for number, cells in enumerate(sheet, 2):
        email = cells.get("email", "").strip()
        name = cells.get("public_name", "")
        known = email.casefold()
        wish, state, code, words = None, "refused", "", ""
        try:
            wish = _wish(cells, agency)
            if known in seen:
                raise BadInput("twice_in_file", f"The same address stands in row {seen[known]}.")
            state, code, words = "invite", "invite", "Will be invited."
        except Refused as refused:
            wish, code, words = None, refused.code, f"{refused.reason} {refused.hint}".strip()
        if wish and known in represented:
            wish, state, code, words = None, "here", "represented", "Has given you a mandate already."
        elif wish and known in invited:
            wish, state, code, words = None, "here", "invited", "Has an open invitation of yours."
        if known:
            seen.setdefault(known, number)
        judged.append((Row(number, name[:120], email[:254], state, code, words), wish))  # type: ignore[arg-type]
    return judged


def _wish(cells: Mapping[str, str], agency: Agency) -> _Wish:
    """One row, by the same rules as a single invitation."""
    if BEYOND in cells:
        raise BadInput(
            "too_many_cells",
            "This row has more cells than the header has columns.",
            hint="Put text that holds a separator into quotation marks.",
        )
    email = inviting.clean_email(cells.get("email", ""))
    name = rules.clean_name(cells.get("public_name", ""), "The public name")
    born = _day(cells.get("birth_date", ""))
    today = clock.now().date()
    if born <= today and rules.age_on(born, today) < rules.ADULT:
        raise Refused(
            "under_age", f"She is {rules.age_on(born, today)}; models are 18 and over.", rule="MIN-01"
        )
    rules.age_rule(born, today)
    legal = cells.get("legal_name", "")
    height = _whole(cells.get("height_cm", ""), "height_cm")
    if height is not None and not 100 <= height <= 250:
        raise BadInput("height_implausible", f"{height} cm cannot be a height.")
    language = (cells.get("language", "") or "en").lower()
    if not re.fullmatch(r"[a-z]{2}", language):
        raise BadInput("language_unknown", f"“{language[:12]}” is not a language code.", hint="Two letters.")
    proposal = Proposal(
        commission_bp=_basis_points(cells.get("commission_percent", "")),
        kind=(cells.get("mandate", "") or "agent").lower(),
        months=_whole(cells.get("months", ""), "months") or 12,
        territories=tuple(re.split(r"[\s/|,;]+", cells.get("territories", "").strip())),
    )
    return _Wish(
        email,
        name,
        proposal.check(agency),
        Draft(
            legal_name=rules.clean_name(legal, "The full name", 160) if legal else "",
            birth_date=born,
            residence=rules.clean_place(cells.get("residence", "")),
            language=language,
            height_cm=height,
        ),
    )


def _day(text: str) -> date:
    for shape in ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d"):
        try:
            return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007  (a birth date has no zone)
        except ValueError:
            continue
    raise BadInput(
        "bad_date",
        f"“{text[:20]}” is not a birth date that can be read without doubt.",
        hint="Write it as 1999-04-17 or 17.04.1999; 04/05/1999 could be two days.",
    )


def _basis_points(text: str) -> int:
    cleaned = text.replace("%", "").strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", cleaned, re.ASCII):
        raise BadInput(
            "bad_commission", f"“{text[:20]}” is not a share in per cent.", hint="Such as 10 or 12.5."
        )
    whole, _, part = cleaned.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or "0")


def _whole(text: str, column: str) -> int | None:
    if not text.strip():
        return None
    if not re.fullmatch(r"\d{1,4}", text.strip(), re.ASCII):
        raise BadInput("not_a_number", f"“{text[:20]}” in {column} is not a whole number.")
    return int(text)


def _addresses(emails: Iterable[str]) -> set[str]:
    return {email.casefold() for email in emails}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
