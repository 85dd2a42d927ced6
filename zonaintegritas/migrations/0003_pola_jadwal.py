from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def pola_jadwal(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Rows that were loaded before months could be planned follow the month plan from now on."""
    apps.get_model("evidence", "Butir").objects.filter(
        rencana__jenis="zi", capaian_set__isnull=True
    ).update(pola="jadwal", cara_nilai="dokumen")


class Migration(migrations.Migration):
    dependencies = [("zonaintegritas", "0002_jadwal_lke")]

    operations = [migrations.RunPython(pola_jadwal, migrations.RunPython.noop)]
