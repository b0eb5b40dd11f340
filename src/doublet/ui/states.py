"""How a state is shown: its words, and a tone that stands for a shape as well as a colour."""

from __future__ import annotations

TONES = ("ok", "wait", "warn", "stop", "off")

_TONE: dict[str, str] = {
    **dict.fromkeys(
        ["accepted", "active", "approved", "complete", "confirmed", "delivered", "done", "in_force"], "ok"
    ),
    **dict.fromkeys(["paid", "permitted", "ready", "signed", "valid", "verified", "match"], "ok"),
    **dict.fromkeys(["awaiting_signature", "countered", "in_review", "open", "pending", "queued"], "wait"),
    **dict.fromkeys(["review", "running", "sent", "waiting", "claimed", "usable"], "wait"),
    **dict.fromkeys(["expiring", "missing", "paused", "overdue", "unknown", "warning", "not_yet"], "warn"),
    **dict.fromkeys(["blocked", "broken", "declined", "failed", "refused", "rejected"], "stop"),
    **dict.fromkeys(["revoked", "stopped", "suspended", "withdrawn", "changed"], "stop"),
    **dict.fromkeys(["cancelled", "closed", "draft", "ended", "expired", "none", "superseded"], "off"),
}


def tone_of(code: str) -> str:
    """One of TONES. A state that the table does not know is shown as plain, never as good."""
    return _TONE.get(code, "off")


def words_of(code: str) -> str:
    """``awaiting_signature`` -> ``Awaiting signature``."""
    return code.replace("_", " ").strip().capitalize()
