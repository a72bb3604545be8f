"""What somebody is told of another is kept as it was when it was told."""

from django.db import migrations, models

KEPT = [
    ("invitation", "sender_told"),
    ("invitation", "invitee_told"),
    ("seat", "told"),
    ("seat", "about_min"),
    ("party", "told"),
]


class Migration(migrations.Migration):

    dependencies = [
        ("meetups", "0004_a_ring_of_its_own_length"),
    ]

    operations = [
        migrations.AddField(model_name=model, name=name, field=models.JSONField(default=dict))
        for model, name in KEPT
    ]
