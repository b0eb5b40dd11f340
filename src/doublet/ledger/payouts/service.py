"""The payment service: opening accounts with payees, hearing from it, and asking it how things stand."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from doublet.engines.payout.stripe_connect import Connect
from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput, NotAllowed, NotThere, Refused, Unavailable
from doublet.ledger.models import PayeeChoice, PayoutItem
from doublet.ledger.payouts import settling
from doublet.people import factors
from doublet.people.models import Agency, ModelProfile, User

NAME = "Stripe"


def is_set_up() -> bool:
    """Does this instance have a key for the payment service?"""
    return bool(settings.STRIPE_PAYOUT_KEY)


def connect() -> Connect:
    """The operator's account at the service."""
    return Connect(settings.STRIPE_PAYOUT_KEY, settings.STRIPE_URL, settings.STRIPE_PAYOUT_WEBHOOK_SECRET)


def begin(*, by: User) -> str:
    """The address of the service's page on which somebody who is paid opens her account, or goes on with it.

    Raises:
        NotAllowed: an account that is not paid, or no admin of the agency.
        Unavailable: the service is not set up, or does not answer.
    """
    factors.must_hold(by)
    house = house_of(by)
    if not is_set_up():
        raise NotThere(
            "no_payment_service",
            "This instance pays to bank accounts only.",
            hint="Give yours under Settings.",
        )
    choice = PayeeChoice.objects.filter(pk=house.pk).first()
    account = choice.stripe_account if choice else ""
    if not account:
        country = house.country if isinstance(house, Agency) else house.residence
        account = connect().open_account(house.pk, country)
        _keep(by=by, holder=house.pk, account=account)
    return connect().onboarding(account, settings.SITE_URL + reverse("payouts:back"))


def look(*, by: User) -> PayeeChoice | None:
    """She is back from the service's page: is her account ready?"""
    choice = PayeeChoice.objects.filter(pk=house_of(by).pk).exclude(stripe_account="").first()
    return look_at(choice) if choice else None


def look_at(choice: PayeeChoice) -> PayeeChoice:
    """Ask the service whether an account can be paid to, and remember it."""
    ready = connect().is_ready(choice.stripe_account)
    if ready != choice.stripe_ready:
        _note_ready(holder=choice.pk, ready=ready)
        choice.refresh_from_db()
    return choice


def hear(*, body: bytes, signature: str) -> None:
    """A message of the service. It only says where to look: how a payment stands is asked of the service.

    So one that is sent twice, late or in another order changes nothing, and one that is lost is made up for
    by :func:`poll`.
    """
    message = connect().read_message(body, signature)
    if message.kind.startswith("transfer."):
        item = PayoutItem.objects.filter(outside=message.about, payout__way="stripe").first()
        if item:
            settle_item(item)
    elif message.kind == "account.updated":
        choice = PayeeChoice.objects.filter(stripe_account=message.account).first()
        if choice:
            look_at(choice)
    elif message.kind == "payout.failed":
        _note_failed(account=message.account)


def poll() -> int:
    """Ask after every payment that was sent through the service and not seen to arrive. Answers how many moved."""
    moved = 0
    for item in PayoutItem.objects.filter(payout__way="stripe", status="sent").select_related("payout"):
        try:
            moved += settle_item(item).status != item.status
        except Unavailable:
            break
        except Refused as refused:
            PayoutItem.objects.filter(pk=item.pk).update(problem=refused.reason[:300])
    return moved


def settle_item(item: PayoutItem) -> PayoutItem:
    """Book or undo one payment, by how the service says that it stands."""
    told = connect().transfer(item.outside)
    if told.reference != item.reference or told.amount.amount != item.net_minor:
        raise BadInput("other_transfer", f"{item.reference} is not what {NAME} has under {item.outside}.")
    if told.reversed and told.reversed < told.amount:
        raise BadInput(
            "partly_reversed",
            f"{told.reversed} of {told.amount} were taken back at {NAME}; a person has to look.",
        )
    if not told.reversed:
        return settling.book_item(by=NAME, item=item, seen=f"{NAME} {told.id}")
    if item.status == PayoutItem.Status.SENT:
        settling.book_item(by=NAME, item=item, seen=f"{NAME} {told.id}")
    return settling.give_back(item, by=NAME, why=f"The transfer was taken back at {NAME}", bounced=False)


@action
def _keep(*, by: User, holder: str, account: str) -> None:
    PayeeChoice.objects.update_or_create(
        pk=holder, defaults={"stripe_account": account, "stripe_ready": False, "changed_at": clock.now()}
    )
    audit.record("payee.service_account", actor=by, subject=holder)


@action
def _note_ready(*, holder: str, ready: bool) -> None:
    PayeeChoice.objects.filter(pk=holder).update(stripe_ready=ready, changed_at=clock.now())
    audit.record("payee.service_ready", actor=NAME, subject=holder, ready=ready)


@action
def _note_failed(*, account: str) -> None:
    """Her bank did not take what the service paid on: the money lies in her account there, and she has to act."""
    holder = PayeeChoice.objects.filter(stripe_account=account).first()
    last = PayoutItem.objects.filter(destination=account).order_by("-payout__made_at").first()
    if holder is None or last is None:
        return
    last.problem = f"{NAME} could not pay on to the payee's bank; the money lies in her account there."
    last.save()
    PayeeChoice.objects.filter(pk=holder.pk).update(stripe_ready=False, changed_at=clock.now())
    audit.record("payee.service_failed", actor=NAME, subject=holder.pk, item=last.pk)


def house_of(user: User) -> ModelProfile | Agency:
    """Whose account it is: a model's own, or her agency's for one of its admins."""
    profile = ModelProfile.objects.filter(user=user).first()
    if profile:
        return profile
    if user.agency and user.house_admin:
        return user.agency
    raise NotAllowed(
        "not_paid_here",
        "Only models and the admins of agencies open an account to be paid to.",
        rule="HOUSE-ROLE",
    )
