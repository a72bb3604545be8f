
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('sweep', 'sweeping: many new areas and many new people')], max_length=12, verbose_name='kind')),
                ('cells', models.PositiveSmallIntegerField(verbose_name='new areas')),
                ('people', models.PositiveSmallIntegerField(verbose_name='new people shown')),
                ('day', models.DateField()),
                ('raised_at', models.DateTimeField(verbose_name='raised')),
                ('last_at', models.DateTimeField(verbose_name='noticed last')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signals', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'signal',
                'verbose_name_plural': 'signals',
                'ordering': ['-raised_at'],
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'day'), name='one_signal_of_a_kind_a_day'), models.CheckConstraint(condition=models.Q(('kind__in', ['sweep'])), name='signal_kind_is_known')],
            },
        ),
    ]
