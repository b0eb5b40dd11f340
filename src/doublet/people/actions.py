"""Accounts are opened and closed, profiles changed, tokens made and revoked."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from doublet.engines.payout import iban as checked_iban
from doublet.kernel import audit, clock, vault
from doublet.kernel.acting import action
from doublet.kernel.notices import tell
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed
from doublet.people import factors, rights, rules, tokens
from doublet.people.invitations import password_link
from doublet.people.models import Agency, ApiToken, Brand, ModelProfile, Role, User


@action
def open_model_account(
    *,
    email: str,
    password: str,
    legal_name: str,
    public_name: str,
    birth_date: date,
    residence: str,
    language: str = "en",
    fictional: bool = False,
) -> ModelProfile:
    """A model opens her own account. Who is under 18 is refused, and nothing of what was typed stays."""
    rules.age_rule(birth_date, clock.now().date())
    legal_name = rules.clean_name(legal_name, "Your full name", 160)
    public_name = rules.clean_name(public_name, "Your public name")
    user = User(email=free_email(email), name=public_name, role=Role.MODEL)
    set_password(user, password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    profile = ModelProfile.objects.create(
        user=user,
        legal_name=legal_name,
        public_name=public_name,
        birth_date=birth_date,
        residence=rules.clean_place(residence),
        language=language,
        fictional=fictional,
    )
    audit.record("account.opened", actor=user, subject=profile, role=Role.MODEL.value)
    return profile


@action
def open_house_account(
    *, by: User, role: str, house_name: str, country: str, email: str, name: str
) -> tuple[User, str]:
    """The operator invites an agent or a brand's member; returns the account and the link to set a password.

    An agency or brand of this name in this country gets a further member; otherwise it is made.
    """
    rights.must_be_operator(by)
    if role not in (Role.AGENT, Role.BRAND):
        raise BadInput(
            "role_not_invited", f"Nobody is invited as “{role[:20]}”.", hint="Choose agent or brand."
        )
    kind = Agency if role == Role.AGENT else Brand
    house_name = rules.clean_name(house_name, "The name of the house")
    country = rules.clean_place(country, parts=False)
    house = kind.objects.filter(name__iexact=house_name, country=country).first()
    house = house or kind.objects.create(name=house_name, country=country)
    user = User(
        email=free_email(email),
        name=rules.clean_name(name, "The person's name"),
        role=role,
        house_admin=True,  # whom the operator brings looks after the team
    )
    setattr(user, "agency" if role == Role.AGENT else "brand", house)
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    link = password_link(user)
    audit.record("account.invited", actor=by, subject=user, role=str(role), house=house.pk)
    tell(
        user.email,
        f"Your account on {settings.PLATFORM_NAME}",
        f"Hello {user.name},\n\nan account for {house.name} was opened for you on {settings.PLATFORM_NAME}.\n"
        f"Set your password here:\n\n{link}\n\nThe link works once and for a few days.\n",
    )
    return user, link


@action
def change_profile(
    *,
    by: User,
    model: ModelProfile,
    public_name: str,
    residence: str,
    language: str,
    height_cm: int | None,
    postal_address: str | None = None,
) -> ModelProfile:
    """A model changes what she may change by herself; her legal name and birth date are not among it.

    Args:
        postal_address: for contracts, on several lines; empty takes it off, None leaves it as it is.
    """
    rights.must_be_model(by, model)
    if height_cm is not None and not 100 <= height_cm <= 250:
        raise BadInput("height_implausible", f"{height_cm} cm cannot be a height.", hint="Give centimetres.")
    model.public_name = rules.clean_name(public_name, "Your public name")
    model.residence, model.language, model.height_cm = rules.clean_place(residence), language, height_cm
    if postal_address is not None:
        _seal_address(model, rules.clean_address(postal_address))
    model.save()
    audit.record("profile.changed", actor=by, subject=model)
    return model


def _seal_address(model: ModelProfile, address: str) -> None:
    if not model.wrapped_key:
        model.wrapped_key = vault.new_wrapped_key(model.pk)
    sealed = vault.seal(bytes(model.wrapped_key), model.pk, "address", address.encode())
    model.sealed_address = sealed if address else b""


@action
def set_bank_account(*, by: User, iban: str) -> ModelProfile | Agency:
    """Where a model, or an agent's agency, is paid. The log keeps the last four characters only.

    Raises:
        BadInput: not an IBAN; the reason says which part is wrong.
        NotAllowed: an account that nobody is paid through.
    """
    factors.must_hold(by)
    holder = ModelProfile.objects.filter(user=by).first() or by.agency
    if holder is None:
        raise NotAllowed("nobody_to_pay", "Only models and agencies are paid here.", rule="HOUSE-ROLE")
    holder.iban = checked_iban(iban)
    holder.save()
    audit.record("bank_account.set", actor=by, subject=holder, ends_in=holder.iban[-4:])
    return holder


@action
def make_token(*, by: User, label: str, scopes: list[str], days: int) -> tuple[ApiToken, str]:
    """A token for this account and its secret, which can never be shown again."""
    rules.token_rule(scopes, days)
    secret = tokens.new_secret()
    token = ApiToken.objects.create(
        user=by,
        label=rules.clean_name(label, "The label", 80),
        digest=tokens.digest_of(secret),
        scopes=sorted(set(scopes)),
        expires_at=clock.now() + timedelta(days=days),
    )
    audit.record("token.made", actor=by, subject=token, scopes=token.scopes)
    return token, secret


@action
def revoke_token(*, by: User, token: ApiToken) -> ApiToken:
    """A token stops working at once. Only its own account can do that."""
    if token.user_id != by.pk:
        raise NotAllowed("not_your_token", "This token belongs to another account.", rule="HOUSE-ROLE")
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save()
        audit.record("token.revoked", actor=by, subject=token)
    return token


def free_email(text: str) -> str:
    """An address that no account has yet, as it is kept."""
    email = User.objects.normalize_email(text.strip())
    try:
        validate_email(email)
    except ValidationError:
        raise BadInput("email_unusable", "This is not an e-mail address.", hint="Check it.") from None
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict(
            "email_taken",
            "There is an account with this e-mail address.",
            hint="Sign in, or set a new password.",
        )
    return email


def set_password(user: User, password: str) -> None:
    """A password that holds up, on a user that is not saved yet."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise BadInput("password_weak", " ".join(weak.messages), hint="Choose a longer one.") from None
    user.set_password(password)
