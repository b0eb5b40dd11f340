"""Grants used twice, late, for something else, forged; and engines called without one."""

from __future__ import annotations

import base64
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from doublet.engines.tryon.drape.engine import DrapeEngine
from doublet.kernel import tokens
from doublet.kernel.refusals import NotAllowed, Refused
from doublet.licences.gate import binding_of, spend_grant
from doublet.story.attacks import means
from doublet.story.target import Target
from doublet.studio import actions


def replayed(target: Target) -> None:
    """Spending a grant a second time."""
    grant = means.token(target)
    try:
        means.submit(target, grant)
    except NotAllowed:
        raise
    except Refused:
        pass  # the first time the grant is good, and the engine refuses the tiny picture
    means.submit(target, grant)


def older_of_two(target: Target) -> None:
    """A dead worker's grant, after another worker was given the shot."""
    shot = means.claim(target)
    first = actions.start(shot=shot, person_sha256=target.photo.sha256)
    actions.start(shot=shot, person_sha256=target.photo.sha256)
    means.submit(target, first)


def forged(target: Target) -> None:
    """A grant signed with somebody else's key."""
    head, body, _ = means.token(target).split(".")
    seal = Ed25519PrivateKey.generate().sign(f"{head}.{body}".encode())
    means.submit(target, ".".join((head, body, _base64url(seal))))


def unsigned(target: Target) -> None:
    """A grant that says it needs no signature (alg “none”)."""
    _, body, _ = means.token(target).split(".")
    head = _base64url(json.dumps({"alg": "none", "typ": "grant"}).encode())
    means.submit(target, f"{head}.{body}.")


def prolonged(target: Target) -> None:
    """A grant whose last minute was changed inside the token."""
    head, body, seal = means.token(target).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["expires"] += 86_400
    means.submit(target, ".".join((head, _base64url(json.dumps(claims).encode()), seal)))


def wrong_kind(target: Target) -> None:
    """A licence's seal in the place of a grant."""
    means.submit(target, target.licence.seal)


def never_issued(target: Target) -> None:
    """A well-signed grant that is not in the books."""
    claims = {"grant": "grt_0", "licence": target.licence.pk, "shot": target.shot.pk, "number": 1}
    means.submit(target, tokens.sign("grant", claims))


def for_another_garment(target: Target) -> None:
    """A grant for one garment used for another."""
    means.submit(target, means.token(target), garment=target.unlicensed.sha256)


def for_another_person(target: Target) -> None:
    """A grant for one person used on somebody else's photo."""
    means.submit(target, means.token(target), person="0" * 64)


def for_another_twin(target: Target) -> None:
    """A grant for one twin used under another twin's name."""
    means.submit(target, means.token(target), twin="twin-000000000000")


def for_another_scene(target: Target) -> None:
    """A grant for one background used with another."""
    means.submit(target, means.token(target), background="teal_gradient")


def for_another_engine(target: Target) -> None:
    """A grant for the embedded engine used with a hosted one."""
    grant = means.token(target)
    spend_grant(token=grant, binding=binding_of(means.order(target, grant), "fashn"))


def stale(target: Target) -> None:
    """A grant used after its ten minutes."""
    grant = means.token(target)
    with means.clock_off(minutes=11):
        means.submit(target, grant)


def clock_set_back(target: Target) -> None:
    """Setting the machine's clock back."""
    with means.clock_off(days=-2):
        means.ask(target)


def clock_set_back_for_a_grant(target: Target) -> None:
    """Spending a grant on a machine whose clock was set back to before it ran out."""
    grant = means.token(target)
    with means.clock_off(hours=-1):
        means.submit(target, grant)


def no_grant(target: Target) -> None:
    """Calling the engine without a grant."""
    means.submit(target, "")


@means.leaves_no_row("the class by itself knows no audit log; it only refuses")
def imported_engine(target: Target) -> None:
    """Importing the engine's class and calling it with an honest grant, past the instance's own engine."""
    grant = means.token(target)
    DrapeEngine().submit(means.order(target, grant), idempotency_key="imported")


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


ATTACKS = (
    replayed,
    older_of_two,
    forged,
    unsigned,
    prolonged,
    wrong_kind,
    never_issued,
    for_another_garment,
    for_another_person,
    for_another_twin,
    for_another_scene,
    for_another_engine,
    stale,
    clock_set_back,
    clock_set_back_for_a_grant,
    no_grant,
    imported_engine,
)
