"""An invitation rings as long as its invitee needs, and the minute more is added once at most."""

import datetime
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0008_how_people_are_reached'),
        ('meetups', '0003_who_met_before_is_proven'),
        ('places', '0001_meeting_points'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='rings_for',
            field=models.DurationField(default=datetime.timedelta(seconds=90)),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('sent_at'), '+', models.F('rings_for'))), ('extended_at', None)), models.Q(('expires_at__lte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('sent_at'), '+', models.F('rings_for')), '+', models.Value(datetime.timedelta(seconds=60)))), ('extended_at__isnull', False)), _connector='OR'), name='invitation_extended_once_at_most'),
        ),
    ]
