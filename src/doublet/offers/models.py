"""What a brand wants, the offer it makes, and every version of the terms on the way to a yes or a no."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from doublet.kernel import clock
from doublet.kernel.appendonly import AppendOnly
from doublet.kernel.ids import public_id
from doublet.people.models import Brand, Mandate, ModelProfile, User
from doublet.wardrobe.models import Garment


class Brief(models.Model):
    """What a brand wants pictures of, where they will be shown, and for how long."""

    id = public_id("brf")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="briefs")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="briefs")
    title = models.CharField(max_length=120)
    garments = models.ManyToManyField(Garment, related_name="briefs")
    terms = models.JSONField(help_text="consents.terms.UseTerms without the price")
    quote = models.JSONField(default=dict, help_text="the receipt that it was priced with")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return self.title


class Offer(models.Model):
    """The thread between a brand and a model (and her agent) about one brief."""

    class Status(models.TextChoices):
        OPEN = "open", "In negotiation"
        AGREED = "agreed", "Agreed, waiting for the model's signature"
        SIGNED = "signed", "Signed"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn by the brand"
        EXPIRED = "expired", "Expired"
        ENDED = "ended", "Signed, and ended since"

    MOVES = {
        "open": {"agreed", "declined", "withdrawn", "expired"},
        "agreed": {"signed", "open", "declined", "withdrawn", "expired"},
        "signed": {"ended"},
        "ended": set(),
        "declined": set(),
        "withdrawn": set(),
        "expired": set(),
    }
    LIVING = (Status.OPEN, Status.AGREED)

    class Because(models.TextChoices):
        """Why her side said no, where it wants to say. Shown to the brand; nothing else ever reads it."""

        PRICE = "price", "The price"
        DATES = "dates", "The dates"
        PLACES = "places", "Where it would be shown"
        WORK = "work", "This kind of work"
        BRAND = "brand", "Not for this brand"
        ELSEWHERE = "elsewhere", "Booked elsewhere"

    id = public_id("off")
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="offers")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="offers")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="offers")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(default=clock.now)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    declined_because = models.CharField(max_length=10, choices=Because.choices, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.brief} ({self.status})"


class Party(models.TextChoices):
    """As whom somebody speaks in a thread."""

    BRAND = "brand", "the brand"
    MODEL = "model", "the model"
    AGENT = "agent", "her agent"


class OfferVersion(AppendOnly):
    """One proposal: the whole terms, the quote they cost, and what changed. Never edited."""

    Party = Party

    id = public_id("ofv")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    party = models.CharField(max_length=6, choices=Party.choices)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    terms = models.JSONField()
    terms_sha256 = models.CharField(max_length=64)
    quote = models.JSONField(help_text="the rate card's lines for these terms")
    changes = models.JSONField(default=list, help_text="[term, before, after]")
    note = models.TextField(blank=True)
    proposed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="one_version_per_offer_number")
        ]

    def __str__(self) -> str:
        return f"version {self.number} by {self.get_party_display()}"

    @property
    def yes_of_brand(self) -> Acceptance | None:
        """The brand's yes to the whole of this version."""
        return self._yes(Party.BRAND)

    @property
    def yes_of_model_side(self) -> Acceptance | None:
        """Her side's yes to the whole of this version, as long as it counts."""
        return self._yes(Party.MODEL, Party.AGENT)

    @property
    def agreed_at(self) -> datetime | None:
        """When the second of the two sides said yes; None while one of them has not, or no longer."""
        brand, hers = self.yes_of_brand, self.yes_of_model_side
        return max(brand.at, hers.at) if brand and hers else None

    @property
    def memo_accepted_at(self) -> datetime | None:
        """When she accepted the deal memo of this version (rule FWA-10)."""
        memos = [yes.at for yes in self.acceptances.all() if yes.of == Acceptance.Of.MEMO]
        return min(memos, default=None)

    def _yes(self, *parties: str) -> Acceptance | None:
        found = [
            yes
            for yes in self.acceptances.all()
            if yes.of == Acceptance.Of.VERSION and yes.party in parties and yes.counts
        ]
        return found[0] if found else None


class Acceptance(AppendOnly):
    """Somebody's yes to a version: to all of it, to single terms of it, or to its deal memo."""

    class Of(models.TextChoices):
        VERSION = "version", "the whole version"
        TERMS = "terms", "single terms"
        MEMO = "memo", "the deal memo"

    id = public_id("acc")
    version = models.ForeignKey(OfferVersion, on_delete=models.PROTECT, related_name="acceptances")
    of = models.CharField(max_length=8, choices=Of.choices, default=Of.VERSION)
    terms = models.JSONField(default=list, blank=True, help_text="names of the single terms")
    party = models.CharField(max_length=6, choices=Party.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(party="agent") | models.Q(mandate__isnull=False),
                name="an_agent_accepts_under_a_mandate",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: yes to {self.get_of_display()}"

    @property
    def counts(self) -> bool:
        """An agent's yes counts as long as the mandate it was given under lives (rule FWA-05)."""
        under = self.mandate
        if self.party != Party.AGENT or under is None:
            return self.party != Party.AGENT
        return under.ended_at is None and under.ends_on >= clock.now().date()


class Message(AppendOnly):
    """Words in a thread that change no term."""

    id = public_id("msg")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="messages")
    party = models.CharField(max_length=6, choices=Party.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    touches = models.JSONField(
        default=list, blank=True, help_text="closed doors that the words touch: subject and words, each"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_party_display()} wrote"


class Reading(models.Model):
    """How far one person has read a thread."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "user"], name="one_reading_per_person")]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.offer_id}"


class Question(models.Model):
    """Words of a proposal that may cross a boundary of hers. Only she answers, and may change her mind until she signs."""

    class Answer(models.TextChoices):
        FINE = "fine", "Fine with her"
        NO = "no", "Not fine with her"

    id = public_id("qst")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="questions")
    subject = models.CharField(max_length=20)
    where = models.CharField(max_length=20)
    words = models.TextField(help_text="what the question is about, as typed")
    sentence = models.TextField(help_text="the sentence around it, as typed")
    asked_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=4, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None, answered_by=None)
                | (
                    ~models.Q(answer="")
                    & models.Q(answered_at__isnull=False)
                    & models.Q(answered_by__isnull=False)
                ),
                name="an_answer_has_somebody_who_gave_it",
            )
        ]

    def __str__(self) -> str:
        return f"“{self.words[:40]}” ({self.answer or 'open'})"


class RateCardVersion(AppendOnly):
    """A rate card that the operator published. Never changed: a change is a new one, from a later day."""

    version = models.CharField(primary_key=True, max_length=24)
    valid_from = models.DateField(unique=True)
    body = models.JSONField(help_text="all its numbers, offers.pricing.card_data")
    sha256 = models.CharField(max_length=64)
    why = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return f"rate card {self.version}"


class Following(models.Model):
    """How many people follow a model somewhere, as she says, with the day. She takes it out again at will."""

    id = public_id("fol")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="followings")
    source = models.CharField(max_length=120, help_text="where, as she names it")
    number = models.PositiveIntegerField()
    counted_on = models.DateField()
    entered_at = models.DateTimeField(default=clock.now)
    taken_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-entered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "source"],
                condition=models.Q(taken_out_at=None),
                name="one_figure_per_place_she_is_followed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} on {self.source}"
