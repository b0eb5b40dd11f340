"""Mandates from before kinds and last days, and members from before admins, keep what they meant."""

from datetime import timedelta

from django.db import migrations


def keep_their_meaning(apps, schema_editor):
    Mandate = apps.get_model("people", "Mandate")
    seen = set()
    for mandate in Mandate.objects.order_by("given_at", "id"):
        mandate.ends_on = mandate.given_at.date() + timedelta(days=3 * 365)
        if mandate.ended_at is None:
            # The second of two living mandates used to be paid as the mother agency.
            if mandate.model_id in seen:
                already = Mandate.objects.filter(model_id=mandate.model_id, kind="mother", ended_at=None)
                mandate.kind = "agent" if already.exists() else "mother"
            seen.add(mandate.model_id)
        mandate.save()
    apps.get_model("people", "User").objects.filter(role__in=["agent", "brand"]).update(house_admin=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_mandates_invitations_identity")]
    operations = [migrations.RunPython(keep_their_meaning, migrations.RunPython.noop)]
