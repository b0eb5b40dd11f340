"""The C2PA manifests of the files made under a licence, as JSON: what each of them says of itself, without its pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from doublet.engines import signer
from doublet.kernel.refusals import Refused
from doublet.licences.folder.parts import File, in_json
from doublet.provenance.identity import identity
from doublet.provenance.marking import stored
from doublet.provenance.models import Credential


def manifests_under(licences: Iterable[str]) -> Iterator[File]:
    """One file for each registered file that can still be opened: pictures of a deleted twin cannot."""
    made = Credential.objects.filter(licence__in=list(licences), status=Credential.Status.READY)
    for credential in made.select_related("licence__twin_version__twin").order_by("pk"):
        try:
            data = stored(credential)
        except Refused:
            continue
        if told := signer.manifests(data, signer.media_type(data), identity=identity()):
            words = f"What stands in the {credential.kind} {credential.pk}, and what its check found"
            yield in_json(f"manifests/{credential.pk}.c2pa.json", told, words)
