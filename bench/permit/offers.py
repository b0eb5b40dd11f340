"""``python -m bench.permit.offers``: offers and licences a second over HTTP, from one client, one after the other.

A real server process and a database that is thrown away: SQLite in a fresh home, and PostgreSQL where a
server is named (``--postgres postgres://user:password@host/name``; a database of its own is made beside it).
An offer is a brief written, sent and accepted by the agent: three calls of the API with tokens. A licence is
the model's own way, since no token can sign: the memo's page read and its form sent, contract sealed.
"""

from __future__ import annotations

import argparse
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from http.client import HTTPConnection
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from bench.permit.browsing import Form, request
from rich.console import Console
from rich.table import Table


def main() -> None:
    """Read the words, measure on each database, print."""
    words = argparse.ArgumentParser(prog="python -m bench.permit.offers", description=__doc__)
    words.add_argument("--offers", type=int, default=100)
    words.add_argument("--licences", type=int, default=40)
    words.add_argument("--postgres", default=os.environ.get("DOUBLET_BENCH_POSTGRES", ""))
    words.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.child:
        _measure(given.offers, given.licences)
        return
    console = Console()
    console.print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name, url in (("SQLite", ""), ("PostgreSQL", given.postgres)):
        if name == "PostgreSQL" and not url:
            console.print("PostgreSQL: not measured, name a server with --postgres.")
            continue
        with tempfile.TemporaryDirectory(prefix="doublet-bench-") as home:
            console.print(f"[bold]{name}[/]")
            _child(given, home, url)


def _child(given: argparse.Namespace, home: str, url: str) -> None:
    """One measurement in a process of its own, since settings are read once."""
    name = f"doublet_bench_{os.getpid()}"
    if url:
        _sql(url, f"create database {name}")
    try:
        port = _free_port()
        environment = {
            **os.environ,
            "DOUBLET_HOME": home,
            "DOUBLET_DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}")) if url else "",
            "DOUBLET_REQUIRE_MFA": "false",
            "DOUBLET_SITE_URL": f"http://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "doublet.config.settings.live",
        }
        command = [sys.executable, "-m", "bench.permit.offers", "--child"]
        counts = ["--offers", str(given.offers), "--licences", str(given.licences)]
        subprocess.run([*command, *counts], env=environment, check=True)  # noqa: S603
    finally:
        if url:
            _sql(url, f"drop database if exists {name} with (force)")


def _measure(offers: int, licences: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from bench.permit.filling_offers import people
    from django.conf import settings

    port = urlsplit(settings.SITE_URL).port
    assert port is not None
    cast = people()
    command = [sys.executable, "-m", "doublet.cli", "serve", "--port", str(port), "--workers", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as site:  # noqa: S603
        try:
            with closing(_connected(port)) as line:
                made = [_timed(lambda: _offer(line, cast)) for _ in range(offers)]
                agreed = [offer for offer, _ in made]
                signed = [_timed(lambda pk=pk: _licence(line, cast, pk))[1] for pk in agreed[:licences]]  # type: ignore[misc]
        finally:
            site.terminate()
    _print(
        {
            "Offers (brief, offer, acceptance)": [each for _, each in made],
            "Licences (memo, signature)": signed,
        }
    )


def _offer(line: HTTPConnection, cast: dict[str, Any]) -> str:
    brief = request(line, "POST", "/api/v1/briefs", cast["brand"], cast["wish"])["id"]
    offer: str = request(line, "POST", f"/api/v1/briefs/{brief}/offer", cast["brand"], {})["id"]
    request(line, "POST", f"/api/v1/offers/{offer}/acceptance", cast["agent"], {"version": 1})
    return offer


def _licence(line: HTTPConnection, cast: dict[str, Any], offer: str) -> None:
    path = f"/offers/{offer}/sign"
    cookie = f"sessionid={cast['session']}"
    line.request("GET", path, headers={"Cookie": cookie})
    answer = line.getresponse()
    page = answer.read().decode()
    assert answer.status == 200, f"{answer.status} at {path}"
    token = answer.headers.get("Set-Cookie", "").partition("csrftoken=")[2].partition(";")[0]
    typed = Form(page, path).typed(name=cast["name"])
    headers = {
        "Cookie": f"{cookie}; csrftoken={token}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": cast["site"],
    }
    line.request("POST", path, urlencode(typed, doseq=True), headers)
    answer = line.getresponse()
    body = answer.read().decode()
    assert answer.status == 302, f"{answer.status} at {path}: {body[:600]}"


def _timed(what: Any) -> tuple[Any, float]:
    began = time.perf_counter()
    return what(), time.perf_counter() - began


def _print(measured: dict[str, list[float]]) -> None:
    table = Table("", "a second", "median", "p95", "count")
    for name, times in measured.items():
        cuts = quantiles(times, n=20)
        rate = len(times) / sum(times)
        table.add_row(
            name, f"{rate:.1f}", f"{cuts[9] * 1000:.0f} ms", f"{cuts[18] * 1000:.0f} ms", str(len(times))
        )
    Console().print(table)


def _connected(port: int) -> HTTPConnection:
    for _ in range(120):
        line = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            line.connect()
            return line
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not start")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _sql(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


if __name__ == "__main__":
    main()
