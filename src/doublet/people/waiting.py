"""What waits for a person: cards on the page after signing in. Every later part of the house adds its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.urls import reverse

from doublet.people import factors, queries
from doublet.people.crew import queries as crew
from doublet.people.models import Role, User


@dataclass(frozen=True)
class Task:
    """One thing to do: `due` sorts first, `kicker` says where it comes from."""

    title: str
    words: str
    href: str
    action: str
    kicker: str = ""
    due: datetime | None = None


_sources: list[Callable[[User], list[Task]]] = []


def source(find: Callable[[User], list[Task]]) -> Callable[[User], list[Task]]:
    """Register a function that knows of one kind of task (import it in an AppConfig's ready())."""
    if find not in _sources:
        _sources.append(find)
    return find


def tasks_for(user: User) -> list[Task]:
    """Everything that waits: what has a date first, the earliest on top."""
    found = [task for find in _sources for task in find(user)]
    return sorted(found, key=lambda task: (task.due is None, task.due.timestamp() if task.due else 0))


@source
def confirm_your_email(user: User) -> list[Task]:
    """Until the address is confirmed, nobody can add a passkey, and a lost password may stay lost."""
    if not EmailAddress.objects.filter(user=user, verified=False).exists():
        return []
    words = "We mailed you a link. After that you can add a passkey and sign in without a password."
    return [Task("Confirm your e-mail", words, reverse("account_email"), "Look at your address", "Account")]


@source
def answer_an_agency(user: User) -> list[Task]:
    """Mandates that agencies propose wait for the model's own yes or no."""
    return [
        Task(
            str(proposal.agency),
            "This agency would like to speak for you. You say yes or no; signing stays yours either way.",
            f"{reverse('me')}#mandates",
            "Read the proposal",
            "Mandate",
            proposal.expires_at,
        )
        for proposal in queries.proposals_to(user)
    ]


@source
def add_a_second_proof(user: User) -> list[Task]:
    """Before the first signature or payment, so that nobody is stopped in the middle of one."""
    if not (factors.signs_or_pays(user) and factors.is_missing(user)):
        return []
    words = "A passkey or an app on your phone. Without it nothing can be signed or paid from this account."
    return [Task("One more proof that it is you", words, reverse("second_factor"), "Add it", "Account")]


@source
def look_at_documents(user: User) -> list[Task]:
    """The operator confirms birth dates (rule MIN-01)."""
    count = queries.models_without_age_check().count() if user.role == Role.OPERATOR else 0
    if not count:
        return []
    words = "One model waits" if count == 1 else f"{count} models wait"
    return [
        Task("Identities", f"{words} for you to look at a document.", reverse("people"), "Look", "People")
    ]


@source
def look_at_a_photographers_no(user: User) -> list[Task]:
    """A no of a photographer closes photos until somebody has looked into it."""
    count = len(crew.unresolved()) if user.role == Role.OPERATOR else 0
    if not count:
        return []
    who = "A photographer has" if count == 1 else f"{count} photographers have"
    words = f"{who} said no to the use of photos. Speak with both, and write down what you found out."
    return [Task("Photos that are closed", words, reverse("crew_open"), "Look into it", "Crew")]
