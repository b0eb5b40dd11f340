"""Who accepted what moves into rows of its own, as far as it was written down."""

from django.db import migrations

AGENT = "agent"


def move(apps, schema_editor):
    Version, Acceptance, Mandate = (
        apps.get_model(app, name)
        for app, name in (("offers", "OfferVersion"), ("offers", "Acceptance"), ("people", "Mandate"))
    )
    for version in Version.objects.select_related("offer__model").iterator():
        model = version.offer.model
        decided = version.accepted_at or version.proposed_at
        brand, hers = version.accepted_by_brand, version.accepted_by_model_side
        if brand:
            at = version.proposed_at if version.party == "brand" else decided
            Acceptance.objects.create(version=version, party="brand", by=brand, at=at)
        if hers:
            at = decided if version.party == "brand" else version.proposed_at
            party, mandate = "model", None
            if hers.role == AGENT:
                given = Mandate.objects.filter(model=model, agency_id=hers.agency_id)
                party, mandate = AGENT, given.order_by("-given_at").first()
            if party != AGENT or mandate:
                Acceptance.objects.create(version=version, party=party, by=hers, mandate=mandate, at=at)
        if version.memo_accepted_at:
            Acceptance.objects.create(
                version=version, of="memo", party="model", by_id=model.user_id, at=version.memo_accepted_at
            )


class Migration(migrations.Migration):
    dependencies = [("offers", "0003_the_thread"), ("people", "0004_mandates_as_they_were")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
