"""A pasted address: what is fetched, and every way we could think of to make this machine fetch something else."""

from __future__ import annotations

import gzip
import socket
import time

import pytest

from doublet.kernel import outbound
from doublet.kernel.limits import TooOften
from doublet.kernel.refusals import BadInput
from doublet.provenance import fetching
from doublet.provenance.fetching import fetch
from doublet.provenance.tests.web import PUBLIC, Web, moved, said
from doublet.provenance.tests.web import web as web

pytestmark = pytest.mark.django_db
PICTURE = b"\xff\xd8\xff picture"
AT = "http://pictures.example/a.jpg"


def code(address: str) -> str:
    with pytest.raises(BadInput) as refused:
        fetch(address)
    assert refused.value.reason
    return refused.value.code


def test_a_picture_is_fetched_without_saying_who_asks(web: Web) -> None:
    web.pages["/a.jpg?w=2"] = said(PICTURE, "Content-Type: text/plain")
    assert fetch(f" {AT}?w=2#part ") == PICTURE
    assert web.dialled == [(PUBLIC, 80)]
    asked = web.asked[0].lower()
    assert b"host: pictures.example\r\n" in asked
    for told in (b"cookie", b"authorization", b"referer", b"gzip"):
        assert told not in asked


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.0.0.1./",
        "http://\uff11\uff12\uff17.0.0.1/",
        "http://\u2460\u2461\u2466.0.0.1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://100.100.100.200/",
        "http://169.254.169.254/latest/meta-data/",
        "http://168.63.129.16/",
        "http://192.0.0.192/",
        "http://192.88.99.1/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://239.255.255.250/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::]/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::a9fe:a9fe]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fec0::1]/",
        "http://[fc00::1]/",
        "http://[fd00:ec2::254]/",
        "http://[ff02::1]/",
        "http://[2001:db8::1]/",
    ],
)
def test_no_spelling_of_an_inner_address_is_dialled(web: Web, address: str) -> None:
    assert code(address) in {"not_an_address", "private_address"}
    assert web.dialled == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "pictures.example/a.jpg",
        "//pictures.example/a.jpg",
        "file:///etc/passwd",
        "ftp://pictures.example/a.jpg",
        "gopher://pictures.example:80/_x",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "http://",
        "http:///a.jpg",
        "http://[::1",
        "http://pictures.example:22/",
        "http://pictures.example:8080/",
        "http://pictures.example:99999/",
        "http://pictures.example:x/",
        "http://user@pictures.example/",
        "http://user:secret@pictures.example/",
        "http://pictures.example@127.0.0.1/",
        "http://127.0.0.1\\@pictures.example/",
        "http://pictures.example/a b",
        "http://pictures.example/\r\nHost: inner",
        "http://pictures.example\t.evil/",
        f"http://pictures.example/{'a' * 3000}",
        f"http://{'a' * 300}.example/",
        "http://exa..mple/",
    ],
)
def test_what_is_no_web_address_is_refused_before_anything_is_asked(web: Web, address: str) -> None:
    assert code(address) == "not_an_address"
    assert web.dialled == []


def test_a_name_that_leads_inside_is_refused_whatever_else_it_has(web: Web) -> None:
    for inner in (
        "127.0.0.1",
        "10.1.2.3",
        "::1",
        "::ffff:10.0.0.1",
        "169.254.169.254",
        "fe80::1%eth0",
        "junk",
    ):
        web.names["sly.example"] = [[PUBLIC, inner]]
        assert code("http://sly.example/") == "private_address"
    web.names["nowhere.example"] = [[]]
    assert code("http://nowhere.example/") == "private_address"
    assert web.dialled == []


def test_a_name_that_changes_its_mind_is_asked_only_once(web: Web) -> None:
    web.names["rebind.example"] = [[PUBLIC], ["127.0.0.1"]]
    web.pages["/"] = said(PICTURE)
    assert fetch("http://rebind.example/") == PICTURE
    assert web.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/",
        "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/",
        "//169.254.169.254/latest",
        "http://inner.example/",
        "file:///etc/passwd",
        "http://user@pictures.example/",
        "http://pictures.example:6379/",
        "http://[::1",
    ],
)
def test_a_redirect_is_held_to_the_same(web: Web, to: str) -> None:
    web.names["inner.example"] = [["192.168.0.5"]]
    web.pages["/a.jpg"] = moved(to)
    assert code(AT) in {"not_an_address", "private_address"}
    assert web.dialled == [(PUBLIC, 80)]


def test_three_redirects_are_followed_and_a_fourth_is_not(web: Web) -> None:
    web.pages |= {f"/{n}": moved(f"/{n - 1}") for n in range(1, 6)} | {"/0": said(PICTURE)}
    assert fetch("http://pictures.example/3") == PICTURE
    assert code("http://pictures.example/4") == "too_many_redirects"
    web.pages["/loop"] = moved("/loop")
    web.dialled.clear()
    assert code("http://pictures.example/loop") == "too_many_redirects"
    assert len(web.dialled) == 4


def test_a_name_that_turns_inward_between_two_redirects_is_refused(web: Web) -> None:
    web.names["turning.example"] = [[PUBLIC], ["10.0.0.1"]]
    web.pages["/a"] = moved("/b")
    assert code("http://turning.example/a") == "private_address"
    assert web.dialled == [(PUBLIC, 80)]


def test_too_much_is_refused_while_it_comes_in(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 200_000)
    sent = 0

    def endless(connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(bytes(50_000))
            sent += 50_000

    def chunks(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"c350\r\n" + bytes(50_000) + b"\r\n")

    web.pages |= {"/endless": endless, "/chunks": chunks}
    web.pages["/claims"] = said(b"x", "Content-Length: 99999999")
    for path in ("endless", "chunks", "claims"):
        assert code(f"http://pictures.example/{path}") == "too_large"
    assert sent < 20_000_000


@pytest.mark.parametrize(
    "answer",
    [
        said(PICTURE, "Content-Length: 500"),
        said(PICTURE, "Content-Length: -5"),
        said(PICTURE, "Content-Length: many"),
        said(b"zz\r\nxx", "Transfer-Encoding: chunked"),
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        said(gzip.compress(bytes(10**6)), "Content-Encoding: gzip"),
        said(gzip.compress(bytes(10**6)), "Content-Encoding: GZIP, br"),
    ],
)
def test_broken_and_compressed_answers(web: Web, answer: bytes) -> None:
    web.pages["/a.jpg"] = answer
    if b"Length: -5" in answer or b"Length: many" in answer:
        assert fetch(AT) == PICTURE, "a nonsense length is not believed; the end of the line counts"
    else:
        assert code(AT) == "answer_broken"


@pytest.mark.parametrize("where", ["head", "body", "going on"])
def test_drip_feeding_does_not_hold_us(web: Web, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.5)

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: " if where == "head" else b"HTTP/1.1 200 OK\r\n\r\n")
        while where != "going on":
            time.sleep(0.05)
            connection.sendall(b"x")
        while True:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            time.sleep(0.02)

    web.pages["/a.jpg"] = drip
    started = time.monotonic()
    assert code(AT) == "too_slow"
    assert time.monotonic() - started < 2


def test_a_slow_name_and_a_closed_door(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_host: str, _port: int) -> list[str]:
        time.sleep(0.6)
        return [PUBLIC]

    def closed(_ip: str, _port: int, _seconds: float) -> socket.socket:
        raise ConnectionRefusedError

    monkeypatch.setattr(outbound, "dial", closed)
    assert code(AT) == "no_answer"
    monkeypatch.setattr(outbound, "names", slow)
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    assert code(AT) == "too_slow"


def test_a_server_that_speaks_no_tls_where_it_should(web: Web) -> None:
    web.pages["/a.jpg"] = said(PICTURE)
    assert code(AT.replace("http:", "https:")) in {"no_answer", "too_slow"}
    assert web.dialled == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><title>x", b"\xef\xbb\xbf\n <HTML>", b"<?xml version='1.0'?>\n<!doctype html>"]
)
def test_a_page_is_told_from_a_picture(web: Web, page: bytes) -> None:
    web.pages["/a.jpg"] = said(page, "Content-Type: image/jpeg")
    assert code(AT) == "page_not_picture"


def test_a_refusal_of_the_server_is_named(web: Web) -> None:
    web.pages["/a.jpg"] = said(b"no", status="403 Forbidden")
    assert code(AT) == "server_refused"


def test_nobody_sends_us_at_a_server_again_and_again(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_OF_A_SERVER", 2)
    web.pages["/a.jpg"] = said(PICTURE)
    fetch(AT)
    fetch(AT.replace("pictures", "PICTURES"))
    with pytest.raises(TooOften):
        fetch(AT)
    assert len(web.dialled) == 2
