import django.db.models.deletion
from django.db import migrations, models

import doublet.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_mandates_as_they_were"),
        ("publishing", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="alt_text",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="delivery",
            name="profile_version",
            field=models.CharField(
                blank=True, help_text="date of the profiles it was made by", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="report",
            field=models.JSONField(default=dict, help_text="the pre-flight report"),
        ),
        migrations.CreateModel(
            name="BatchRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "room",
                    models.PositiveSmallIntegerField(
                        help_text="per cent of the way from each limit to perfect"
                    ),
                ),
                ("likeness_room", models.PositiveSmallIntegerField(help_text="the same for her face")),
                ("set_at", models.DateTimeField(default=doublet.kernel.clock.now)),
                (
                    "model",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batch_rule",
                        to="people.modelprofile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("likeness_room__lte", 95), ("room__lte", 95)),
                        name="room_is_a_share",
                    )
                ],
            },
        ),
    ]
