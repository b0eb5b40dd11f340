"""Bank statements that were read, and each of their lines with what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.appendonly import AppendOnly
from doublet.kernel.ids import public_id
from doublet.people.models import Brand, User


class BankStatement(AppendOnly):
    """One statement of one bank account. The same file is read once."""

    id = public_id("stm")
    sha256 = models.CharField(max_length=64, unique=True)
    form = models.CharField(max_length=20, help_text="camt.053.001.08, or csv")
    number = models.CharField(max_length=60, blank=True, help_text="the bank's own")
    iban = models.CharField(max_length=34, blank=True)
    currency = models.CharField(max_length=3)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    opening_minor = models.BigIntegerField(null=True, blank=True)
    closing_minor = models.BigIntegerField(null=True, blank=True)
    known_lines = models.PositiveIntegerField(
        default=0, help_text="lines that an earlier statement had already"
    )
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"


class BankLine(models.Model):
    """One movement on the account. A line of an earlier statement is not written down twice."""

    class Status(models.TextChoices):
        OPEN = "open", "For a person to look at"
        PROPOSED = "proposed", "Proposed, to be confirmed"
        SETTLED = "settled", "In the books"
        SET_ASIDE = "set_aside", "Not the house's matter"

    MOVES = {
        "open": {"proposed", "settled", "set_aside"},
        "proposed": {"settled", "set_aside", "open"},
        "settled": set(),
        "set_aside": {"open"},
    }

    id = public_id("bln")
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64, unique=True)
    booked_on = models.DateField()
    amount_minor = models.BigIntegerField(help_text="money that came in is positive")
    currency = models.CharField(max_length=3)
    counterparty = models.CharField(max_length=140, blank=True)
    text = models.CharField(max_length=500, blank=True)
    end_to_end = models.CharField(max_length=35, blank=True)
    reference = models.CharField(max_length=60, help_text="the bank's own, or one made of the fingerprint")
    returned = models.CharField(max_length=140, blank=True, help_text="why a payment came back")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    brand = models.ForeignKey(Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    licence_id = models.CharField(max_length=32, blank=True)
    posting_id = models.CharField(max_length=32, blank=True, help_text="the posting in which it stands")
    why = models.CharField(max_length=300, blank=True, help_text="how it was matched, or why it was not")
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["statement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="bank_lines_are_numbered"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="a_bank_line_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount_minor} {self.currency}"
