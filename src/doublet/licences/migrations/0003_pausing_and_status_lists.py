import secrets

import django.db.models.deletion
from django.db import migrations, models


def draw_for_the_signed(apps, schema_editor):
    """Every licence from before the lists gets its place, by lot."""
    entries = apps.get_model("licences", "StatusEntry")
    taken = set()
    for licence in apps.get_model("licences", "Licence").objects.all():
        while (index := secrets.randbelow(131_072)) in taken:
            pass
        taken.add(index)
        entries.objects.create(licence=licence, list_number=1, index=index)


class Migration(migrations.Migration):
    dependencies = [("licences", "0002_initial")]

    operations = [
        migrations.CreateModel(
            name="StatusEntry",
            fields=[
                (
                    "licence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="status_entry",
                        serialize=False,
                        to="licences.licence",
                    ),
                ),
                ("list_number", models.PositiveIntegerField()),
                ("index", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name_plural": "status entries",
            },
        ),
        migrations.RemoveConstraint(
            model_name="licence",
            name="withdrawn_has_a_date",
        ),
        migrations.AddField(
            model_name="licence",
            name="paused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="licence",
            name="status",
            field=models.CharField(
                choices=[
                    ("active", "In force"),
                    ("paused", "Paused by the model"),
                    ("withdrawn", "Permission withdrawn"),
                ],
                default="active",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paused_at", None), ("status", "active"), ("withdrawn_at", None)),
                    models.Q(("paused_at__isnull", False), ("status", "paused"), ("withdrawn_at", None)),
                    models.Q(("status", "withdrawn"), ("withdrawn_at__isnull", False)),
                    _connector="OR",
                ),
                name="paused_and_withdrawn_have_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusentry",
            constraint=models.UniqueConstraint(
                fields=("list_number", "index"), name="one_licence_per_status_index"
            ),
        ),
        migrations.RunPython(draw_for_the_signed, migrations.RunPython.noop),
    ]
