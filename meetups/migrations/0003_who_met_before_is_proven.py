"""Who met before is proven: of two, both were, at the moment of the code."""

from django.db import migrations

PROVEN = """
UPDATE meetups_party SET proven_at = m.met_at
FROM meetups_meeting m WHERE m.id = meeting_id AND m.met_at IS NOT NULL AND proven_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("meetups", "0002_tables_of_two_and_three")]

    operations = [migrations.RunSQL(PROVEN, migrations.RunSQL.noop)]
