"""Opening the demo accounts. All people and houses here are fictional and say so everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress

from doublet.kernel import clock
from doublet.people.identity import Evidence, confirm_identity
from doublet.people.mandates import give_mandate
from doublet.people.models import Agency, Brand, ModelProfile, Role, User
from doublet.story.stage import PASSWORD

SOURCE = "fictional demo figure"


@dataclass
class Cast:
    """Everybody in the story."""

    model: ModelProfile
    agency: Agency
    second: ModelProfile | None
    agent: User
    brand: User
    other: User
    operator: User
    second_operator: User


def _account(email: str, password: str, **more: Any) -> User:
    """An account whose address counts as confirmed: passkeys need that, and no mail can reach it."""
    user = User.objects.create_user(email, password, **more)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def model(
    email: str,
    *,
    public_name: str,
    legal_name: str,
    birth_date: date,
    residence: str,
    height_cm: int,
    popularity: int,
    fictional: bool = True,
) -> ModelProfile:
    """One model with her account."""
    user = _account(email, PASSWORD, name=public_name, role=Role.MODEL)
    return ModelProfile.objects.create(
        user=user,
        public_name=public_name,
        legal_name=legal_name,
        birth_date=birth_date,
        residence=residence,
        height_cm=height_cm,
        popularity=popularity,
        popularity_source=SOURCE,
        popularity_on=clock.now().date(),
        iban="DE89370400440532013000",
        fictional=fictional,
    )


def looked_at(model: ModelProfile, *, by: User) -> None:
    """The operator has seen this fictional person's equally fictional passport."""
    seen = Evidence(
        how="in_person",
        document="passport",
        country=model.residence[:2],
        birth_date_matches=True,
        note="Fictional: there is no such document.",
    )
    confirm_identity(by=by, model=model, evidence=seen)


def houses(main: ModelProfile) -> Cast:
    """The agency, two brands and the operator around a model."""
    today = clock.now().date()
    agency = Agency.objects.create(
        name="Fiktiv Models (fictional)", country="FR", iban="FR1420041010050500013M02606", fictional=True
    )
    lumen = Brand.objects.create(
        name="Maison Lumen (fictional)",
        country="FR",
        address="1 rue de l'Exemple\n75000 Paris",
        popularity=35,
        popularity_source=SOURCE,
        popularity_on=today,
        fictional=True,
    )
    other = Brand.objects.create(
        name="Atelier Ombre (fictional)",
        country="IT",
        address="Via dell'Esempio 2\n20100 Milano",
        popularity=20,
        popularity_source=SOURCE,
        popularity_on=today,
        fictional=True,
    )
    agent = _account(
        "agent@demo.invalid",
        PASSWORD,
        name="Nadia Beispiel",
        role=Role.AGENT,
        agency=agency,
        house_admin=True,
    )
    give_mandate(by=main.user, model=main, agency=agency, commission_bp=1000)
    operator = _account("operator@demo.invalid", PASSWORD, name="Operator", role=Role.OPERATOR)
    second = _account("second-operator@demo.invalid", PASSWORD, name="Second operator", role=Role.OPERATOR)
    looked_at(main, by=operator)
    return Cast(
        model=main,
        agency=agency,
        second=None,
        agent=agent,
        brand=_account(
            "brand@demo.invalid",
            PASSWORD,
            name="Tomás Ejemplo",
            role=Role.BRAND,
            brand=lumen,
            house_admin=True,
        ),
        other=_account(
            "other-brand@demo.invalid",
            PASSWORD,
            name="Lia Esempio",
            role=Role.BRAND,
            brand=other,
            house_admin=True,
        ),
        operator=operator,
        second_operator=second,
    )
