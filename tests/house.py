"""A house with one of everything in it, and somebody of every role, for tests that go through all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from conftest import ready

from doublet.consents.deaths import note_death
from doublet.consents.models import DeathNotice
from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.ledger.advances import tell_advance
from doublet.ledger.bank.reading import reconcile
from doublet.ledger.brand_money import receive_payment
from doublet.ledger.models import Advance, BankLine, Payout, Posting
from doublet.ledger.queries import owed_by
from doublet.offers.actions import send_offer, write_brief
from doublet.offers.models import Brief, Following, Offer, Question
from doublet.people.actions import make_token
from doublet.people.crew.models import CrewMember
from doublet.people.crew.naming import name_crew
from doublet.people.inviting import Proposal, invite_model
from doublet.people.models import Affiliation, IdentityCheck, Invitation, Role, User
from doublet.people.rules import SCOPES
from doublet.people.teams import declare_affiliation
from doublet.provenance.answers import Answer, pack
from doublet.provenance.findings import Finding, Phrase
from doublet.provenance.log.heads import write_head
from doublet.provenance.standing import unknown_by, unknown_today
from doublet.publishing import actions as publishing
from doublet.publishing.models import Delivery
from doublet.story import cast, scenery
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import paid_out
from doublet.twins import actions as capturing
from doublet.twins.models import CaptureSet, Challenge, Upload
from doublet.wardrobe.models import Plate
from doublet.watch.models import Case, Endpoint, Task

ROLES = ("nobody", "model", "agent", "brand", "other", "operator", "auditor")


@dataclass
class House:
    """Everything that an address may name. `other` is a brand that is no party to anything here."""

    target: Target
    frame: Frame
    delivery: Delivery
    task: Task
    endpoint: Endpoint
    case: Case
    brief: Brief
    offer: Offer
    question: Question
    capture: CaptureSet
    challenge: Challenge
    upload: Upload
    payout: Payout
    payment: Posting
    line: BankLine
    notice: DeathNotice
    plate: Plate
    following: Following
    invitation: Invitation
    check: IdentityCheck
    crew: CrewMember
    advance: Advance
    tie: Affiliation
    colleague: User
    users: dict[str, User]
    secrets: dict[str, str] = field(default_factory=dict)

    def ids(self) -> dict[str, str]:
        """What stands for each name in an address."""
        target = self.target
        return {
            "model": target.people.model.pk,
            "rule": "FWA-01",
            "event": "1",
            "old": "1",
            "capture": self.capture.pk,
            "challenge": self.challenge.pk,
            "upload": self.upload.pk,
            "photo": target.photo.pk,
            "consent": target.use.pk,
            "garment": target.garment.pk,
            "plate": self.plate.pk,
            "following_id": self.following.pk,
            "version": "2026-11",
            "brief": self.brief.pk,
            "offer": self.offer.pk,
            "question": self.question.pk,
            "brand": target.licence.brand_id,
            "licence": target.licence.pk,
            "shot": target.shot.pk,
            "frame": self.frame.pk,
            "delivery": self.delivery.pk,
            "task": self.task.pk,
            "endpoint": self.endpoint.pk,
            "case": self.case.pk,
            "credential": self.delivery.credential_id,
            "result": _result(),
            "payout": self.payout.pk,
            "item": self.payout.items.all()[0].pk,
            "payment": self.payment.pk,
            "line": self.line.pk,
            "statement": self.line.statement_id,
            "posting": Posting.objects.earliest("posted_at").pk,
            "notice": self.notice.pk,
            "mandate": target.people.model.mandates.get().pk,
            "invitation": self.invitation.pk,
            "check": self.check.pk,
            "crew": self.crew.pk,
            "advance": self.advance.pk,
            "tie": self.tie.pk,
            "member": self.colleague.pk,
        }

    def headers(self, role: str) -> dict[str, str]:
        """What a client of this role sends to the API; nothing for nobody."""
        if role == "nobody":
            return {}
        if role not in self.secrets:
            token, self.secrets[role] = make_token(
                by=self.users[role], label="test", scopes=list(SCOPES), days=30
            )
            assert token.user == self.users[role]
        return {"Authorization": f"Bearer {self.secrets[role]}"}


def _result() -> str:
    """The link of somebody who verified a stranger's picture."""
    told = Finding("unknown", Phrase("ai", "unknown"))
    return pack(Answer(told, unknown_by(), unknown_today(), told, sha256="0" * 64, looked_at=clock.now()))


def _gone(operator: User) -> DeathNotice:
    """Somebody else whose death was reported; she has no part in anything here."""
    model = cast.model(
        "gone@demo.invalid",
        public_name="Gone",
        legal_name="Gone Fiktiv",
        birth_date=date(1980, 1, 1),
        residence="FR",
        height_cm=170,
        popularity=0,
    )
    return note_death(by=operator, model=model, evidence="A certificate of the town hall, shown today")


def furnish(target: Target, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> House:
    """An approved and delivered picture, money paid in and out, a task, and a second offer on the table."""
    monkeypatch.setattr(publishing, "make", ready)
    monkeypatch.setattr(capturing, "look_again", lambda capture: None)  # its photo was never measured
    people = target.people
    for row in (target.photo, target.garment):
        row.thumbnail = row.blob
        row.save()
    publishing.approve(by=people.model.user, frame=frame)
    delivery = publishing.deliver(by=people.brand, frame=frame, profile="eu-web")
    brief = write_brief(
        by=people.brand, model=people.model, title="Another brief", garments=[target.garment], terms=_wish()
    )
    payment = receive_payment(
        by=people.operator,
        brand=target.licence.brand,
        amount=owed_by(target.licence.brand, "EUR") + Money(20_00, "EUR"),
        reference="bank-1",
    )
    auditor = User.objects.create_user(
        "auditor@demo.invalid", "correct horse", name="Auditor", role=Role.AUDITOR
    )
    invitation, _ = invite_model(
        by=people.agent, email="asked@demo.invalid", name="Asked", proposal=Proposal(1000)
    )
    offer = send_offer(by=people.brand, brief=brief)
    write_head()
    return House(
        target=target,
        frame=frame,
        delivery=delivery,
        task=Task.objects.create(
            licence=target.licence, what="Take it down", rule="POL", due_at=clock.now() + timedelta(days=3)
        ),
        endpoint=_endpoint(people.brand),
        case=Case.objects.create(
            kind="overdue", subject="tsk_0", words="A brand is late", due_at=clock.now() + timedelta(days=1)
        ),
        brief=brief,
        offer=offer,
        question=Question.objects.create(
            offer=offer,
            subject="alcohol",
            where="note",
            words="a toast",
            sentence="Words of an older note: a toast.",
        ),
        capture=target.photo.capture_set,
        challenge=Challenge.objects.create(
            capture_set=target.photo.capture_set,
            steps=["turn_left", "chin_up"],
            ends_at=clock.now() + timedelta(minutes=10),
        ),
        upload=Upload.objects.create(
            capture_set=target.photo.capture_set,
            name="half.jpg",
            length=10,
            ends_at=clock.now() + timedelta(hours=1),
        ),
        payout=paid_out(people.operator, people.second_operator),
        payment=payment,
        line=_bank_line(people.operator),
        notice=_gone(people.operator),
        plate=Plate.objects.create(
            brand=target.garment.brand,
            name="Set",
            setting="studio",
            sha256="0" * 64,
            blob=target.garment.blob,
            thumbnail=target.garment.blob,
            width=900,
            height=1200,
        ),
        following=Following.objects.create(
            model=people.model, source="a.example/her", number=1_200, counted_on=clock.now().date()
        ),
        invitation=invitation,
        check=people.model.identity_checks.get(),
        crew=name_crew(
            by=people.model.user,
            model=people.model,
            role="photographer",
            name="Pau Fiktiv",
            email="photographer@demo.invalid",
        )[0],
        advance=tell_advance(
            by=people.agent,
            model=people.model,
            items=[("Flight to Milan", Money(120_00, "EUR"))],
            share_bp=2_000,
        ),
        tie=declare_affiliation(
            by=people.agent,
            agency=people.agency,
            brand=target.licence.brand,
            words="The brand owns a fifth of the agency.",
        ),
        colleague=User.objects.create_user(
            "colleague@demo.invalid",
            "correct horse",
            name="Colleague",
            role=Role.AGENT,
            agency=people.agency,
        ),
        users={
            "model": people.model.user,
            "agent": people.agent,
            "brand": people.brand,
            "other": people.other,
            "operator": people.operator,
            "auditor": auditor,
        },
    )


def _bank_line(operator: User) -> BankLine:
    """Money that came in from somebody whom nobody knows."""
    table = b"date,amount,name,reference\n2026-11-20,7.00,Somebody,bank-9\n"
    return reconcile(by=operator, data=table)[0].lines.get()


def _endpoint(member: User) -> Endpoint:
    """Registered as a row: no name is looked up in a test."""
    return Endpoint.objects.create(
        brand=member.brand, url="https://hooks.example/", secret=b"sealed", made_by=member
    )


def _wish() -> dict[str, object]:
    return scenery.wish(pictures=3)
