"""Double entry. Rows are only ever added; every posting balances; a posting's subject is posted once.

The database keeps its own watch (migration 0003): a posting that does not balance cannot be written,
nor an entry be added, changed or taken away afterwards; balances are kept by the database as postings
arrive, and an account that must not cross zero cannot.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.appendonly import AppendOnly
from doublet.kernel.ids import public_id
from doublet.ledger.accounts import CREDIT_ONLY, DEBIT_ONLY, Account
from doublet.licences.models import Licence
from doublet.people.models import Agency, Brand, ModelProfile, User


class Posting(AppendOnly):
    """One event in money: what happened, to what, when. Its entries sum to zero in each currency."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", "Picture approved"
        SETTLEMENT = "settlement", "Approved picture paid by the brand"
        UNSETTLED = "unsettled", "The brand's payment for a picture was taken back"
        EXCLUSIVITY = "exclusivity", "Exclusivity earned"
        EXCLUSIVITY_RETURNED = "exclusivity_back", "Exclusivity that was not used, given back"
        INTEREST = "interest", "Interest on a late payment"
        PAYMENT_RECEIVED = "payment_received", "Payment received from a brand"
        ALLOCATED = "allocated", "Money of a brand put to another use of its own"
        REFUND = "refund", "Paid back to a brand"
        CHARGEBACK = "chargeback", "Payment taken back by a brand's bank"
        ADVANCE_RECOUPED = "advance", "Advance paid back to an agency"
        TAX_WITHHELD = "tax_withheld", "Tax withheld"
        TAX_PAID = "tax_paid", "Tax passed on to the authority"
        PAYOUT = "payout", "Paid out"
        PAYOUT_BOOKED = "payout_booked", "Payout seen in the bank's statement"
        PAYOUT_RETURNED = "payout_returned", "Payout that came back"
        RECLASSIFIED = "reclassified", "Moved between accounts"

    id = public_id("pst")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject = models.CharField(max_length=80, help_text="the frame, receipt or payout that it stands for")
    licence_id = models.CharField(max_length=32, blank=True, db_index=True)
    source = models.CharField(max_length=80, blank=True, db_index=True, help_text="what caused it")
    words = models.CharField(max_length=200)
    due = models.DateField(null=True, blank=True)
    posted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["posted_at", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="each_thing_is_posted_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Entry(AppendOnly):
    """One side of a posting: an account and an amount in minor units; debits positive, credits negative."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(max_length=80, db_index=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.account} {self.amount_minor} {self.currency}"


def _of(kinds: frozenset[Account]) -> Q:
    found = Q()
    for kind in sorted(kinds):
        found |= Q(account__startswith=str(kind))
    return found


class Balance(models.Model):
    """What stands on an account in one currency. Written by the database alone, as postings arrive."""

    account = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "currency"], name="one_balance_an_account"),
            models.CheckConstraint(
                condition=Q(amount_minor__lte=0) | ~_of(CREDIT_ONLY), name="no_more_is_paid_than_there_is"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0) | ~_of(DEBIT_ONLY), name="no_brand_owes_less_than_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_minor} {self.currency}"


class MoneyKey(AppendOnly):
    """A money action that was asked for under a key of the asker's own, and its answer."""

    key = models.CharField(max_length=120)
    asker = models.CharField(max_length=32)
    action = models.CharField(max_length=60)
    content_sha256 = models.CharField(max_length=64)
    answer = models.CharField(max_length=80, help_text="id of what it made")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "key"], name="a_key_is_used_once")]

    def __str__(self) -> str:
        return f"{self.action} {self.answer}"


class MoneyTerms(AppendOnly):
    """What a licence fixed about its money at signing, beside its terms. One row a licence.

    `payout_currency` equals the licence's own currency unless she asked for another and a rate was known:
    then `rate_to` units of it are earned for `rate_from` units of the licence's currency.
    """

    licence = models.OneToOneField(
        Licence, on_delete=models.PROTECT, primary_key=True, related_name="money_terms"
    )
    payout_currency = models.CharField(max_length=3)
    rate_from = models.BigIntegerField(default=1)
    rate_to = models.BigIntegerField(default=1)
    rate_source = models.CharField(max_length=120, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    exclusivity_bp = models.PositiveIntegerField(default=0, help_text="part of a fee that pays exclusivity")
    interest_bp = models.PositiveIntegerField(default=0, help_text="a year, on what is paid late")

    class Meta:
        verbose_name_plural = "money terms"

    def __str__(self) -> str:
        return f"{self.licence_id} in {self.payout_currency}"


class ExchangeRate(AppendOnly):
    """What one unit of a currency was worth in another on a day, and who says so."""

    id = public_id("fxr")
    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    rate_from = models.BigIntegerField(help_text="so many minor units of the base")
    rate_to = models.BigIntegerField(help_text="are so many minor units of the quote")
    source = models.CharField(max_length=120)
    on = models.DateField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-on", "-noted_at"]
        constraints = [
            models.CheckConstraint(condition=Q(rate_from__gt=0, rate_to__gt=0), name="a_rate_is_over_zero")
        ]

    def __str__(self) -> str:
        return f"{self.base} {self.rate_from} = {self.quote} {self.rate_to} ({self.on})"


class PayeeChoice(models.Model):
    """How somebody who is paid wants to be paid. Without a row: in the licence's currency, to the bank account."""

    holder = models.CharField(
        primary_key=True, max_length=32, help_text="id of a model, agency or crew member"
    )
    currency = models.CharField(
        max_length=3, blank=True, help_text="for licences that are signed from now on"
    )
    stripe_account = models.CharField(max_length=60, blank=True)
    stripe_ready = models.BooleanField(default=False, help_text="the payment service can pay out there")
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.holder


class Advance(models.Model):
    """Money that an agency lent a model, told beforehand and agreed by her; paid back without interest (FWA-07)."""

    id = public_id("adv")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="advances")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="advances")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    items = models.JSONField(help_text="[what for, minor units]: they sum to the amount")
    share_bp = models.PositiveIntegerField(help_text="most of each earning that goes into paying it back")
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["told_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="an_advance_is_over_zero"),
            models.CheckConstraint(
                condition=Q(share_bp__gte=1, share_bp__lte=5000), name="half_of_an_earning_is_hers"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(refused_at=None), name="an_advance_is_answered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} to {self.model}: {self.amount_minor} {self.currency}"


class WithholdingRule(AppendOnly):
    """An operator's rule: so much of what is paid out to payees of one country is tax. A newer rule replaces it."""

    id = public_id("tax")
    country = models.CharField(max_length=6, help_text="ISO 3166 of the payee, such as FR or US-NY")
    party = models.CharField(max_length=20, help_text="model, agent, mother_agent or crew")
    basis_points = models.PositiveIntegerField()
    authority = models.CharField(max_length=60, help_text="to whom it is passed on")
    words = models.CharField(max_length=200, help_text="which law or treaty says so, for the statement")
    starts = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-starts", "-made_at"]
        constraints = [models.CheckConstraint(condition=Q(basis_points__lte=5000), name="tax_at_most_half")]

    def __str__(self) -> str:
        return f"{self.country} {self.party} {self.basis_points} bp"


class Payout(models.Model):
    """One payout run: previewed, approved by a second person, sent, and matched with the bank's statement."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Waiting for a second person"
        APPROVED = "approved", "Approved, being sent"
        SENT = "sent", "Sent"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    MOVES = {
        "draft": {"approved", "cancelled"},
        "approved": {"sent", "cancelled"},
        "sent": {"done", "cancelled"},
        "done": set(),
        "cancelled": set(),
    }

    id = public_id("pay")
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    rows = models.JSONField(default=list, help_text="what runs before 0.5 kept; items hold it since")
    left_out = models.JSONField(
        default=list, help_text="[name, minor units, code, why]: owed, and not in this run"
    )
    file = models.TextField(blank=True, help_text="pain.001 XML")
    way = models.CharField(max_length=20, default="file", help_text="adapter: file, stripe or manual")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("made_by")),
                name="a_run_has_two_pairs_of_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.total_minor} {self.currency}"


class PayoutItem(models.Model):
    """One payee in a run. `gross` leaves the payable account; tax is withheld of it; `net` is sent."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        SENT = "sent", "Sent"
        BOOKED = "booked", "Booked by the bank"
        RETURNED = "returned", "Came back"

    MOVES = {
        "planned": {"sent", "returned"},
        "sent": {"booked", "returned"},
        "booked": {"returned"},
        "returned": set(),
    }

    id = public_id("pit")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    account = models.CharField(max_length=80, help_text="the payable account, holder included")
    name = models.CharField(max_length=160)
    iban = models.CharField(max_length=34, blank=True)
    destination = models.CharField(max_length=120, blank=True, help_text="account at the payment service")
    gross_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(default=0)
    tax_rule = models.ForeignKey(
        WithholdingRule, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=35, unique=True, help_text="as the bank's files name it")
    outside = models.CharField(
        max_length=120, blank=True, help_text="id at the payment service, or the proof"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="booked or returned")
    problem = models.CharField(max_length=300, blank=True, help_text="why it could not be sent or came back")
    bounced = models.BooleanField(
        default=False, help_text="it came back because the account does not take it"
    )

    class Meta:
        ordering = ["payout", "number"]
        constraints = [
            models.UniqueConstraint(fields=["payout", "number"], name="items_are_numbered"),
            models.CheckConstraint(
                condition=Q(gross_minor__gt=0, tax_minor__gte=0, tax_minor__lt=models.F("gross_minor")),
                name="a_payout_is_over_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.gross_minor}"

    @property
    def net_minor(self) -> int:
        """What is sent."""
        return self.gross_minor - self.tax_minor


class Reminder(models.Model):
    """That a brand was told of one due date: one row for each picture and message, so that nobody is told twice."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="reminders")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20, help_text="due_soon or overdue")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["posting", "what"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.posting_id} {self.what}"


# A table of its own module still belongs to this app.
from doublet.ledger.bank.models import BankLine as BankLine  # noqa: E402
from doublet.ledger.bank.models import BankStatement as BankStatement  # noqa: E402
