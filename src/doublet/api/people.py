"""Who speaks for whom: mandates, invitations, a roster from a file, the team, and what identity checks recorded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import File, Form, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from doublet.api.auth import ByToken, asker, needs, needs_any_token
from doublet.api.problems import PROBLEMS
from doublet.api.shapes import Id, Line, Listed, Paging, part
from doublet.kernel.refusals import BadInput
from doublet.people import identity, importing, inviting, joining, mandates, queries, teams
from doublet.people.access import require_role
from doublet.people.inviting import Proposal
from doublet.people.models import IdentityCheck, Invitation, Mandate, User
from doublet.people.sheets import MOST_BYTES

router = Router(tags=["people"])

Code = Annotated[str, StringConstraints(max_length=6, pattern=r"^[A-Z0-9-]*$")]
Points = Annotated[int, Field(ge=0, le=2_000, description="hundredths of a percent of her gross")]
MandateKind = Literal["agent", "mother"]


class MandateOut(Schema):
    """One mandate. `territories` empty is everywhere."""

    id: str
    model: str
    agency: str
    kind: str
    commission_bp: int
    territories: list[str]
    may_negotiate: bool
    given_at: datetime
    ends_on: date
    ended_at: datetime | None

    @staticmethod
    def resolve_model(mandate: Mandate) -> str:
        return mandate.model.pk

    @staticmethod
    def resolve_agency(mandate: Mandate) -> str:
        return mandate.agency.pk


class MandatesOut(Listed):
    """A part of the mandates in force."""

    items: list[MandateOut]


@router.get("/mandates", response={200: MandatesOut, **PROBLEMS}, **needs("read"))
def list_mandates(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """The mandates in force that this account gave or holds."""
    return part(_mandates(require_role(asker(request), "model", "agent")), paging)


@router.post("/mandates/{mandate}/end", response={200: MandateOut, **PROBLEMS}, **needs("offers"))
def end_mandate(request: ByToken, mandate: Path[Id]) -> Mandate:
    """End a mandate, at once and without a reason. The model can, and the agency."""
    user = asker(request)
    return mandates.end_mandate(by=user, mandate=mandates.own_mandate(user, mandate))


class ProposalIn(Schema):
    """The mandate that an agency would like."""

    name: Line
    email: Annotated[str, StringConstraints(max_length=254)]
    commission_bp: Points
    kind: MandateKind = "agent"
    months: int = Field(12, ge=1, le=36)
    territories: list[Code] = Field(default_factory=list, max_length=40)


class ColleagueIn(Schema):
    """Somebody who is invited into the own house."""

    name: Line
    email: Annotated[str, StringConstraints(max_length=254)]
    house_admin: bool = False


class InvitationOut(Schema):
    """One invitation. Its link goes to the invited address only, never through the API."""

    id: str
    kind: str
    name: str
    email: str
    state: str
    times_sent: int
    sent_at: datetime
    expires_at: datetime


class InvitationsOut(Listed):
    """A part of the invitations."""

    items: list[InvitationOut]


@router.get("/invitations", response={200: InvitationsOut, **PROBLEMS}, **needs("read"))
def list_invitations(request: ByToken, paging: Query[Paging], to_models: bool = True) -> dict[str, Any]:
    """What this account's house has sent, to models or to colleagues."""
    user = require_role(asker(request), "agent", "brand")
    return part(queries.invitations_of(user, to_models=to_models), paging)


@router.post("/invitations", response={201: InvitationOut, **PROBLEMS}, **needs("offers"))
def invite_model(request: ByToken, wanted: ProposalIn) -> Status[Invitation]:
    """Ask a model whether the agency may speak for her. She answers herself."""
    proposal = Proposal(wanted.commission_bp, wanted.kind, wanted.months, tuple(wanted.territories))
    sent, _ = inviting.invite_model(
        by=asker(request), email=wanted.email, name=wanted.name, proposal=proposal
    )
    return Status(201, sent)


@router.post("/invitations/{invitation}/resend", response={200: InvitationOut, **PROBLEMS}, **needs("offers"))
def resend(request: ByToken, invitation: Path[Id]) -> Invitation:
    """Mail a new link; the one of before stops working."""
    user = asker(request)
    sent, _ = inviting.resend_invitation(by=user, invitation=queries.invitation_for(user, invitation))
    return sent


@router.post(
    "/invitations/{invitation}/withdrawal", response={200: InvitationOut, **PROBLEMS}, **needs("offers")
)
def withdraw(request: ByToken, invitation: Path[Id]) -> Invitation:
    """Take an invitation back; its link stops working at once."""
    user = asker(request)
    return inviting.withdraw_invitation(by=user, invitation=queries.invitation_for(user, invitation))


@router.post(
    "/invitations/{invitation}/acceptance", response={200: MandateOut, **PROBLEMS}, **needs_any_token()
)
def accept(request: ByToken, invitation: Path[Id]) -> Mandate:
    """Always refused: a mandate is given by the model herself, in person, and every try is remembered."""
    user = asker(request)
    return joining.accept_proposal(
        by=user,
        invitation=queries.invitation_for(user, invitation),
        may_negotiate=False,
        reauthenticated_at=None,
        by_token=True,
    )


@router.post("/team/invitations", response={201: InvitationOut, **PROBLEMS}, **needs("offers"))
def invite_colleague(request: ByToken, wanted: ColleagueIn) -> Status[Invitation]:
    """Invite somebody into the own agency or brand; for its admins."""
    sent, _ = inviting.invite_colleague(
        by=asker(request), email=wanted.email, name=wanted.name, house_admin=wanted.house_admin
    )
    return Status(201, sent)


class MemberOut(Schema):
    """One member of the own house."""

    id: str
    name: str
    email: str
    house_admin: bool
    is_active: bool


class TeamOut(Listed):
    """A part of the team."""

    items: list[MemberOut]


@router.get("/team", response={200: TeamOut, **PROBLEMS}, **needs("read"))
def team(request: ByToken, paging: Query[Paging]) -> dict[str, Any]:
    """Everybody of the own agency or brand."""
    return part(queries.team_of(require_role(asker(request), "agent", "brand")), paging)


@router.post("/team/{member}/removal", response={200: MemberOut, **PROBLEMS}, **needs("offers"))
def remove_member(request: ByToken, member: Path[Id]) -> User:
    """Close a colleague's account, at once; for admins of the house."""
    user = asker(request)
    return teams.remove_member(by=user, member=queries.colleague_for(user, member))


class RowOut(Schema):
    """One row of a roster's file, and what becomes of it."""

    number: int
    name: str
    email: str
    state: Literal["invite", "here", "refused"]
    code: str
    words: str


class LookOut(Schema):
    """A whole file: its hash, the counts, every row."""

    sha256: str
    counts: dict[str, int]
    rows: list[RowOut]


@router.post("/roster/looks", response={200: LookOut, **PROBLEMS}, **needs("read"))
def look_at_roster(request: ByToken, file: File[UploadedFile]) -> dict[str, Any]:
    """What an import of this CSV would do, row by row. Writes nothing."""
    user = require_role(asker(request), "agent")
    assert user.agency is not None
    return importing.look_at(_bytes(file), agency=user.agency).as_dict()


@router.post("/roster/imports", response={201: LookOut, **PROBLEMS}, **needs("offers"))
def import_roster(
    request: ByToken,
    file: File[UploadedFile],
    sha256: Form[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]],
    only_good: Form[bool] = False,  # type: ignore[assignment]
) -> Status[dict[str, Any]]:
    """Invite everybody in a file that was looked at before, named by its hash."""
    user = require_role(asker(request), "agent")
    done = importing.import_roster(by=user, data=_bytes(file), sha256=sha256, only_good=only_good)
    return Status(201, done.as_dict())


class CheckOut(Schema):
    """One look at a model's document. There is no scan."""

    id: str
    state: str
    how: str
    document: str
    country: str
    last_four: str
    birth_date_matches: bool | None
    expires_on: date | None
    reason: str
    note: str
    decided_at: datetime | None


class IdentityOut(Schema):
    """What is recorded of a model's own identity."""

    state: str
    checks: list[CheckOut]


@router.get("/identity", response={200: IdentityOut, **PROBLEMS}, **needs("read"))
def own_identity(request: ByToken) -> dict[str, Any]:
    """What was recorded of this model's identity. Checks are made in person or by a vendor, never by a token."""
    model = queries.profile_of(asker(request))
    checks: QuerySet[IdentityCheck] = queries.identity_checks(model)
    return {"state": identity.identity_state(model), "checks": list(checks)}


def _mandates(user: User) -> QuerySet[Mandate]:
    mine = {"agency_id": user.agency_id} if user.agency_id else {"model__user": user}
    return Mandate.objects.living().filter(**mine).select_related("model", "agency").order_by("given_at")


def _bytes(file: UploadedFile) -> bytes:
    if (file.size or 0) > MOST_BYTES:
        raise BadInput("sheet_too_big", f"A roster has at most {MOST_BYTES:,} bytes.", hint="Split it.")
    return file.read()
