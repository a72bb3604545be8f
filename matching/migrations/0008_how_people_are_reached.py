"""How long an invitation rings at a person, and until when push reaches them, stand on the open session."""

import datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0007_who_may_see_me_holds_at_once'),
    ]

    operations = [
        migrations.AddField(
            model_name='availability',
            name='answer_for',
            field=models.DurationField(default=datetime.timedelta(seconds=90), editable=False),
        ),
        migrations.AddField(
            model_name='availability',
            name='push_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
