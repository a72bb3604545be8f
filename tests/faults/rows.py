"""What the checker reads of PostgreSQL, and the people it is about."""

import uuid
from datetime import timedelta

from django.core.management import call_command
from django.db import connection

from accounts.models import Profile, User
from kernel import clock, idempotency, tokens
from kernel.models import RememberedCall
from matching.availability import centre_of
from matching.models import Availability, Standing
from meetups.models import Invitation, Meeting
from places.models import MeetingPoint
from tests import builders
from tests.faults.history import History, Tried
from tests.faults.standing import CallRow, EventRow, InvitationRow, MeetingRow, Rows
from tests.races.invariants import broken

HOUR = timedelta(hours=1)
# When an event was committed, which no column says; where PostgreSQL does not keep it, when it was asked for.
EVENTS = """
SELECT stream_id::text, seq, name,
       coalesce(payload ->> CASE WHEN name LIKE 'meeting%%' THEN 'meeting' ELSE 'invitation' END, ''),
       extract(epoch FROM at)::float8,
       extract(epoch FROM CASE WHEN current_setting('track_commit_timestamp')::bool
                          THEN pg_xact_commit_timestamp(xmin) ELSE at END)::float8
FROM notifications_event WHERE stream_id = ANY(%s::uuid[]) ORDER BY stream_id, seq
"""


def prepare() -> None:
    """A database with places in it and nobody."""
    call_command("migrate", verbosity=0, interactive=False)
    empty()
    if not MeetingPoint.objects.exists():
        builders.places()


def empty() -> None:
    """Nobody was ever here."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_user, kernel_move CASCADE")


def settle_in(count: int) -> list[tuple[str, str, str]]:
    """That many people, live in one cell; the id, the session and the token of each."""
    return [somebody(number) for number in range(count)]


def somebody(number: int) -> tuple[str, str, str]:
    now, cell = clock.now(), builders.HERE
    user = User.objects.create_user(f"{number}-{uuid.uuid4().hex}@faults.example")
    Profile.objects.create(
        user=user, first_name="Bo", role="Founder", languages=["en"], is_adult_at=now, met_once_at=now,
        open_to="all",
    )  # fmt: skip
    Standing.objects.create(person=user)
    session = Availability.objects.create(
        person=user, cell=cell, centre=centre_of(cell), started_at=now, ends_at=now + HOUR,
        heartbeat_at=now + HOUR, intention="swap-ideas", topic="payments", reach_min=15, open_to="all",
    )  # fmt: skip
    _token, secret = tokens.issue(user=user, scopes=["meet"], now=now)
    return str(user.pk), str(session.pk), secret


def read(people: list[str], history: History) -> Rows:
    """Everything that stands of these people."""
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, [people])
        events = [EventRow(*row) for row in cursor.fetchall()]
    return Rows(events, invitations_of(people), meetings_of(people), calls_of(people, history), broken())


def invitations_of(people: list[str]) -> list[InvitationRow]:
    rows = Invitation.objects.filter(sender__in=people)
    return [
        InvitationRow(
            str(row.pk), str(row.sender_id), str(row.invitee_id), row.state,
            is_refused=row.refused_at is not None, is_extended=row.extended_at is not None,
        )
        for row in rows
    ]  # fmt: skip


def meetings_of(people: list[str]) -> list[MeetingRow]:
    rows = Meeting.objects.filter(parties__person__in=people).distinct().prefetch_related("parties")
    return [
        MeetingRow(
            str(row.pk), str(row.invitation_id), tuple(str(side.person_id) for side in row.parties.all()),
            row.state,
        )
        for row in rows
    ]  # fmt: skip


def calls_of(people: list[str], history: History) -> list[CallRow]:
    """What PostgreSQL remembers of the commands in the history. It keeps digests, so the keys are ours."""
    digests = {
        (one.person, one.path, idempotency._digest("key", one.key.encode())): one.key
        for one in history
        if isinstance(one, Tried)
    }
    kept = RememberedCall.objects.filter(person__in=people)
    found = kept.values_list("person_id", "path", "key_digest", "status")
    calls = []
    for person, path, digest, status in found:
        key = digests.get((str(person), path, bytes(digest)))
        if key:
            calls.append(CallRow(str(person), path, key, status))
    return calls


def heads() -> dict[str, int]:
    """Where every stream stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id::text, head FROM notifications_stream")
        return dict(cursor.fetchall())


def start_again() -> None:
    """Whatever happened to this process's own connection, the next question opens another."""
    connection.close()
