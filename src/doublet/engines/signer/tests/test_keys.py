"""One contract for every place a private key may be: what it signs is readable, and what fails says why."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from doublet.engines.signer import (
    CommandKey,
    CredentialClaims,
    LocalKey,
    load_identity,
    operator_identity,
    read,
    sign,
)
from doublet.engines.signer.certificates import PURPOSES, new_leaf, new_root, pem
from doublet.engines.signer.tests.conftest import picture
from doublet.engines.signer.token import TokenKey, token_key
from doublet.kernel import clock
from doublet.kernel.refusals import Unavailable

PROGRAM = """
import sys
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
key = serialization.load_pem_private_key(open(sys.argv[1], "rb").read(), None)
sys.stdout.buffer.write(key.sign(sys.stdin.buffer.read(), ec.ECDSA(hashes.SHA256())))
"""

KINDS: dict[str, Callable[[], object]] = {
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate,
    "RSA": lambda: rsa.generate_private_key(65537, 2048),
}


def certified(key: object) -> tuple[str, str]:
    """A certificate for a key of any kind, and the key, PEM."""
    root, root_key_pem = new_root(clock.now())
    parent, template = (
        x509.load_pem_x509_certificate(text.encode())
        for text in (root, new_leaf(clock.now(), root, root_key_pem)[0])
    )
    root_key = serialization.load_pem_private_key(root_key_pem.encode(), None)
    builder = (
        x509.CertificateBuilder()
        .subject_name(
            x509.Name(
                [
                    x509.NameAttribute(x509.NameOID.COMMON_NAME, "Example signer"),
                    x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Example Ltd"),
                ]
            )
        )
        .issuer_name(parent.subject)
        .public_key(key.public_key())  # type: ignore[attr-defined]
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(minutes=5))
        .not_valid_after(clock.now() + timedelta(days=90))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)  # type: ignore[attr-defined]
        .add_extension(x509.ExtendedKeyUsage(PURPOSES), critical=False)
    )
    for kind in (x509.AuthorityKeyIdentifier, x509.KeyUsage, x509.BasicConstraints):
        extension = template.extensions.get_extension_for_class(kind)
        builder = builder.add_extension(extension.value, critical=extension.critical)
    leaf = builder.sign(root_key, hashes.SHA256())  # type: ignore[arg-type]
    secret = key.private_bytes(  # type: ignore[attr-defined]
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem(leaf) + root, secret.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_allowed_kind_of_key_signs_and_so_it_does_from_outside(
    kind: str, facts: CredentialClaims
) -> None:
    chain, secret = certified(KINDS[kind]())
    for key in (LocalKey(secret), Elsewhere(LocalKey(secret))):
        identity = operator_identity(chain, key)
        frame = sign(picture(), facts, identity)
        assert read(frame, "image/jpeg", identity=identity).ours


@dataclass(frozen=True)
class Elsewhere:
    """A key that the library cannot see, as one in a token or a service is."""

    key: LocalKey

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message)


def test_a_program_of_the_operators_signs(facts: CredentialClaims, tmp_path: Path) -> None:
    chain, secret = certified(KINDS["P-256"]())
    file = tmp_path / "key.pem"
    file.write_text(secret)
    command = shlex.join((sys.executable, "-c", PROGRAM, str(file)))
    identity = load_identity(tmp_path / "none", chain=chain, key=f"command:{command}")
    assert identity.key == CommandKey((sys.executable, "-c", PROGRAM, str(file)))
    report = read(sign(picture(), facts, identity), "image/jpeg", identity=identity)
    assert report.valid
    assert report.ours
    assert report.signer == "Example signer"
    assert report.licence is not None
    assert not report.licence.development_key


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("/nowhere/signer",), "FileNotFoundError"),
        ((sys.executable, "-c", "import sys; sys.exit('the service says no')"), "the service says no"),
        ((sys.executable, "-c", "pass"), "exit 0"),
    ],
)
def test_a_program_that_does_not_sign_is_named_with_what_it_said(command: tuple[str, ...], said: str) -> None:
    chain, _ = certified(KINDS["P-256"]())
    with pytest.raises(Unavailable) as refusal:
        operator_identity(chain, CommandKey(command))
    assert refusal.value.code == "signing_key_unreachable"
    assert said in refusal.value.reason


def test_a_key_service_that_is_away_at_the_start_signs_when_it_is_back(
    facts: CredentialClaims, tmp_path: Path
) -> None:
    chain, secret = certified(KINDS["P-256"]())
    file = tmp_path / "key.pem"
    command = shlex.join([sys.executable, "-c", PROGRAM, str(file)])
    identity = load_identity(tmp_path / "none", chain=chain, key=f"command:{command}")
    with pytest.raises(Unavailable, match="signing_key_unreachable"):
        sign(picture(), facts, identity)
    file.write_text(certified(KINDS["P-256"]())[1])
    with pytest.raises(Unavailable, match="signing_key_mismatch"):
        sign(picture(), facts, identity)
    file.write_text(secret)
    assert read(sign(picture(), facts, identity), "image/jpeg", identity=identity).ours


def test_a_key_service_that_fails_for_a_moment_is_not_taken_for_a_broken_picture(
    facts: CredentialClaims, tmp_path: Path
) -> None:
    chain, secret = certified(KINDS["P-256"]())
    inner, broken = LocalKey(secret), [True]

    class Faltering:
        def sign(self, message: bytes) -> bytes:
            if b"doublet:" not in message and broken:
                broken.clear()
                raise Unavailable("signing_key_unreachable", "It did not sign.")
            return inner.sign(message)

    with pytest.raises(Unavailable, match="signing_key_unreachable"):
        sign(picture(), facts, operator_identity(chain, Faltering()))


def test_a_key_service_that_fails_later_is_not_taken_for_a_broken_picture(
    facts: CredentialClaims, tmp_path: Path
) -> None:
    chain, secret = certified(KINDS["P-256"]())
    file = tmp_path / "key.pem"
    file.write_text(secret)
    identity = operator_identity(chain, CommandKey((sys.executable, "-c", PROGRAM, str(file))))
    file.unlink()
    with pytest.raises(Unavailable) as refusal:
        sign(picture(), facts, identity)
    assert refusal.value.code == "signing_key_unreachable"


def test_a_kind_of_key_that_no_reader_allows_is_refused() -> None:
    chain, secret = certified(ec.generate_private_key(ec.SECP256K1()))
    with pytest.raises(Unavailable) as refusal:
        operator_identity(chain, LocalKey(secret))
    assert refusal.value.code == "signing_key_unreadable"


def test_the_address_of_a_token_is_read_as_rfc_7512_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin = tmp_path / "pin"
    pin.write_text("1234\n")
    monkeypatch.setenv("TOKEN_PIN", "5678")
    address = "pkcs11:token=House%20token;object=c2pa;type=private?module-path=/lib/x.so&"
    assert token_key(f"{address}pin-source=file:{pin}") == TokenKey(
        "/lib/x.so", "House token", "c2pa", "1234"
    )
    assert token_key(f"{address}pin-source=env:TOKEN_PIN").pin == "5678"
    assert token_key(f"{address}pin-value=1").pin == "1"
    assert "1234" not in repr(token_key(f"{address}pin-source=file:{pin}"))
    with pytest.raises(Unavailable) as refusal:
        token_key("pkcs11:token=T")
    assert "object, module-path" in refusal.value.reason
    with pytest.raises(Unavailable, match="PIN"):
        token_key(f"{address}pin-source=file:/nowhere")


def test_without_its_library_a_token_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(Unavailable) as refusal:
        TokenKey("/lib/x.so", "T", "c2pa", "1").sign(b"x")
    assert refusal.value.code == "pkcs11_missing"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A software token of SoftHSM's: the path of its library, and the folder that it lives in."""
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed (extra “hsm”)")
    usual = Path("/usr/lib/softhsm/libsofthsm2.so")
    module = os.environ.get("DOUBLET_TEST_SOFTHSM", str(usual))
    if not Path(module).exists() or not shutil.which("softhsm2-util"):
        pytest.skip("no SoftHSM here: install softhsm2, or name its library in DOUBLET_TEST_SOFTHSM")
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    softhsm(module, "--init-token", "--free", "--label", "house", "--so-pin", "0000", "--pin", "1234")
    return module, folder


def softhsm(module: str, *words: str) -> None:
    subprocess.run(["softhsm2-util", "--module", module, *words], check=True, capture_output=True)


@pytest.mark.parametrize("kind", ["P-256", "P-384", "RSA"])
def test_a_key_in_a_token_signs(kind: str, token: tuple[str, Path], facts: CredentialClaims) -> None:
    module, folder = token
    chain, secret = certified(KINDS[kind]())
    (folder / "key.pem").write_text(secret)
    label, number = f"c2pa-{kind}", str(list(KINDS).index(kind) + 10)
    softhsm(module, "--import", str(folder / "key.pem"), "--token", "house", "--label", label,
            "--id", number, "--pin", "1234")  # fmt: skip
    (folder / "key.pem").unlink()
    address = f"pkcs11:token=house;object={label}?module-path={module}&pin-value=1234"
    identity = load_identity(folder / "none", chain=chain, key=address)
    assert read(sign(picture(), facts, identity), "image/jpeg", identity=identity).ours
    with pytest.raises(Unavailable) as refusal:
        token_key(address.replace("1234", "9999")).sign(b"x")
    assert refusal.value.code == "signing_key_unreachable"
    with pytest.raises(Unavailable, match="did not sign"):
        token_key(address.replace(f"object={label}", "object=other")).sign(b"x")
