"""Can this instance sign its next picture? Asked by `check --deploy` and when site and worker start, not by a picture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from doublet.engines.signer import Identity
from doublet.engines.signer.keys import UNREACHABLE
from doublet.kernel import clock
from doublet.kernel.refusals import Unavailable
from doublet.provenance.identity import ask_key, ends_at, identity, trust_list

_OURS = "doublet."
_WAITS = {
    f"{_OURS}{code}" for code in ("signing_certificate_ended", "signing_certificate_not_begun", UNREACHABLE)
}
SOON = timedelta(days=30)
_IDENTITY = "DOUBLET_SIGNING_CHAIN and DOUBLET_SIGNING_KEY"
_NEW_ONE = "Run doublet credentials retire, set the new chain and key, and start again."
_NEW_DEVELOPMENT_ONE = "Run doublet credentials roll-over, and start again."


def demand() -> list[str]:
    """Before site or worker start: what somebody should know.

    Raises:
        Unavailable: chain, key or trust list are not as they were set. A certificate that ended, or a key service
            that does not answer, stops nobody: pages, withdrawals and messages go on without it, and pictures wait.
    """
    found = signing()
    for message in found:
        if message.is_serious() and message.id not in _WAITS:
            raise Unavailable(str(message.id).removeprefix(_OURS), str(message.msg), hint=str(message.hint))
    return [f"{message.msg} {message.hint}" for message in found]


@register("signing", deploy=True)
def signing(app_configs: Any = None, **_options: Any) -> list[CheckMessage]:
    """What stands against signing, each by the name of the setting that it is about. Errors first."""
    found: list[CheckMessage] = []
    try:
        found += _dates(identity())
        ask_key()
    except Unavailable as refused:
        found.append(_error(_IDENTITY if settings.SIGNING_CHAIN or settings.SIGNING_KEY else "", refused))
    try:
        trust_list()
    except Unavailable as refused:
        found.append(_error("DOUBLET_TRUST_LIST", refused))
    return sorted(found, key=lambda message: -message.level)


def _error(name: str, refused: Unavailable) -> Error:
    told = f"{name}: {refused.reason}" if name else refused.reason
    return Error(told, hint=refused.hint, id=f"{_OURS}{refused.code}")


def _dates(signer: Identity) -> Iterator[CheckMessage]:
    ends, now = ends_at(signer), clock.now()
    hint = _NEW_DEVELOPMENT_ONE if signer.development else _NEW_ONE
    if ends <= now:
        yield Error(
            f"{_IDENTITY}: the certificate of {signer.name} ended on {ends:%Y-%m-%d}. Pictures wait; nothing is signed.",
            hint=hint,
            id=f"{_OURS}signing_certificate_ended",
        )
    elif signer.leaf.not_valid_before_utc > now:
        yield Error(
            f"{_IDENTITY}: the certificate of {signer.name} begins on {signer.leaf.not_valid_before_utc:%Y-%m-%d}.",
            hint="Look at this machine's clock, or wait.",
            id=f"{_OURS}signing_certificate_not_begun",
        )
    elif ends - now <= SOON:
        yield Warning(
            f"{_IDENTITY}: the certificate of {signer.name} ends on {ends:%Y-%m-%d}.",
            hint=hint,
            id=f"{_OURS}signing_certificate_ends_soon",
        )
    if signer.development and settings.SITE_URL.startswith("https://"):
        yield Warning(
            f"{_IDENTITY}: not set, so pictures are signed with a development key, and every page says so.",
            hint="Bring a certificate of a C2PA-listed issuer: docs/credentials.md.",
            id=f"{_OURS}signing_for_development",
        )
