"""A private key in a hardware token or a key service that speaks PKCS#11."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from doublet.engines.signer.keys import unreachable, unreadable
from doublet.kernel.refusals import Unavailable

PREFIX = "pkcs11:"
# The DER object identifier of a curve, and the hash that goes with it in content credentials.
_HASHES = {
    bytes.fromhex("06082a8648ce3d030107"): hashlib.sha256,
    bytes.fromhex("06052b81040022"): hashlib.sha384,
    bytes.fromhex("06052b81040023"): hashlib.sha512,
}


@dataclass(frozen=True)
class TokenKey:
    """A key named by token and object, as a PKCS#11 URI (RFC 7512) does. EC keys and RSA keys.

    Attributes:
        module: the maker's library, e.g. ``/usr/lib/softhsm/libsofthsm2.so``.
        pin: of the token's user.
    """

    module: str
    token: str
    object: str
    pin: str = field(repr=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def sign(self, message: bytes) -> bytes:
        """Signed inside the token. One at a time: a token's sessions are few."""
        pkcs11 = _library()
        try:
            with self._turn, self._open(pkcs11) as session:
                key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self.object)
                return _signed(pkcs11, key, message)
        except pkcs11.PKCS11Error as error:
            raise unreachable(f"the token {self.token!r}", type(error).__name__) from error

    def _open(self, pkcs11: Any) -> Any:
        try:
            return pkcs11.lib(self.module).get_token(token_label=self.token).open(user_pin=self.pin)
        except RuntimeError as error:
            raise unreachable(f"the library {Path(self.module).name}", str(error)[:120]) from error


def token_key(uri: str) -> TokenKey:
    """The key that a URI names: ``pkcs11:token=T;object=K?module-path=/lib.so&pin-source=file:/run/pin``.

    The PIN comes from ``pin-source`` (a file, or ``env:NAME``) or stands as ``pin-value``.

    Raises:
        Unavailable: ``signing_key_address``: a part is missing.
    """
    path, _, query = uri.removeprefix(PREFIX).partition("?")
    named = dict(part.partition("=")[::2] for part in path.split(";"))
    asked = dict(parse_qsl(query))
    missing = [name for name in ("token", "object") if not named.get(name)]
    missing += [name for name in ("module-path",) if not asked.get(name)]
    if missing:
        raise Unavailable(
            "signing_key_address",
            f"The address of the signing key lacks {', '.join(missing)}.",
            hint="Write pkcs11:token=NAME;object=NAME?module-path=/path/to/library.so&pin-source=file:/path.",
        )
    return TokenKey(asked["module-path"], unquote(named["token"]), unquote(named["object"]), _pin(asked))


def _pin(asked: dict[str, str]) -> str:
    source = asked.get("pin-source", "")
    if source.startswith("env:"):
        return os.environ.get(source.removeprefix("env:"), "")
    if source:
        try:
            return Path(source.removeprefix("file:")).read_text("utf-8").strip()
        except OSError as error:
            raise unreachable("the file with the token's PIN", type(error).__name__) from error
    return asked.get("pin-value", "")


def _library() -> Any:
    try:
        import pkcs11
    except ImportError as error:
        raise Unavailable(
            "pkcs11_missing",
            "A signing key in a token needs the library python-pkcs11, which is not installed.",
            hint="Install Doublet with its extra “hsm”.",
        ) from error
    return pkcs11


def _signed(pkcs11: Any, key: Any, message: bytes) -> bytes:
    if key.key_type == pkcs11.KeyType.EC:
        # Tokens answer r and s side by side; not all of them hash by themselves.
        hashing = _HASHES.get(key[pkcs11.Attribute.EC_PARAMS])
        if hashing is None:
            raise unreadable("Its curve is not one that content credentials allow.")
        pair = key.sign(hashing(message).digest(), mechanism=pkcs11.Mechanism.ECDSA)
        half = len(pair) // 2
        return encode_dss_signature(int.from_bytes(pair[:half], "big"), int.from_bytes(pair[half:], "big"))
    if key.key_type == pkcs11.KeyType.RSA:
        pss = (pkcs11.Mechanism.SHA256, pkcs11.MGF.SHA256, 32)
        signed: bytes = key.sign(message, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS_PSS, mechanism_param=pss)
        return signed
    raise unreadable("Tokens are asked for EC and RSA keys only.")
