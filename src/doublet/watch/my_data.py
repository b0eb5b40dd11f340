"""What followed when a model took something back, and what was reported of her pictures (GDPR 15 and 20)."""

from __future__ import annotations

from django.db.models import Q

from doublet.people.held import FILE, NUMBERS, Held, not_told, tables_of_my_data
from doublet.people.models import User
from doublet.watch.models import Case, Endpoint, Message, Report, Task

SOMEBODY_ELSES = "Somebody else's name, address or words."

not_told(
    "A brand's own server and the copies sent to it. What happened stands in your licences and the log.",
    Endpoint,
    Message,
)


def _about_hers(user: User) -> Q:
    tasks = Task.objects.filter(licence__model__user=user).values("pk")
    reports = Report.objects.filter(credential__licence__model__user=user).values("pk")
    return Q(subject__in=tasks) | Q(subject__in=reports)


tables_of_my_data(
    "watch",
    tasks=Held(
        Task,
        ("licence__model__user",),
        "id licence_id what subject rule due_at opened_at reminded_at escalated_at done_at done_by_id proof"
        " screenshot_sha256 reopened_at reopened_why",
        keeps={"screenshot": FILE},
    ),
    cases=Held(
        Case,
        (),
        "id kind subject opened_at due_at decided_at decided_by_id",
        keeps={"words": SOMEBODY_ELSES, "decision": SOMEBODY_ELSES},
        find=_about_hers,
    ),
    reports_of_her_pictures=Held(
        Report,
        ("credential__licence__model__user",),
        "id kind status credential_id reported_at due_at decided_at",
        keeps=dict.fromkeys(
            ("places", "words", "signature", "contact", "for_somebody", "language", "sha256"), SOMEBODY_ELSES
        )
        | {"pdq": NUMBERS, "features": NUMBERS},
    ),
)
