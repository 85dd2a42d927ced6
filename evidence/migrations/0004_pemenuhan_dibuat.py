"""Since when a document is required: past days are counted without what was added later."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("evidence", "0003_tampilan")]

    operations = [
        # Two steps: rows that exist were required from the start and keep no date.
        migrations.AddField(
            model_name="pemenuhan",
            name="dibuat",
            field=models.DateTimeField(null=True, blank=True, verbose_name="diminta sejak"),
        ),
        migrations.AlterField(
            model_name="pemenuhan",
            name="dibuat",
            field=models.DateTimeField(
                blank=True,
                default=django.utils.timezone.now,
                help_text="Kosong: sejak awal.",
                null=True,
                verbose_name="diminta sejak",
            ),
        ),
    ]
