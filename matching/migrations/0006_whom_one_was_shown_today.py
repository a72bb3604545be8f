
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_a_wider_area'),
        ('matching', '0005_public_counts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('viewer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                ('at', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), blank=True, default=list, size=None)),
                ('oldest_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'seen',
                'indexes': [models.Index(fields=['oldest_at'], name='seen_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(('at__len', models.F('people__len')), ('people__len__lte', 60)), name='seen_sixty_a_day')],
            },
        ),
    ]
