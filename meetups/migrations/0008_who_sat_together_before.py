"""Who sat together before that was written down: whoever has not met since is not rung together again."""

from django.db import migrations

UNMET = """
INSERT INTO matching_unmet (low_id, high_id)
SELECT DISTINCT one.person_id, other.person_id
FROM meetups_seat one
JOIN meetups_seat other ON other.table_id = one.table_id AND one.person_id < other.person_id
JOIN meetups_table t ON t.id = one.table_id
WHERE NOT EXISTS (
    SELECT FROM matching_acquaintance a
    WHERE a.low_id = one.person_id AND a.high_id = other.person_id AND a.met_at >= t.offered_at
)
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("meetups", "0007_what_is_over_is_forgotten"),
        ("matching", "0011_who_was_rung_together"),
    ]

    operations = [migrations.RunSQL(UNMET, migrations.RunSQL.noop)]
