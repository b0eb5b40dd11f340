"""Who is here: accounts, the models, their agencies, the brands, and who may speak for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.kernel.vault import new_wrapped_key, unseal
from doublet.people.crew.models import CrewMember as CrewMember


class Role(models.TextChoices):
    """What an account is. One account has one role: a model is never also her own agent."""

    MODEL = "model", "Model"
    AGENT = "agent", "Agent"
    BRAND = "brand", "Brand"
    OPERATOR = "operator", "Operator"
    AUDITOR = "auditor", "Auditor"


class Agency(models.Model):
    """A company that represents models. It may negotiate; it never signs for them."""

    id = public_id("agy")
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    iban = models.CharField(max_length=34, blank=True)
    fictional = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class Brand(models.Model):
    """A company that licenses twins for pictures of its garments."""

    id = public_id("brd")
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=6)
    address = models.TextField(blank=True)
    popularity = models.PositiveSmallIntegerField(default=0)
    popularity_source = models.CharField(max_length=120, blank=True)
    popularity_on = models.DateField(null=True, blank=True)
    also_known_as = models.JSONField(
        default=list, blank=True, help_text="its labels, group and older names, for models who rule it out"
    )
    rivals = models.JSONField(default=list, blank=True, help_text="names of brands that it competes with")
    wrapped_key = models.BinaryField(editable=False)
    fictional = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.wrapped_key:
            self.wrapped_key = new_wrapped_key(self.id)
        super().save(*args, **kwargs)


class UserManager(BaseUserManager["User"]):
    """Accounts are known by e-mail address; there are no user names."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **more: object) -> User:
        user = self.model(email=self.normalize_email(email), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **more: object) -> User:
        more.setdefault("role", Role.OPERATOR)
        return self.create_user(email, password, is_staff=True, is_superuser=True, **more)


class User(AbstractUser):
    """An account: one person, one role."""

    id = public_id("usr")
    username = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MODEL)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    brand = models.ForeignKey(Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    house_admin = models.BooleanField(
        default=False, help_text="may invite and remove colleagues of the own agency or brand"
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[assignment, misc]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(role="brand") & Q(brand__isnull=False) & Q(agency=None))
                | (Q(role="agent") & Q(agency__isnull=False) & Q(brand=None))
                | (Q(role__in=["model", "operator", "auditor"]) & Q(brand=None) & Q(agency=None)),
                name="role_and_house_agree",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email


class ModelProfile(models.Model):
    """A fashion model: the person whose likeness it is."""

    id = public_id("mdl")
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="profile")
    public_name = models.CharField(max_length=120)
    legal_name = models.CharField(max_length=160)
    birth_date = models.DateField()
    age_checked_at = models.DateTimeField(null=True, blank=True)
    age_checked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    residence = models.CharField(max_length=6, help_text="ISO 3166, e.g. FR or US-NY")
    language = models.CharField(max_length=5, default="en")
    height_cm = models.PositiveSmallIntegerField(null=True, blank=True)
    popularity = models.PositiveSmallIntegerField(default=0)
    popularity_source = models.CharField(max_length=120, blank=True)
    popularity_on = models.DateField(null=True, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    fictional = models.BooleanField(default=False)
    portrait = models.CharField(max_length=32, blank=True, help_text="blob, sealed under the twin's key")
    joined_at = models.DateTimeField(default=clock.now)
    wrapped_key = models.BinaryField(default=bytes, editable=False, help_text="made when first needed")
    sealed_address = models.BinaryField(default=bytes, editable=False)

    def __str__(self) -> str:
        return self.public_name

    @property
    def postal_address(self) -> str:
        """Where letters reach her, for contracts; empty where she gave none. Sealed under a key of her own."""
        if not self.sealed_address:
            return ""
        return unseal(bytes(self.wrapped_key), self.pk, "address", bytes(self.sealed_address)).decode()


LONGEST_MANDATE = timedelta(days=3 * 365)  # rule FWA-09


def in_a_year() -> date:
    """When a mandate ends for which nobody said a day."""
    return clock.now().date() + timedelta(days=365)


class Mandates(models.QuerySet["Mandate"]):
    """Mandates, and which of them are in force."""

    def living(self) -> Mandates:
        """In force today: not ended by anybody, and not run out by itself."""
        return self.filter(ended_at=None, ends_on__gte=clock.now().date())


class Mandate(models.Model):
    """An agency's right to speak for a model, which she ends at will. Signing is never part of it.

    It ends by itself on its last day and never renews itself (rule FWA-09).
    """

    class Kind(models.TextChoices):
        AGENT = "agent", "Agency"
        MOTHER = "mother", "Mother agency"

    id = public_id("mdt")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="mandates")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.AGENT)
    commission_bp = models.PositiveIntegerField(help_text="basis points of the model's gross")
    territories = models.JSONField(default=list, blank=True, help_text="where it holds; empty is everywhere")
    may_negotiate = models.BooleanField(
        default=True, help_text="may counter, accept in principle and decline for her"
    )
    given_at = models.DateTimeField(default=clock.now)
    ends_on = models.DateField(default=in_a_year, help_text="the last day")
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Mandates.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "agency"], condition=Q(ended_at=None), name="one_mandate_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["model"],
                condition=Q(ended_at=None, kind="mother"),
                name="one_mother_agency_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(commission_bp__lte=2000), name="commission_at_most_20_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} for {self.model}"


class Invitation(models.Model):
    """A link that lets one person join: a colleague into a house, or a model whom an agency would speak for.

    The link's secret is kept only as a hash. What was typed of an invited model (`draft`) is for her to
    check; it is thrown away when the invitation is over.
    """

    class Kind(models.TextChoices):
        AGENT = "agent", "Agent"
        BRAND = "brand", "Brand"
        MODEL = "model", "Model"

    id = public_id("inv")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    house_admin = models.BooleanField(default=False)
    terms = models.JSONField(default=dict, help_text="the mandate that is proposed to a model")
    draft = models.JSONField(default=dict, help_text="what the agency typed of her, until she has checked it")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    times_sent = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    mandate = models.OneToOneField(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True, help_text="the imported file it came from")

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="brand") & Q(brand__isnull=False) & Q(agency=None))
                | (Q(kind__in=["agent", "model"]) & Q(agency__isnull=False) & Q(brand=None)),
                name="invitation_names_its_house",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

    @property
    def house(self) -> Agency | Brand:
        """Who invites."""
        house = self.agency or self.brand
        assert house is not None
        return house

    @property
    def state(self) -> str:
        """open, joined (she has an account and has not answered), accepted, declined, withdrawn or expired."""
        for name, at in (
            ("withdrawn", self.withdrawn_at),
            ("declined", self.declined_at),
            ("accepted", self.accepted_at),
        ):
            if at:
                return name
        if clock.now() > self.expires_at:
            return "expired"
        return "joined" if self.used_at else "open"

    @property
    def is_open(self) -> bool:
        """Does it still wait for an answer?"""
        return self.state in ("open", "joined")


class IdentityCheck(models.Model):
    """Somebody, or a vendor, looked at a document. Of the document only these words are kept, never a scan."""

    class How(models.TextChoices):
        PERSON = "in_person", "Met in person"
        VIDEO = "video", "In a video call"
        SEEN = "copy_seen", "Saw a copy, then deleted it"
        VENDOR = "vendor", "A vendor's check"

    class Document(models.TextChoices):
        PASSPORT = "passport", "Passport"
        ID_CARD = "id_card", "Identity card"
        LICENCE = "driving_licence", "Driving licence"
        PERMIT = "residence_permit", "Residence permit"

    class Outcome(models.TextChoices):
        OPEN = "open", "Not answered yet"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused"

    id = public_id("idc")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="identity_checks")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    how = models.CharField(max_length=10, choices=How.choices)
    document = models.CharField(max_length=20, choices=Document.choices, blank=True)
    country = models.CharField(max_length=2, blank=True)
    last_four = models.CharField(max_length=4, blank=True)
    birth_date_matches = models.BooleanField(null=True)
    expires_on = models.DateField(null=True, blank=True, help_text="when the document runs out")
    reason = models.CharField(max_length=200, blank=True, help_text="why it was refused")
    note = models.CharField(max_length=500, blank=True)
    begun_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    second_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    vendor = models.CharField(max_length=40, blank=True)
    session = models.CharField(max_length=120, blank=True, db_index=True)

    class Meta:
        ordering = ["-begun_at", "-id"]

    def __str__(self) -> str:
        return f"{self.model}: {self.state}"

    @property
    def state(self) -> str:
        """open, confirmed, refused, or expired with the document."""
        run_out = self.expires_on is not None and self.expires_on < clock.now().date()
        return "expired" if run_out and self.outcome == self.Outcome.CONFIRMED else str(self.outcome)


class VendorEvent(models.Model):
    """A message of a vendor that was taken in, so that its replay is not."""

    id = models.CharField(primary_key=True, max_length=120)
    taken_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.id


class Affiliation(models.Model):
    """Money between an agency and a brand beside commissions: shown on every offer between them (FWA-16)."""

    id = public_id("aff")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="affiliations")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="affiliations")
    words = models.CharField(max_length=300)
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "brand"], condition=Q(ended_at=None), name="one_affiliation_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} and {self.brand}"


class ApiToken(models.Model):
    """A key for machines. It acts as its account within its scopes; no token can sign."""

    id = public_id("tok")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label
