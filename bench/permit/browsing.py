"""A client that calls the API and fills a form as a browser would, over one open connection."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from http.client import HTTPConnection
from typing import Any


def request(line: HTTPConnection, method: str, path: str, token: str, body: dict[str, Any]) -> Any:
    """One call of the API; anything but a success ends the run with what was said."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    line.request(method, path, json.dumps(body), headers)
    answer = line.getresponse()
    said = answer.read()
    assert answer.status < 300, f"{answer.status} at {path}: {said[:600].decode()}"
    return json.loads(said)


class Form(HTMLParser):
    """The fields of the page's form that has a field called ``name``, as they stand."""

    def __init__(self, page: str, path: str) -> None:
        super().__init__()
        self.path = path
        self._fields: dict[str, str] = {}
        self._chosen: dict[str, str] = {}
        self._select = ""
        self.feed(page)

    def typed(self, *, name: str) -> dict[str, str]:
        """What a person sends who ticks every box, takes the last choice of several, and types her name."""
        return {**self._chosen, **self._fields, "name": name}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        name, kind = found.get("name", ""), found.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and found.get("value"):
            self._chosen[self._select] = found["value"]
        elif tag == "input" and name and kind == "hidden":
            self._fields[name] = found.get("value", "")
        elif tag == "input" and name and kind == "checkbox":
            self._fields[name] = "on"
        elif tag == "input" and name and kind == "radio":
            self._chosen[name] = found.get("value", "")
