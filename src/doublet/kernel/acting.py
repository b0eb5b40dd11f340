"""What every action shares: one transaction, an audit row for a refusal, no file left behind."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, transaction

from doublet.kernel import audit, blobs
from doublet.kernel.refusals import Refused

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)

_inside: ContextVar[bool] = ContextVar("inside_an_action", default=False)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` whole or not at all.

    A refusal undoes everything that the action wrote, then leaves one audit row of its own that
    says who asked for what and which rule refused it, with what the refusal itself wants kept. An action
    called by an action is part of it.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _inside.get():
            return function(*args, **kwargs)
        token = _inside.set(True)
        try:
            with blobs.undone_on_error(), transaction.atomic():
                return function(*args, **kwargs)
        except Refused as refused:
            try:
                _remember(function, refused, kwargs)
            except DatabaseError:  # a database that cannot be written to turns no refusal into a fault
                log.exception("the refusal %s could not be written down", refused.code)
            raise
        finally:
            _inside.reset(token)

    return run


def _remember(function: Callable[..., Any], refused: Refused, kwargs: dict[str, Any]) -> None:
    app = function.__module__.split(".")[1]
    about = {name: _name(value) for name, value in kwargs.items() if _name(value)}
    actor = about.pop("by", "")
    with transaction.atomic():
        audit.record(
            "refused",
            actor=actor,
            subject=f"{app}.{function.__name__}",
            code=refused.code,
            rule=refused.rule,
            reason=refused.reason,
            about=about,
        )
        if refused.keep is not None:
            refused.keep()


def _name(value: Any) -> str:
    """Rows are named by their id; other arguments may hold anything and are left out."""
    key = getattr(value, "pk", None)
    return str(key) if key is not None else ""
