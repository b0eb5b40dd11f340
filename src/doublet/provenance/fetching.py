"""A picture from an address that somebody pasted. It is read into memory and nowhere else."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from doublet.kernel import limits, outbound
from doublet.kernel.refusals import BadInput

MOST_BYTES = 25 * 2**20
SECONDS = 10.0
MOST_REDIRECTS = 3
# So that nobody sends this instance at somebody else's server again and again.
MOST_OF_A_SERVER, SERVER_SECONDS = 120, 600
_ELSEWHERE = {301, 302, 303, 307, 308}
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|\?xml[^>]*>\s*<!doctype\s+html)", re.I
)


def fetch(address: str) -> bytes:
    """What lies at an address: whatever it is, `decode` judges it by its content.

    Raises:
        BadInput: as `outbound.ask`; ``too_many_redirects``, ``server_refused``, ``page_not_picture``.
        TooOften: that server was asked too often from here.
    """
    deadline = outbound.Deadline(SECONDS)
    for _ in range(MOST_REDIRECTS + 1):
        server = outbound.host_of(outbound.split(address))
        limits.count("fetch-from", server, most=MOST_OF_A_SERVER, seconds=SERVER_SECONDS)
        reply = outbound.ask(address, deadline=deadline, most=MOST_BYTES, headers={"Accept": "image/*"})
        if reply.status not in _ELSEWHERE:
            return _picture(reply)
        address = _next(address, reply)
    raise BadInput(
        "too_many_redirects",
        f"The address led elsewhere more than {MOST_REDIRECTS} times.",
        hint="Open the picture in a browser and copy the address that stands there then.",
    )


def _next(address: str, reply: outbound.Reply) -> str:
    try:
        return urljoin(address.strip(), reply.headers.get("location", ""))
    except ValueError:
        raise BadInput("not_an_address", "The address led to one that cannot be opened.") from None


def _picture(reply: outbound.Reply) -> bytes:
    if reply.status != 200:
        raise BadInput(
            "server_refused",
            f"The server did not hand the picture out; it answered {reply.status}.",
            hint="Save the picture and hand the file in instead.",
        )
    if _PAGE.match(reply.body[:1024]):
        raise BadInput(
            "page_not_picture",
            "This is the address of a page, not of a picture.",
            hint="Open the picture itself in a new tab and copy that address.",
        )
    return reply.body
