"""Who is here: accounts, the models, their agencies, the brands, and who may speak for whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.ids import public_id
from doublet.kernel.vault import new_wrapped_key


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

    def __str__(self) -> str:
        return self.public_name


class Mandate(models.Model):
    """An agency's right to negotiate for a model, which she ends at will. Signing is never part of it."""

    id = public_id("mdt")
    model = models.ForeignKey(ModelProfile, on_delete=models.PROTECT, related_name="mandates")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="mandates")
    commission_bp = models.PositiveIntegerField(help_text="basis points of the model's gross")
    given_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "agency"], condition=Q(ended_at=None), name="one_mandate_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(commission_bp__lte=2000), name="commission_at_most_20_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} for {self.model}"


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
