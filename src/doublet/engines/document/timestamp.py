"""A time stamp on a paper (RFC 3161): somebody else says when it existed at the latest. It lies beside the paper.

Off unless the operator names an authority. What is sent there is a hash; no word of a paper leaves the house.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from asn1crypto import cms, tsp
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from doublet.kernel.refusals import BadInput, Unavailable

SECONDS = 10
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


@dataclass(frozen=True)
class Stamp:
    """What a time stamp proves. Whether to trust the authority is the reader's choice."""

    at: datetime
    by: str


def stamp(sha256: bytes, authority: Authority) -> bytes:
    """Have the hash of a paper stamped; answers the token (DER), which proves the time without the authority.

    Raises:
        Unavailable: ``no_timestamp``: the authority did not answer, or with something that does not hold.
    """
    try:
        token = asyncio.run(authority.async_timestamp(sha256, "sha256")).dump()
        read_stamp(token, sha256)
    except (TimestampRequestError, BadInput, ValueError, TypeError, KeyError) as error:
        raise _no_timestamp(error) from error
    return bytes(token)


def read_stamp(token: bytes, sha256: bytes) -> Stamp:
    """What a token proves of a paper with this hash, checked offline.

    Raises:
        BadInput: ``timestamp_broken``: it was changed, or is of another paper.
    """
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
        context = ValidationContext(trust_roots=[], allow_fetching=False)
        told = asyncio.run(validate_tst_signed_data(signed, context, lambda _: sha256))
        status = TimestampSignatureStatus(**told)
    except (SigningError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _broken() from error
    if not (status.intact and status.valid):
        raise _broken()
    return Stamp(status.timestamp, str(status.signing_cert.subject.human_friendly))


def _broken() -> BadInput:
    return BadInput(
        "timestamp_broken", "This time stamp was changed, or is of another paper.", rule="HOUSE-TIMESTAMP"
    )


def _no_timestamp(why: Exception) -> Unavailable:
    return Unavailable(
        "no_timestamp",
        f"The time stamping authority gave no time stamp: {why}",
        rule="HOUSE-TIMESTAMP",
        hint="Check DOUBLET_TIMESTAMP_URL.",
    )
