from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='instansi',
            name='pemutus_pengecualian',
            field=models.CharField(choices=[('ketua', 'Ketua'), ('inspektorat', 'Inspektorat')], default='ketua', help_text='Yang memutus Nihil, Tidak berlaku, dan Tidak dapat dipenuhi.', max_length=12, verbose_name='pemutus pengecualian'),
        ),
    ]
