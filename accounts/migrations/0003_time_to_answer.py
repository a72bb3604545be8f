"""Who needs more time to answer an invitation chooses it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_a_wider_area'),
    ]

    operations = [
        migrations.AddField(
            model_name='profile',
            name='answer_s',
            field=models.PositiveSmallIntegerField(choices=[(90, '90 s'), (180, '3 min'), (300, '5 min')], default=90, verbose_name='seconds to answer'),
        ),
        migrations.AddConstraint(
            model_name='profile',
            constraint=models.CheckConstraint(condition=models.Q(('answer_s__in', [90, 180, 300])), name='profile_answer_s'),
        ),
    ]
