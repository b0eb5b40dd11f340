from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from doublet.people import actions
from doublet.people.identity import Evidence
from doublet.people.models import Agency, ModelProfile, User

PASSWORD = "plum-lantern-42-harbour"
SEEN = Evidence(how="in_person", document="passport", country="FR", birth_date_matches=True, last_four="07X1")


@pytest.fixture
def ines(db: None) -> ModelProfile:
    return actions.open_model_account(
        email="ines@example.org",
        password=PASSWORD,
        legal_name="Inés Fiktiv",
        public_name="Inés",
        birth_date=date(1999, 3, 2),
        residence="FR",
        fictional=True,
    )


@pytest.fixture
def olga(db: None) -> User:
    return User.objects.create_superuser("olga@example.org", PASSWORD, name="Olga")


@pytest.fixture
def ana(olga: User) -> User:
    agent, _ = actions.open_house_account(
        by=olga, role="agent", house_name="Agence Fictive", country="FR", email="ana@example.org", name="Ana"
    )
    return agent


@pytest.fixture
def mallory(olga: User) -> User:
    agent, _ = actions.open_house_account(
        by=olga, role="agent", house_name="Other Agency", country="IT", email="mal@example.org", name="Mal"
    )
    return agent


@pytest.fixture
def bruno(olga: User) -> User:
    member, _ = actions.open_house_account(
        by=olga, role="brand", house_name="Marque", country="FR", email="bruno@example.org", name="Bruno"
    )
    return member


@pytest.fixture
def other_agency(mallory: User) -> Agency:
    assert mallory.agency
    return mallory.agency


@pytest.fixture
def agency(ana: User) -> Agency:
    assert ana.agency
    return ana.agency


@pytest.fixture
def as_ines(ines: ModelProfile, client: Client) -> Client:
    client.force_login(ines.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def as_olga(olga: User) -> Client:
    client = Client()
    client.force_login(olga, backend="django.contrib.auth.backends.ModelBackend")
    return client
