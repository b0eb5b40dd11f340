"""A time stamp on a seal (RFC 3161): somebody else says when it existed at the latest.

Off unless the operator names an authority. What is sent there is a hash; no word of a paper leaves the house.
"""

from __future__ import annotations

import asyncio
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from doublet.kernel.refusals import BadInput, Unavailable

SECONDS = 4  # a signature waits for it
_MOST_BYTES = 64 * 1024
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class Authority(TimeStamper):
    """A time stamping authority that is asked over HTTP (RFC 3161 section 3.4)."""

    def __init__(self, url: str) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise BadInput(
                "timestamp_url", "The address of a time stamping authority begins with https:// or http://."
            )
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask once. Raises TimestampRequestError, which the sealing turns into a refusal."""
        answer = tsp.TimeStampResp.load(await asyncio.to_thread(self._post, req.dump()))
        token = answer["time_stamp_token"]
        if token.native is not None:  # a refusal carries none; the library says so
            told = token["content"]["encap_content_info"]["content"].parsed
            if told["message_imprint"].native != req["message_imprint"].native:
                raise TimestampRequestError("It stamped something else than what it was sent.")
        return answer

    def _post(self, query: bytes) -> bytes:
        request = Request(self.url, data=query, headers=_HEADERS)  # noqa: S310  (the scheme was checked)
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                if answer.headers.get_content_type() != _HEADERS["Accept"]:
                    raise TimestampRequestError("It did not answer with a time stamp.")
                return bytes(answer.read(_MOST_BYTES))
        except HTTPError as error:
            error.close()
            raise TimestampRequestError(f"It answered with status {error.code}.") from None
        except (OSError, URLError, ValueError) as error:
            raise TimestampRequestError("It cannot be reached.") from error


def no_timestamp(why: Exception) -> Unavailable:
    """The refusal that a caller may take as leave to seal without."""
    return Unavailable(
        "no_timestamp",
        f"The time stamping authority gave no time stamp: {why}",
        rule="HOUSE-TIMESTAMP",
        hint="Check DOUBLET_TIMESTAMP_URL.",
    )
