"""What the operator set and declared for the whole house. Decisions about a licence are told with it."""

from __future__ import annotations

from doublet.people.held import not_told
from doublet.rulebook.models import OperatorAnswer, Overlay

not_told(
    "What the operator set for the whole house. Everybody reads it on the page of the rules.",
    Overlay,
    OperatorAnswer,
)
