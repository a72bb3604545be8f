from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Canary',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('sung_at', models.DateTimeField()),
            ],
        ),
    ]
