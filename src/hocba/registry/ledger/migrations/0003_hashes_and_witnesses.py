"""Find an entry by its hash; keep what an authority and witnesses say of a head, for ever."""

import django.db.models.deletion
from django.db import migrations, models

from hocba.adapters.guards import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('witness', models.CharField(max_length=200)),
                ('line', models.CharField(max_length=500)),
                ('kept_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Timestamp',
            fields=[
                ('checkpoint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='ledger.checkpoint')),
                ('token', models.BinaryField()),
                ('kept_at', models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            model_name='entry',
            name='leaf',
            field=models.BinaryField(),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(models.Func(models.F('leaf'), template="sha256('\\x00'::bytea || %(expressions)s)"), name='leaf_entered_once'),
        ),
        migrations.AddField(
            model_name='cosignature',
            name='checkpoint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='ledger.checkpoint'),
        ),
        migrations.AddConstraint(
            model_name='cosignature',
            constraint=models.UniqueConstraint(models.F('checkpoint'), models.F('witness'), name='one_cosignature_a_witness'),
        ),
        append_only("ledger_timestamp"),
        append_only("ledger_cosignature"),
    ]
