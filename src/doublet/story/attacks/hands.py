"""Other hands than hers: agents, operators, brands, machines, signing and deciding in her place."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.test import override_settings

from doublet.consents.actions import open_consent, set_boundaries, sign_consent, withdraw_consent
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.models import Consent
from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.ledger.brand_money import receive_payment
from doublet.ledger.earning import post_approval
from doublet.ledger.payouts.approving import approve as approve_payout
from doublet.ledger.payouts.planning import plan
from doublet.ledger.queries import owed_by
from doublet.licences.actions import pause_licence, resume_licence, withdraw_licence
from doublet.offers.actions import accept, counter, send_offer
from doublet.offers.models import Offer
from doublet.people.actions import make_token
from doublet.people.identity import Evidence, confirm_identity
from doublet.people.mandates import end_mandate, give_mandate
from doublet.people.models import Agency, Mandate, User
from doublet.publishing.actions import approve
from doublet.rulebook.actions import raise_rule
from doublet.story.attacks import means
from doublet.story.target import Target


def agent_signs_consent(target: Target) -> None:
    """Her agent signing a consent for her."""
    _sign(_fresh(target), by=target.people.agent, target=target)


def operator_signs_consent(target: Target) -> None:
    """The operator signing a consent for her."""
    _sign(_fresh(target), by=target.people.operator, target=target)


def brand_signs_consent(target: Target) -> None:
    """A brand signing a consent for her."""
    _sign(_fresh(target), by=target.people.brand, target=target)


def long_signed_in(target: Target) -> None:
    """Signing from a session left open, an hour after the password."""
    _sign(_fresh(target), by=target.people.model.user, target=target, since=timedelta(hours=1))


def in_the_future(target: Target) -> None:
    """Signing with a re-authentication that is dated tomorrow."""
    _sign(_fresh(target), by=target.people.model.user, target=target, since=timedelta(days=-1))


def password_alone(target: Target) -> None:
    """Signing with a stolen password, where the house asks for a second proof."""
    consent = _fresh(target)
    with override_settings(REQUIRE_MFA=True):
        _sign(consent, by=target.people.model.user, target=target)


def brand_with_password_alone(target: Target) -> None:
    """Sending an offer in a brand's name with a stolen password, where the house asks for a second proof."""
    brief = means.brief(target)
    with override_settings(REQUIRE_MFA=True):
        send_offer(by=target.people.brand, brief=brief)


def unread_text(target: Target) -> None:
    """Signing a text other than the one that was shown."""
    _sign(_fresh(target), by=target.people.model.user, target=target, shown="0" * 64)


def operator_signs_licence(target: Target) -> None:
    """The operator signing a licence for her."""
    means.sign_again(target, by=target.people.operator)


def agent_signs_licence(target: Target) -> None:
    """Her agent signing a licence for her."""
    means.sign_offer(target, means.agreed(target), by=target.people.agent)


def token_signs_licence(target: Target) -> None:
    """An API key of hers signing a licence."""
    means.sign_offer(target, means.agreed(target), by=target.people.model.user, by_token=True)


def signed_twice(target: Target) -> None:
    """Making a second licence of one signature's offer."""
    means.sign_again(target, by=target.people.model.user)


def older_version(target: Target) -> None:
    """Signing an older version of an offer than the one on the table."""
    offer = means.agreed(target)
    shown = offer.versions.order_by("-number")[0].terms_sha256
    counter(by=target.people.brand, offer=offer, changes={"pictures": 9})
    accept(by=target.people.agent, offer=offer, number=2)
    offer.refresh_from_db()
    means.sign_offer(target, offer, shown_sha256=shown)


def without_consent(target: Target) -> None:
    """A licence after she withdrew the consent that it would rest on."""
    offer = means.agreed(target)
    withdraw_consent(by=target.people.model.user, consent=target.use)
    means.sign_offer(target, offer)


def beyond_consent(target: Target) -> None:
    """An offer for a use that her boundaries closed after the brief was written."""
    brief = means.brief(target)
    _close(target)
    send_offer(by=target.people.brand, brief=brief)
    offer = Offer.objects.latest("opened_at")
    accept(by=target.people.agent, offer=offer, number=1)
    means.sign_offer(target, Offer.objects.get(pk=offer.pk))


def agent_opens_boundaries(target: Target) -> None:
    """Her agent opening her boundaries."""
    model = target.people.model
    opened = BoundaryTerms(kinds=("lingerie",))
    set_boundaries(by=target.people.agent, model=model, bounds=opened, floor=Money(1, "EUR"))


def agent_without_mandate(target: Target) -> None:
    """Her agent agreeing to an offer after she ended the mandate."""
    offer = send_offer(by=target.people.brand, brief=means.brief(target))
    mandate = Mandate.objects.get(model=target.people.model, ended_at=None)
    end_mandate(by=target.people.model.user, mandate=mandate)
    accept(by=target.people.agent, offer=offer, number=1)


def agent_takes_more(target: Target) -> None:
    """A second agency that takes the commissions over a fifth."""
    model = target.people.model
    second = Agency.objects.create(name="Second (fictional)", country="FR", fictional=True)
    give_mandate(by=model.user, model=model, agency=second, commission_bp=1900)


def agent_withdraws(target: Target) -> None:
    """Her agent ending a licence behind her back."""
    withdraw_licence(by=target.people.agent, licence=target.licence)


def brand_approves(target: Target) -> None:
    """The brand approving its own picture."""
    approve(by=target.people.brand, frame=means.frame(target))


def operator_approves(target: Target) -> None:
    """The operator approving a picture for her."""
    approve(by=target.people.operator, frame=means.frame(target))


def under_the_floor(target: Target) -> None:
    """A brand countering below her floor."""
    offer = send_offer(by=target.people.brand, brief=means.brief(target))
    counter(by=target.people.brand, offer=offer, changes={"rate_minor": 1})


def brand_confirms_identity(target: Target) -> None:
    """A brand confirming who a model is, and that she is of age."""
    seen = Evidence(how="in_person", document="passport", country="FR", birth_date_matches=True)
    confirm_identity(by=target.people.brand, model=target.people.model, evidence=seen)


def agent_pays_out(target: Target) -> None:
    """An agent starting a payout."""
    plan(by=target.people.agent, currency="EUR")


def operator_pays_out_alone(target: Target) -> None:
    """One operator planning a payout and approving it too."""
    operator = target.people.operator
    with transaction.atomic():
        post_approval(means.frame(target), by=target.people.model.user)
    owed = owed_by(target.licence.brand, "EUR")
    receive_payment(by=operator, brand=target.licence.brand, amount=owed, reference="attack-1")
    approve_payout(by=operator, payout=plan(by=operator, currency="EUR"))


def operator_lowers_a_rule(target: Target) -> None:
    """The operator making the rule on withdrawals a mere warning."""
    raise_rule(by=target.people.operator, rule="GDPR-07", level="warn", why="it stands in the way")


def agent_resumes(target: Target) -> None:
    """Her agent resuming a licence that she paused."""
    pause_licence(by=target.people.model.user, licence=target.licence)
    resume_licence(by=target.people.agent, licence=target.licence)


def signing_token(target: Target) -> None:
    """Asking for an API key that may sign."""
    make_token(by=target.people.model.user, label="sign", scopes=["sign"], days=1)


def _fresh(target: Target) -> Consent:
    model, today = target.people.model, clock.now().date()
    return open_consent(
        by=model.user, model=model, kind="biometric_matching", starts=today, ends=today + timedelta(days=90)
    )


def _sign(
    consent: Consent, *, by: User, target: Target, since: timedelta = timedelta(0), shown: str = ""
) -> None:
    sign_consent(
        by=by,
        consent=consent,
        typed_name=target.people.model.legal_name,
        shown_sha256=shown or consent.text_sha256,
        waive_waiting=True,
        reauthenticated_at=clock.now() - since,
    )


def _close(target: Target) -> None:
    model = target.people.model
    set_boundaries(by=model.user, model=model, bounds=BoundaryTerms(), floor=Money(80_00, "EUR"))


ATTACKS = (
    agent_signs_consent,
    operator_signs_consent,
    brand_signs_consent,
    long_signed_in,
    in_the_future,
    password_alone,
    brand_with_password_alone,
    unread_text,
    operator_signs_licence,
    agent_signs_licence,
    token_signs_licence,
    signed_twice,
    older_version,
    without_consent,
    beyond_consent,
    agent_opens_boundaries,
    agent_without_mandate,
    agent_takes_more,
    agent_withdraws,
    brand_approves,
    operator_approves,
    under_the_floor,
    brand_confirms_identity,
    agent_pays_out,
    operator_pays_out_alone,
    operator_lowers_a_rule,
    agent_resumes,
    signing_token,
)
