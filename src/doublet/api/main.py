"""The API: one object, one router for each part of the house."""

from __future__ import annotations

from ninja import NinjaAPI
from ninja.operation import Operation

from doublet.api import (
    account,
    advances,
    audit,
    backgrounds,
    boundaries,
    brands,
    cases,
    consents,
    crew,
    exchange,
    ledger,
    licences,
    log,
    offers,
    packs,
    payments,
    payouts,
    people,
    publishing,
    questions,
    rates,
    retouching,
    roster,
    rulebook,
    studio,
    takeback,
    tasks,
    threads,
    twins,
    verify,
    wardrobe,
    webhooks,
)
from doublet.api.problems import explain_to

DESCRIPTION = """The same actions as the pages, for machines. Every refusal is a `Problem` with a stable code.

A token acts for its account within its scopes (`x-scope` at each operation). No token can sign a consent or
a licence: the addresses for it exist, always refuse, and write the attempt into the audit log.
Money is in whole minor units with a currency. Times are UTC."""


class Api(NinjaAPI):
    """Operations are known as ``part_function``, whatever folder their code lies in."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """E.g. ``offers_send_offer``."""
        part = operation.view_func.__module__.rpartition(".")[2]
        return f"{part}_{operation.view_func.__name__}"


api = Api(
    title="Doublet",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_extra={"info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}},
)
explain_to(api)
for part in (
    account,
    people,
    brands,
    roster,
    twins,
    crew,
    boundaries,
    consents,
    wardrobe,
    backgrounds,
    offers,
    rates,
    threads,
    questions,
    licences,
    studio,
    retouching,
    publishing,
    ledger,
    payments,
    payouts,
    advances,
    exchange,
    takeback,
    tasks,
    webhooks,
    cases,
    audit,
    verify,
    log,
    packs,
    rulebook,
):
    api.add_router("", part.router)
