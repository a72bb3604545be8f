from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0004_what_people_plan'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicCount',
            fields=[
                ('cell', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('slot', models.BigIntegerField()),
                ('at_least', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('at_least', 0), ('at_least__gte', 5), _connector='OR'), name='public_count_is_floored')],
            },
        ),
    ]
