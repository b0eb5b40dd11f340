"""Writing in the books: the one way in. The database refuses what slips past the checks here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import IntegrityError, connection

from doublet.kernel import audit, clock
from doublet.kernel.canonical import digest
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.ledger.drafts import Draft, problems_within
from doublet.ledger.models import Balance, Posting
from doublet.ledger.writing import inserts, new, written

TOLD_IN_FULL = 50
"""Up to so many postings an audit event holds their entries; a larger batch is told by its hash."""

_LONGEST_KEY = 120
_KNOWN = "SELECT action, content_sha256, answer FROM ledger_moneykey WHERE asker = %s AND key = %s"
_KEEP = (
    "INSERT INTO ledger_moneykey (key, asker, action, content_sha256, answer, at) "
    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)


def post(drafts: Sequence[Draft], *, by: Any) -> list[Posting]:
    """Write postings, all of them or none, with one audit event. Part of the action that causes them.

    Entries go in before their posting: the database looks at them when the posting arrives, adds them to
    the balances, and lets no entry follow later.

    Raises:
        Refused: a posting is not sound, or an account would be overdrawn (rule HOUSE-LEDGER).
        Conflict: something was posted already.
    """
    if not drafts:
        return []
    for draft in drafts:
        for problem in problems_within(draft):
            raise Refused(problem.code, problem.words, rule="HOUSE-LEDGER")
    if not connection.in_atomic_block:
        raise RuntimeError("postings are written in the transaction of the action that causes them")
    head = audit.lock()  # writers queue here, so that two of them never wait for each other's balances
    rows = new(drafts)
    try:
        audit.record(
            "ledger.posted",
            head,
            *inserts(rows, drafts),
            actor=by,
            subject=rows[0] if len(rows) == 1 else "ledger",
            **_told(rows, drafts),
        )
    except IntegrityError as error:
        raise _explained(error, drafts) from error
    written(rows)
    return rows


def standing(account: str, currency: str) -> Money:
    """What stands on an account: negative is owed to its holder, positive is owed by her."""
    row = Balance.objects.filter(account=account, currency=currency).values_list("amount_minor", flat=True)
    return Money(row[0] if row else 0, currency)


@dataclass(frozen=True)
class Asked:
    """A money action under a key: done before (its answer), or new."""

    asker: str
    key: str
    action: str
    content_sha256: str
    answer: str

    def done(self, answer: Any) -> None:
        """Keep the answer, in the transaction of the action. Without a key there is nothing to keep."""
        if not self.key:
            return
        row = (
            self.key,
            self.asker,
            self.action,
            self.content_sha256,
            str(answer.pk),
            connection.ops.adapt_datetimefield_value(clock.now()),
        )
        with connection.cursor() as cursor:  # in one step: a savepoint around it would cost two more
            cursor.execute(_KEEP, row)
            if not cursor.rowcount:
                raise Conflict(
                    "key_in_use", "The same key is being used by another request just now.", hint="Ask again."
                )


def once(key: str, *, by: Any, action: str, **content: Any) -> Asked:
    """Was this asked before, under this key of this asker?

    The same key with the same content has the same answer; with another content it is refused, because
    one of the two is a mistake. An empty key is none.

    Raises:
        BadInput: the key is too long or holds characters that cannot be printed.
        Conflict: the key was used for something else.
    """
    if len(key) > _LONGEST_KEY or not key.isprintable():
        raise BadInput(
            "idempotency_key", f"An idempotency key has at most {_LONGEST_KEY} printable characters."
        )
    asker, sha256 = str(getattr(by, "pk", by)), digest({"action": action, **content})
    known = _answered(asker, key) if key else None
    if known and known[:2] != (action, sha256):
        raise Conflict(
            "key_for_something_else",
            "This idempotency key was used for something else before.",
            hint="Use a new key for each thing that you ask for; repeat a key only with the very same content.",
        )
    return Asked(asker, key, action, sha256, known[2] if known else "")


def _answered(asker: str, key: str) -> tuple[str, str, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [asker, key])
        return cast("tuple[str, str, str] | None", cursor.fetchone())


def _told(rows: Sequence[Posting], drafts: Sequence[Draft]) -> dict[str, Any]:
    told = [
        [
            row.pk,
            draft.kind,
            draft.reference,
            [[line.account, line.amount.amount, line.amount.currency] for line in draft.lines],
        ]
        for row, draft in zip(rows, drafts, strict=True)
    ]
    if len(told) <= TOLD_IN_FULL:
        return {"postings": told}
    return {"count": len(told), "first": rows[0].pk, "last": rows[-1].pk, "sha256": digest(told)}


def _explained(error: IntegrityError, drafts: Sequence[Draft]) -> Refused:
    words = str(error)
    if "no_more_is_paid_than_there_is" in words or "owes_less_than_nothing" in words:
        return Refused(
            "overdrawn",
            f"{drafts[0].kind} {drafts[0].reference} would take more from an account than stands on it.",
            rule="HOUSE-LEDGER",
            hint="Look at the balances again; nothing was written.",
        )
    if (
        "each_thing_is_posted_once" in words or "ledger_posting.kind" in words
    ):  # the constraint, or its columns
        return Conflict(
            "posted_already", f"{drafts[0].kind} {drafts[0].reference} stands in the books already."
        )
    return Refused("books_refused", f"The database refused a posting: {words[:160]}", rule="HOUSE-LEDGER")
