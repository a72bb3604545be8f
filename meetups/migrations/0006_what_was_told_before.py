"""What stands in older rows is told as the people are now."""

from django.db import migrations

TOLD = """
UPDATE {table} row SET {column} = jsonb_build_object(
    'id', s.id, 'first_name', p.first_name, 'last_name', p.last_name, 'role', p.role, 'company', p.company,
    'languages', p.languages, 'verified', COALESCE(p.met_once_at, p.oidc_at, p.work_mail_at) IS NOT NULL,
    'works_at', CASE WHEN p.work_mail_at IS NULL THEN '' ELSE p.mail_domain END, 'is_demo', u.is_demo,
    'topic', s.topic,
    'until', to_char(date_bin('5 minutes', s.ends_at, 'epoch') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'))
FROM matching_availability s
JOIN accounts_user u ON u.id = s.person_id JOIN accounts_profile p ON p.user_id = u.id
WHERE s.id = row.{session}
"""
ROWS = [
    ("meetups_invitation", "sender_told", "sender_session_id"),
    ("meetups_invitation", "invitee_told", "invitee_session_id"),
    ("meetups_seat", "told", "session_id"),
    ("meetups_party", "told", "session_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ("meetups", "0005_what_was_told_is_written_down"),
        ("matching", "0009_the_copy_knows_how_people_are_reached"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.RunSQL(
            TOLD.format(table=table, column=column, session=session), migrations.RunSQL.noop
        )
        for table, column, session in ROWS
    ]
