from django.db import migrations


def keep(apps, schema_editor):
    """The history begins with the boundaries as they stand."""
    boundaries = apps.get_model("consents", "Boundaries")
    versions = apps.get_model("consents", "BoundaryVersion")
    for row in boundaries.objects.all():
        versions.objects.get_or_create(
            model_id=row.model_id,
            number=row.version,
            defaults={
                "terms": row.terms,
                "floor_minor": row.floor_minor,
                "currency": row.currency,
                "at": row.changed_at,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("consents", "0003_boundary_history")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
