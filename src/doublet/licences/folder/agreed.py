"""The chapters about what was agreed: the parties, the thread, the memo, her consents, the contract."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from doublet.consents.models import Consent
from doublet.consents.queries import paper, visible_consents
from doublet.consents.queries import why_not_genuine as consent_problem
from doublet.consents.terms import UseTerms
from doublet.engines import document
from doublet.kernel.canonical import digest
from doublet.kernel.money import Money
from doublet.kernel.refusals import Unavailable
from doublet.licences import queries, seals
from doublet.licences.folder.parts import Chapter, Entry, File, in_json, moment
from doublet.licences.machine import adcp, credential, issuer, odrl
from doublet.licences.memo import memo
from doublet.licences.models import Licence
from doublet.offers import wording
from doublet.offers.models import Acceptance, OfferVersion
from doublet.offers.shares import Commission, split
from doublet.people.models import User
from doublet.twins.crew import credited


def parties(licence: Licence, _reader: User) -> Chapter:
    """Who they are, and how they are known here."""
    model, brand, twin = licence.model, licence.brand, licence.twin_version.twin
    residence = (("Residence", model.residence),)
    entries = [
        Entry(
            f"The model: {model.legal_name}",
            words=("A fictional demo person.",) if model.fictional else (),
            facts=(("Known as", str(model)), ("Id", model.pk), ("Her twin", twin.pseudonym), *residence),
        ),
        Entry(
            f"The brand: {brand.name}",
            facts=(("Id", brand.pk), ("Address", ", ".join(brand.address.splitlines()) or brand.country)),
        ),
        Entry(
            f"The instance: {settings.PLATFORM_NAME}",
            words=("It keeps these books and seals the papers. It is no party to the licence.",),
            facts=(("Address", settings.SITE_URL), ("Known to machines as", issuer.did())),
        ),
    ]
    entries += [
        Entry(
            f"{member.get_role_display()}: {member.name}",
            words=("Worked on the photos behind the twin, and permits their use.",),
        )
        for member in credited(licence.twin_version)
    ]
    return Chapter("parties", "Who", "The two parties, and who keeps the books.", tuple(entries))


def thread(licence: Licence, _reader: User) -> Chapter:
    """Every version, with what it changed, who said yes to it, and what was written beside it."""
    offer = licence.version.offer
    versions = list(offer.versions.select_related("proposed_by").order_by("number"))
    said = [_version(version) for version in versions]
    said += [_yes(yes) for version in versions for yes in version.acceptances.select_related("by")]
    said += [
        Entry(f"{message.get_party_display().capitalize()} wrote", message.at, words=(message.words,))
        for message in offer.messages.all()
    ]
    said.sort(key=lambda entry: str(entry.at))
    files = tuple(
        in_json(f"version-{version.number}.json", _as_data(version), f"Version {version.number}, whole")
        for version in versions
    )
    return Chapter(
        "offer",
        "How it came about",
        f"The thread about “{offer.brief}”. Versions are never edited: each is a whole proposal of its own.",
        tuple(said),
        files,
    )


def deal_memo(licence: Licence, _reader: User) -> Chapter:
    """The memo in the words that she accepted, in her language, and when."""
    accepted = licence.version.memo_accepted_at
    when = f"She accepted it on {moment(accepted)}." if accepted else "It was not accepted."
    lead = f"What she read before she signed. {when}"
    if not licence.memo:
        terms = UseTerms.from_dict(licence.terms)
        shares = split(
            Money(terms.gross_minor, terms.currency),
            commissions=tuple(
                Commission(party, points, holder) for party, holder, points in licence.commissions
            ),
        )
        again = memo(terms, brand=licence.brand.name, split=shares)
        told = tuple(Entry(point.heading, words=(point.words,)) for point in again)
        return Chapter(
            "memo", "The deal memo", f"{lead} Its words were not kept then: these are today’s.", told
        )
    changed = digest(licence.memo) != licence.memo_sha256
    state = "It was changed on file since." if changed else f"sha256 {licence.memo_sha256}."
    return Chapter(
        "memo",
        "The deal memo",
        f"{lead} In her language ({licence.memo['language']}), word for word. {state}",
        tuple(Entry(heading, words=(words,)) for heading, words in licence.memo["points"]),
        (in_json("memo.json", licence.memo, "The memo as it was hashed"),),
    )


def consents(licence: Licence, reader: User) -> Chapter:
    """The documents that the licence rests on: whole for those who may read them, by their hash for others."""
    under = (licence.consent, licence.creation_consent)
    readable = set(
        visible_consents(reader).filter(pk__in=[each.pk for each in under]).values_list("pk", flat=True)
    )
    return Chapter(
        "consents",
        "Her consents",
        "Each is a document of its own that she signed herself. The licence is a part of them and no more.",
        tuple(_consent(each, whole=each.pk in readable) for each in under),
        tuple(file for each in under if each.pk in readable for file in _consent_files(each)),
    )


def _stamp_in_words(licence: Licence) -> str:
    found = queries.stamp_of(licence)
    if found is None:
        return "none: no authority was named"
    if found.stamped_at is None:
        return "waits for the authority"
    return f"{moment(found.stamped_at)}, by {found.stamped_by}"


def _stamp(licence: Licence) -> tuple[File, ...]:
    found = queries.stamp_of(licence)
    if found is None or found.stamped_at is None:
        return ()
    words = "Its time stamp (RFC 3161): openssl ts -verify -data contract.pdf -in contract.pdf.tst -token_in -CAfile CA"
    return (File("contract.pdf.tst", bytes(found.token), words),)


def contract(licence: Licence, _reader: User) -> Chapter:
    """The sealed paper, the frozen terms, and the same for machines."""
    uid, problem = queries.address(licence), seals.why_not_genuine(licence)
    facts: tuple[tuple[str, str], ...] = (
        ("Signed by", licence.typed_name),
        ("sha256 of the contract", licence.contract_sha256),
        ("sha256 of the frozen terms", licence.terms_sha256),
        ("On file", f"not as signed: {problem}" if problem else "exactly as it was signed"),
    )
    papers: tuple[File, ...] = ()
    try:
        pdf = queries.contract(licence)
    except Unavailable as gone:
        facts += (("Paper", gone.reason),)
    else:
        seal = document.read_seal(pdf)
        facts += (("Seal", seal.words), ("Time stamp", _stamp_in_words(licence)))
        papers = (File("contract.pdf", pdf, "The contract as sealed (PDF/A-2b, PAdES)"), *_stamp(licence))
    files = (
        *papers,
        in_json("terms.json", licence.terms, "The frozen terms, as the gate reads them"),
        File("licence-seal.jws", f"{licence.seal}\n".encode(), "The instance's signature over the licence"),
        in_json("odrl.jsonld", odrl.agreement(licence, uid=uid), "The licence as an ODRL 2.2 agreement"),
        File(
            "credential.jwt",
            f"{credential.credential_jwt(licence, uid=uid)}\n".encode(),
            "The licence as a W3C Verifiable Credential 2.0",
        ),
        in_json(
            "rights-constraint.json", adcp.constraint(licence), "As an AdCP rights constraint (experimental)"
        ),
    )
    return Chapter(
        "contract",
        "The contract",
        "What both signed. The gate reads the same terms before every picture.",
        (Entry("Licence contract", licence.signed_at, facts=facts),),
        files,
    )


def _version(version: OfferVersion) -> Entry:
    changes = wording.differences(version.changes, version.terms["currency"])
    return Entry(
        f"Version {version.number}, proposed by {version.get_party_display()} ({version.proposed_by})",
        version.proposed_at,
        words=(version.note,) if version.note else (),
        facts=tuple((name, f"{before} → {after}") for name, before, after in changes)
        or (*wording.facts(UseTerms.from_dict(version.terms)),),
    )


def _yes(yes: Acceptance) -> Entry:
    what = f"{yes.get_of_display()} of version {yes.version.number}"
    if yes.of == Acceptance.Of.VERSION:
        what = f"version {yes.version.number}"
    who = f"{yes.by}, {yes.mandate.agency}, under a mandate of hers" if yes.mandate else str(yes.by)
    return Entry(f"{yes.get_party_display().capitalize()} ({who}) said yes to {what}", yes.at)


def _as_data(version: OfferVersion) -> dict[str, object]:
    return {
        "version": version.pk,
        "number": version.number,
        "party": version.party,
        "proposed_at": version.proposed_at.isoformat(),
        "terms": version.terms,
        "terms_sha256": version.terms_sha256,
        "quote": version.quote,
        "changes": version.changes,
        "note": version.note,
    }


def _consent(consent: Consent, *, whole: bool) -> Entry:
    problem = consent_problem(consent)
    facts = [
        ("Id", consent.pk),
        ("Signed", moment(consent.signed_at) if consent.signed_at else "never"),
        ("Covers", f"{consent.starts} to {consent.ends}"),
        ("sha256 of its text", consent.text_sha256),
        ("On file", f"not as signed: {problem}" if problem else "exactly as it was signed"),
    ]
    if consent.withdrawn_at:
        facts.append(("Withdrawn", moment(consent.withdrawn_at)))
    words = (consent.text,) if whole else ("Its text is hers; you see that it exists and which one it is.",)
    return Entry(consent.get_kind_display(), consent.signed_at, consent.status, words, tuple(facts))


def _consent_files(consent: Consent) -> Iterator[File]:
    name = consent.kind.replace("_", "-")
    yield File(f"{name}.txt", consent.text.encode(), "The exact words that she was shown and signed")
    if consent.pdf:
        yield File(f"{name}.pdf", paper(consent), "The same on paper, sealed")
    yield in_json(f"{name}-receipt.json", consent.receipt, "The receipt that she got for it")
