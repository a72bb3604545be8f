"""What must hold whatever happened at once: `broken()` names every rule that some row breaks."""

from typing import Final

from django.db import connection

RULES: Final = {
    "one running meeting a person": """
        SELECT person_id FROM meetups_party WHERE running GROUP BY person_id HAVING count(*) > 1""",
    "one open availability a person": """
        SELECT person_id FROM matching_availability WHERE state <> 'ended'
        GROUP BY person_id HAVING count(*) > 1""",
    "one pending invitation a pair": """
        SELECT low FROM meetups_invitation WHERE state = 'sent' GROUP BY low, high HAVING count(*) > 1""",
    "a running meeting has two or three running sides, of an invitation two, any other none": """
        SELECT m.id FROM meetups_meeting m
        LEFT JOIN meetups_party p ON p.meeting_id = m.id AND p.running
        GROUP BY m.id
        HAVING count(p.id) NOT BETWEEN CASE WHEN m.state IN ('agreed', 'under-way', 'met') THEN 2 ELSE 0 END
        AND CASE WHEN m.state NOT IN ('agreed', 'under-way', 'met') THEN 0
            WHEN m.table_id IS NULL THEN 2 ELSE 3 END""",
    "one open seat a person": """
        SELECT person_id FROM meetups_seat WHERE open GROUP BY person_id HAVING count(*) > 1""",
    "an agreed table has its meeting, and no other has": """
        SELECT t.id FROM meetups_table t WHERE (t.state = 'agreed')
        <> EXISTS (SELECT FROM meetups_meeting m WHERE m.table_id = t.id)""",
    "who is in a meeting holds no open seat": """
        SELECT s.id FROM meetups_seat s JOIN meetups_party p ON p.running AND p.person_id = s.person_id
        WHERE s.open""",
    "no table rings audibly at two of whom one blocks the other": """
        SELECT a.table_id FROM meetups_seat a JOIN meetups_seat b USING (table_id)
        JOIN accounts_block k ON k.blocker_id = a.person_id AND k.blocked_id = b.person_id
        WHERE a.open AND b.open AND a.no_at IS NULL AND b.no_at IS NULL""",
    "a table over has no open seat of its own people": """
        SELECT s.id FROM meetups_seat s JOIN meetups_table t ON t.id = s.table_id
        WHERE s.open AND t.state IN ('passed', 'superseded')""",
    "who runs in a meeting is committed, and nobody else": """
        SELECT a.id FROM matching_availability a WHERE (a.state = 'committed')
        <> EXISTS (SELECT FROM meetups_party p WHERE p.session_id = a.id AND p.running)""",
    "an accepted invitation has its meeting, and no other has": """
        SELECT i.id FROM meetups_invitation i WHERE (i.state = 'accepted')
        <> EXISTS (SELECT FROM meetups_meeting m WHERE m.invitation_id = i.id)""",
    "who is in a meeting has nothing ringing": """
        SELECT i.id FROM meetups_invitation i
        JOIN meetups_party p ON p.running AND p.person_id IN (i.sender_id, i.invitee_id)
        WHERE i.state = 'sent'""",
    "no meeting runs between two of whom one blocks the other": """
        SELECT a.meeting_id FROM meetups_party a
        JOIN meetups_party b ON b.meeting_id = a.meeting_id AND b.running
        JOIN accounts_block k ON k.blocker_id = a.person_id AND k.blocked_id = b.person_id
        WHERE a.running""",
    "nothing rings audibly between two of whom one blocks the other": """
        SELECT i.id FROM meetups_invitation i JOIN accounts_block k
        ON (k.blocker_id, k.blocked_id) IN ((i.sender_id, i.invitee_id), (i.invitee_id, i.sender_id))
        WHERE i.state = 'sent' AND i.refused_at IS NULL""",
    "who is frozen is neither live nor in a meeting": """
        SELECT r.user_id FROM accounts_restriction r WHERE r.lifted_at IS NULL AND (
        EXISTS (SELECT FROM matching_availability a WHERE a.person_id = r.user_id AND a.state <> 'ended')
        OR EXISTS (SELECT FROM meetups_party p WHERE p.person_id = r.user_id AND p.running))""",
    "an invitation comes to its end by one move": """
        SELECT i.id FROM meetups_invitation i LEFT JOIN kernel_move m ON m.subject_id = i.id
        GROUP BY i.id
        HAVING count(m.id) <> CASE WHEN i.state = 'sent' THEN 0 ELSE 1 END
        OR (i.state <> 'sent' AND max(m.became) <> i.state)""",
    "events are numbered from one to the head without a gap": """
        SELECT s.person_id FROM notifications_stream s
        LEFT JOIN notifications_event e ON e.stream_id = s.person_id
        GROUP BY s.person_id, s.head
        HAVING (count(e.seq), coalesce(min(e.seq), 1), coalesce(max(e.seq), 0)) <> (s.head, 1, s.head)""",
    "nobody kept more promises than were made": """
        SELECT person_id FROM matching_standing WHERE kept > committed""",
}


def broken() -> dict[str, int]:
    """Each broken rule with the number of rows that break it."""
    counted = {}
    with connection.cursor() as cursor:
        for rule, breaking in RULES.items():
            cursor.execute(f"SELECT count(*) FROM ({breaking}) AS breaking")
            counted[rule] = cursor.fetchone()[0]
    return {rule: count for rule, count in counted.items() if count}
