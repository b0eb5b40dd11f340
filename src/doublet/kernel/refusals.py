"""The one error type that the house speaks: a refusal with a code, a reason, a rule and a hint.

Pages, API and command line all turn a refusal into words and a status; nothing else may
stop a request on purpose. A refusal is for people: `reason` says what was wrong with what
they gave, `hint` says what to do about it.
"""

from __future__ import annotations

from collections.abc import Callable


class Refused(Exception):
    """Something was asked that the rules or the input do not allow.

    Attributes:
        code: stable machine name in snake_case, e.g. ``"two_faces"``.
        reason: one sentence in plain words, naming what was wrong.
        rule: id of the rule that decided (rule pack id, or ``"INPUT"``/``"HOUSE-…"``).
        hint: what to do next; empty where nothing can be done.
        status: the HTTP status that pages and API answer with.
        keep: writes what must outlive the refusal, once everything else was undone; None for most.
    """

    status = 422
    keep: Callable[[], object] | None = None

    def __init__(self, code: str, reason: str, *, rule: str = "HOUSE", hint: str = "") -> None:
        super().__init__(f"{code}: {reason}")
        self.code, self.reason, self.rule, self.hint = code, reason, rule, hint

    def as_dict(self) -> dict[str, str]:
        """The refusal as the API and ``--json`` show it."""
        return {"code": self.code, "reason": self.reason, "rule": self.rule, "hint": self.hint}


class BadInput(Refused):
    """What was handed in is broken, too big, too small, or of the wrong kind."""

    status = 400

    def __init__(self, code: str, reason: str, *, rule: str = "INPUT", hint: str = "") -> None:
        super().__init__(code, reason, rule=rule, hint=hint)


class NotAllowed(Refused):
    """The person who asks may not do this."""

    status = 403


class NotThere(Refused):
    """There is no such thing, or none that this person may know of."""

    status = 404


class Conflict(Refused):
    """The thing has moved on; what was asked no longer fits its state."""

    status = 409


class Unavailable(Refused):
    """A part that this needs is missing or broken here (a model file, a key, a tool)."""

    status = 503
