"""Everybody does anything in any order, by the real actions; what must hold is looked at after every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from doublet.consents.actions import open_consent, set_boundaries, withdraw_consent
from doublet.consents.models import Consent
from doublet.consents.queries import why_not_genuine
from doublet.kernel import audit, clock
from doublet.kernel.canonical import digest
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.licences.actions import pause_licence, resume_licence, sign_licence, withdraw_licence
from doublet.licences.models import Licence
from doublet.offers.actions import (
    accept,
    agree_on,
    counter,
    decline,
    send_again,
    send_offer,
    withdraw_offer,
    write_brief,
)
from doublet.offers.models import Brief, Offer, OfferVersion
from doublet.offers.talking import expire_old, extend, reopen_lapsed, say
from doublet.people.mandates import end_mandate, give_mandate
from doublet.people.models import Agency, Mandate, ModelProfile, Role, User
from doublet.story import scenery
from doublet.story.chapters import FLOOR, OPENED
from doublet.story.target import Target
from tests.properties.oracle import wider

ACTORS = ("brand", "other", "model", "agent", "gone", "operator", "auditor")
whoever = st.sampled_from(ACTORS)
brands = st.sampled_from(["brand", "brand", "brand", "other"])
hers = st.sampled_from(["agent", "agent", "model", "gone"])
which = st.integers(0, 3)
places = st.sampled_from([("EU",), ("FR",), ("FR", "IT"), ("US",), ("EU", "US"), ("CN",), ("WORLD",)])
channels = st.sampled_from([("own_web",), ("own_web", "own_social"), ("print",)])
CHANGES = st.sampled_from(
    [
        {"rate_minor": FLOOR.amount},
        {"rate_minor": FLOOR.amount - 1},
        {"rate_minor": FLOOR.amount + 900},
        {"pictures": 2},
        {"pictures": 1001},
        {"territories": ["FR"]},
        {"territories": ["WORLD"]},
        {"channels": ["own_web"]},
        {"channels": ["ooh"]},
        {"poses": ["lying"]},
        {"exposure": ["sheer"]},
        {"alterations": ["body_shape"]},
        {"exclusivity": "all"},
        {"exclusivity": "none"},
        {"ends": "2999-01-01"},
        {"purpose": "ooh"},
        {"backgrounds": ["evening_street"]},
        {"settings": ["alcohol"]},
        {"currency": "USD"},
    ]
)
BOUNDS = st.sampled_from(
    [
        OPENED,
        replace(OPENED, territories=("FR",)),
        replace(OPENED, channels=("own_web",)),
        replace(OPENED, kinds=()),
        replace(OPENED, never_brands=("Maison Lumen (fictional)",)),
        replace(OPENED, territories=("WORLD",), channels=("own_web", "own_social", "print")),
    ]
)
floors = st.sampled_from([FLOOR.amount, FLOOR.amount, FLOOR.amount * 3])


class Anybody(RuleBasedStateMachine):
    """One model, her agent, an agent whose mandate is over, two brands, an operator and an auditor."""

    target: Target
    made = 0

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        people = self.target.people
        self.model_pk = people.model.pk
        self.users: dict[str, str] = {
            "brand": people.brand.pk,
            "other": people.other.pk,
            "model": people.model.user_id,
            "agent": people.agent.pk,
            "operator": people.operator.pk,
            "auditor": User.objects.create_user("auditor@x.invalid", role=Role.AUDITOR).pk,
            "gone": self._gone(),
        }
        self.target.unlicensed.brand = people.other.brand
        self.target.unlicensed.save()
        self.known = set(Licence.objects.values_list("pk", flat=True))
        self.signed: dict[str, dict[str, Any]] = {}
        self.statuses: dict[tuple[type, str], str] = {}
        self.versions: dict[str, str] = {}

    def teardown(self) -> None:
        count, problems = audit.check()
        assert count
        assert problems == []
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # What anybody may try.

    @rule(by=brands, where=places, on=channels, alone=st.sampled_from(["none", "none", "category", "all"]))
    def brief(self, by: str, where: tuple[str, ...], on: tuple[str, ...], alone: str) -> None:
        garment = self.target.garment if by == "brand" else self.target.unlicensed
        garment.refresh_from_db()
        terms = scenery.wish(territories=where, channels=on, exclusivity=alone)
        self.attempt(
            write_brief, by=self.user(by), model=self.model, title="Wish", garments=[garment], terms=terms
        )

    @rule(by=brands, at=which)
    def send(self, by: str, at: int) -> None:
        self.attempt(send_offer, by=self.user(by), brief=self.pick(Brief, at))

    @rule(by=whoever, at=which, changes=CHANGES)
    def propose(self, by: str, at: int, changes: dict[str, Any]) -> None:
        self.attempt(counter, by=self.user(by), offer=self.pick(Offer, at), changes=changes)

    @rule(by=st.one_of(hers, whoever), at=which, stale=st.sampled_from([0, 0, 0, 1]))
    def agree(self, by: str, at: int, stale: int) -> None:
        offer = self.pick(Offer, at)
        number = offer.versions.count() - stale if offer else 1
        self.attempt(accept, by=self.user(by), offer=offer, number=number)

    @rule(by=whoever, at=which)
    def agree_on_some(self, by: str, at: int) -> None:
        offer = self.pick(Offer, at)
        number = offer.versions.count() if offer else 1
        self.attempt(agree_on, by=self.user(by), offer=offer, number=number, terms=["pictures", "rate_minor"])

    @rule(by=whoever, at=which, what=st.sampled_from([decline, withdraw_offer, say, extend, send_again]))
    def answer(self, by: str, at: int, what: Callable[..., Any]) -> None:
        more: dict[Any, dict[str, Any]] = {
            say: {"words": "Hello"},
            extend: {"days": 3},
            send_again: {"changes": {}},
        }
        self.attempt(what, by=self.user(by), offer=self.pick(Offer, at), **more.get(what, {}))

    @rule(at=which)
    def time_passes(self, at: int) -> None:
        if offer := self.pick(Offer, at):
            Offer.objects.filter(pk=offer.pk).update(expires_at=clock.now() - timedelta(seconds=1))
        self.attempt(expire_old)
        self.attempt(reopen_lapsed)

    @rule(by=st.sampled_from(["model", "model", "agent", "operator"]), bounds=BOUNDS, floor=floors)
    def move_boundaries(self, by: str, bounds: Any, floor: int) -> None:
        self.attempt(
            set_boundaries, by=self.user(by), model=self.model, bounds=bounds, floor=Money(floor, "EUR")
        )

    @rule(by=st.sampled_from(["model", "agent"]), kind=st.sampled_from(["twin_use", "twin_creation"]))
    def consent(self, by: str, kind: str) -> None:
        if by == "model":
            self.attempt(scenery.sign, self.model, kind)
            return
        today = clock.now().date()
        self.attempt(
            open_consent,
            by=self.user(by),
            model=self.model,
            kind=kind,
            starts=today,
            ends=today + timedelta(days=200),
        )

    @rule(by=st.sampled_from(["model", "agent", "operator", "brand"]), at=which)
    def take_consent_back(self, by: str, at: int) -> None:
        self.attempt(withdraw_consent, by=self.user(by), consent=self.pick(Consent, at))

    @rule(by=st.sampled_from(["model", "agent", "gone"]))
    def mandates(self, by: str) -> None:
        living = Mandate.objects.filter(model=self.model_pk, ended_at=None).first()
        if living:
            self.attempt(end_mandate, by=self.user(by), mandate=living)
        else:
            agency = User.objects.get(pk=self.users["agent"]).agency
            self.attempt(give_mandate, by=self.user(by), model=self.model, agency=agency, commission_bp=1000)

    @rule(by=whoever, at=which, what=st.sampled_from([pause_licence, resume_licence, withdraw_licence]))
    def stop(self, by: str, at: int, what: Callable[..., Any]) -> None:
        self.attempt(what, by=self.user(by), licence=self.pick(Licence, at))

    @rule(
        by=st.one_of(st.just("model"), whoever),
        at=which,
        wrong=st.sampled_from(["", "", "hash", "older", "name", "memo", "never", "old", "token"]),
    )
    def sign(self, by: str, at: int, wrong: str) -> None:
        if offer := self.pick(Offer, at):
            self.signing(by, offer, wrong)

    @rule(
        who=st.sampled_from(["agent", "model"]),
        wrong=st.sampled_from(["", "", "", "hash", "older", "token", "old"]),
        signer=whoever,
    )
    def whole_way(self, who: str, wrong: str, signer: str) -> None:
        """Brief to signature in one breath, so that licences do come to be."""
        garment = self.target.garment
        garment.refresh_from_db()
        brief = self.attempt(
            write_brief,
            by=self.user("brand"),
            model=self.model,
            title="Way",
            garments=[garment],
            terms=scenery.wish(),
        )
        offer = self.attempt(send_offer, by=self.user("brand"), brief=brief)
        if offer is not None:
            self.attempt(accept, by=self.user(who), offer=offer, number=1)
            self.signing(signer if wrong else "model", offer, wrong)

    # What must hold, whoever did whatever.

    @invariant()
    def licences_are_hers(self) -> None:
        for licence in Licence.objects.exclude(pk__in=self.known).select_related("brand", "version__offer"):
            call = self.signed.get(licence.pk)
            assert call is not None, "a licence came to be without a signature"
            assert call["by"] == self.users["model"] == licence.signer_id
            assert call["wrong"] == ""
            assert call["last"] == licence.version_id, "she signed another version than the last"
            assert (
                call["sha256"]
                == licence.terms_sha256
                == digest(licence.terms)
                == digest(licence.version.terms)
            )
            assert call["yes"] == {"brand", "hers"}, "somebody had not agreed"
            assert call["problem"] == ""
            assert wider(licence.terms, call["consent"], brand=licence.brand.name) == []
            self.known.add(licence.pk)
            type(self).made += 1

    @invariant()
    def statuses_move_as_the_tables_say(self) -> None:
        for kind in (Offer, Licence, Consent):
            for pk, status in kind.objects.values_list("pk", "status"):
                before = self.statuses.get((kind, pk), status)
                assert status == before or self._reachable(kind.MOVES, before, status)
                self.statuses[kind, pk] = status

    @invariant()
    def no_version_ever_changes(self) -> None:
        now = {
            row["id"]: digest({name: str(value) for name, value in row.items()})
            for row in OfferVersion.objects.values()
        }
        assert {pk: now.get(pk) for pk in self.versions} == self.versions
        self.versions = now

    # How it is tried.

    def signing(self, by: str, offer: Offer, wrong: str) -> None:
        """Sign, with one thing wrong; remember what was true at that moment."""
        last = offer.versions.order_by("-number")[0]
        first = offer.versions.order_by("number")[0]
        at = {"never": None, "old": clock.now() - timedelta(minutes=6)}.get(wrong, clock.now())
        use = Consent.objects.filter(model=self.model_pk, kind="twin_use", status="active").first()
        really_wrong = "" if wrong == "older" and first.pk == last.pk else wrong
        said = {
            party
            for yes in last.acceptances.filter(of="version")
            for party in ["brand" if yes.party == "brand" else "hers"]
            if yes.party != "agent" or Mandate.objects.get(pk=yes.mandate_id).ended_at is None
        }
        call = {
            "by": self.users[by],
            "wrong": really_wrong,
            "last": last.pk,
            "sha256": last.terms_sha256,
            "yes": said,
            "consent": use.terms if use else None,
            "problem": why_not_genuine(use) if use else "none",
        }
        shown = {"hash": "0" * 64, "older": first.terms_sha256}.get(wrong, last.terms_sha256)
        licence = self.attempt(
            sign_licence,
            by=self.user(by),
            offer=offer,
            shown_sha256=shown,
            typed_name="Somebody Else" if wrong == "name" else self.model.legal_name,
            memo_accepted=wrong != "memo",
            reauthenticated_at=at,
            by_token=wrong == "token",
        )
        if licence is not None:
            self.signed[licence.pk] = call

    def attempt(self, what: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Try it. A refusal is fine; any other error is a fault, and so is a refusal that is no `Refused`."""
        if any(
            value is None
            for name, value in kwargs.items()
            if name in ("offer", "brief", "licence", "consent")
        ):
            return None
        try:
            return what(*args, **kwargs)
        except Refused:
            return None

    def user(self, name: str) -> User:
        return User.objects.get(pk=self.users[name])

    @property
    def model(self) -> ModelProfile:
        return ModelProfile.objects.select_related("user").get(pk=self.model_pk)

    def pick(self, kind: Any, at: int) -> Any:
        """One of the newest rows of a kind; None while there is none."""
        newest = {
            "Brief": "-written_at",
            "Offer": "-opened_at",
            "Licence": "-signed_at",
            "Consent": "-shown_at",
        }
        rows = list(kind.objects.order_by(newest[kind.__name__])[: at + 1])
        return rows[-1] if rows else None

    def _gone(self) -> str:
        agency = Agency.objects.create(name="Gone", country="FR", fictional=True)
        agent = User.objects.create_user("gone@x.invalid", role=Role.AGENT, agency=agency)
        Mandate.objects.create(model_id=self.model_pk, agency=agency, commission_bp=100, ended_at=clock.now())
        return str(agent.pk)

    @staticmethod
    def _reachable(moves: dict[str, set[str]], before: str, after: str) -> bool:
        """One step may take a row over two moves at the most, as when an agreed offer is countered and agreed."""
        return any(after == one or after in moves[one] for one in moves[before])
