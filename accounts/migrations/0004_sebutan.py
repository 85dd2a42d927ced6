"""What an institution calls its verifiers; a KPU has no Inspektorat."""

from typing import Any

from django.db import migrations, models

KPU = ("kpu-ntt", "kpu-ntt-contoh")


def kpu(apps: Any, schema_editor: Any) -> None:
    """Give the institutions of the KPU that exist already their word."""
    apps.get_model("accounts", "Instansi").objects.filter(kode__in=KPU).update(
        sebutan_verifikator="verifikator"
    )


class Migration(migrations.Migration):
    """Adds Instansi.sebutan_verifikator."""

    dependencies = [
        ("accounts", "0003_koordinator"),
    ]

    operations = [
        migrations.AddField(
            model_name="instansi",
            name="sebutan_verifikator",
            field=models.CharField(
                default="Inspektorat",
                help_text="Dipakai pada tombol, status, dan pesan, misalnya Kirim ke Inspektorat.",
                max_length=40,
                verbose_name="sebutan pemverifikasi",
            ),
        ),
        migrations.RunPython(kpu, migrations.RunPython.noop),
    ]
