"""What is to be deleted is found by its age."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0009_the_copy_knows_how_people_are_reached'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='acquaintance',
            index=models.Index(fields=['met_at'], name='acquaintances_by_meeting'),
        ),
        migrations.AddIndex(
            model_name='availability',
            index=models.Index(condition=models.Q(('state', 'ended')), fields=['ended_at'], name='ended_sessions_by_age'),
        ),
        migrations.AddIndex(
            model_name='cooldown',
            index=models.Index(condition=models.Q(('until__isnull', False)), fields=['until'], name='cool_downs_by_end'),
        ),
    ]
