"""What is over may forget where it was, and from which session it came."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0010_what_is_old_is_found'),
        ('meetups', '0006_what_was_told_before'),
        ('places', '0001_meeting_points'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='meeting',
            name='meeting_has_one_beginning',
        ),
        migrations.AlterField(
            model_name='meeting',
            name='point',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.meetingpoint'),
        ),
        migrations.AlterField(
            model_name='party',
            name='session',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='matching.availability'),
        ),
        migrations.AlterField(
            model_name='party',
            name='walk_min',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(condition=models.Q(('settled_at__isnull', False)), fields=['settled_at'], name='settled_invitations_by_age'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(condition=models.Q(('over_at__isnull', False), ('point__isnull', False)), fields=['over_at'], name='meetings_to_forget'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(condition=models.Q(('met_at__isnull', True), ('over_at__isnull', False)), fields=['over_at'], name='unproven_meetings_by_end'),
        ),
        migrations.AddIndex(
            model_name='table',
            index=models.Index(condition=models.Q(('settled_at__isnull', False)), fields=['settled_at'], name='settled_tables_by_age'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('invitation__isnull', False), ('table__isnull', True)), models.Q(('invitation__isnull', True), ('table__isnull', False)), models.Q(models.Q(('state__in', ('agreed', 'under-way', 'met')), _negated=True), ('invitation__isnull', True), ('table__isnull', True)), _connector='OR'), name='meeting_has_one_beginning'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('agreed', 'under-way', 'met')), _negated=True), ('point__isnull', False), _connector='OR'), name='running_meeting_has_a_place'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('running', False), models.Q(('session__isnull', False), ('walk_min__isnull', False)), _connector='OR'), name='running_party_walks_from_a_session'),
        ),
    ]
