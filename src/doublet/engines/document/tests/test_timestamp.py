"""A paper's time stamp, against a small authority of our own on this machine."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from doublet.engines.document import Authority, Stamp, read_stamp, stamp
from doublet.kernel.refusals import BadInput, Unavailable

WHEN = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
PAPER = hashlib.sha256(b"a paper").digest()


class Tsa(HTTPServer):
    """Answers as told: a good stamp, a refusal, another hash's stamp, or nonsense."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = "good"
        self.asked: list[tsp.TimeStampReq] = []
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A test authority")])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(7)
            .not_valid_before(WHEN - timedelta(days=900))
            .not_valid_after(WHEN + timedelta(days=900))
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .sign(key, hashes.SHA256())
        )
        der = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.pem = certificate.public_bytes(serialization.Encoding.PEM)
        self.stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
            keys.PrivateKeyInfo.load(der),
            fixed_dt=WHEN,
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/tsa"


class _Handler(BaseHTTPRequestHandler):
    server: Tsa

    def do_POST(self) -> None:
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        kind = self.server.answer
        if kind == "down":
            self.send_error(503)
            return
        if kind == "another":
            asked["message_imprint"]["hashed_message"] = b"\0" * 32
        answer = self.server.stamper.request_tsa_response(asked)
        if kind == "refused":
            answer = tsp.TimeStampResp({"status": {"status": "rejection"}})
        body = b"not asn.1 at all" if kind == "nonsense" else answer.dump()
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if kind == "page" else "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def tsa() -> Iterator[Tsa]:
    server = Tsa()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def stamped(tsa: Tsa) -> bytes:
    return stamp(PAPER, Authority(tsa.url))


def test_a_stamp_says_when_and_by_whom(tsa: Tsa) -> None:
    assert read_stamp(stamped(tsa), PAPER) == Stamp(WHEN, "Common Name: A test authority")


def test_only_a_hash_reaches_the_authority(tsa: Tsa) -> None:
    stamped(tsa)
    assert tsa.asked
    for asked in tsa.asked:
        assert asked["message_imprint"]["hash_algorithm"]["algorithm"].native == "sha256"
        assert asked["message_imprint"]["hashed_message"].native == PAPER
        assert len(asked.dump()) < 120


@pytest.mark.parametrize("answer", ["down", "refused", "another", "nonsense", "page"])
def test_an_authority_that_gives_no_sound_stamp_is_named(tsa: Tsa, answer: str) -> None:
    tsa.answer = answer
    with pytest.raises(Unavailable) as refused:
        stamped(tsa)
    assert refused.value.code == "no_timestamp"


def test_an_authority_that_is_not_there_is_named() -> None:
    with pytest.raises(Unavailable):
        stamp(PAPER, Authority("http://127.0.0.1:9/tsa"))
    with pytest.raises(BadInput):
        Authority("file:///etc/passwd")


def test_a_stamp_is_of_one_paper_and_holds_no_change(tsa: Tsa) -> None:
    token = stamped(tsa)
    with pytest.raises(BadInput, match="another paper"):
        read_stamp(token, hashlib.sha256(b"another paper").digest())
    for at in range(0, len(token), 37):
        changed = bytearray(token)
        changed[at] ^= 1
        try:
            found = read_stamp(bytes(changed), PAPER)
        except BadInput:
            continue
        assert found.at == WHEN  # a bit that nothing is proved by, such as one of a name
    with pytest.raises(BadInput):
        read_stamp(b"no token", PAPER)


def test_openssl_agrees_about_the_stamp(tsa: Tsa, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl is not installed: install it to check time stamps with a second reader")
    (tmp_path / "token").write_bytes(stamped(tsa))
    (tmp_path / "paper").write_bytes(b"a paper")
    (tmp_path / "ca.pem").write_bytes(tsa.pem)
    told = subprocess.run(
        [openssl, "ts", "-verify", "-data", "paper", "-in", "token", "-token_in", "-CAfile", "ca.pem"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Verification: OK" in told.stdout + told.stderr
