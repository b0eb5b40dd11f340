from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("offers", "0004_acceptances_as_they_were")]
    operations = [
        migrations.RemoveField(model_name="offerversion", name=name)
        for name in ("accepted_at", "accepted_by_brand", "accepted_by_model_side", "memo_accepted_at")
    ]
