"""From *meet now* to the frame on the other phone, against the bare pubsub layer and one commit."""

import asyncio
import json
import time
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from channels.layers import get_channel_layer
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from bench.figures import Figure, Stopwatch
from bench.floor import GROUP
from bench.phones import Phones
from bench.servers import sockets
from kernel import clock, tokens
from kernel.models import ApiToken
from matching import exposure
from matching.models import Availability
from meetups import invitations
from meetups.models import Invitation
from tests.races import crowd

PLACES = "data/helsinki-centre.osm.pbf"
HOUR = timedelta(hours=1)
FRAME_WITHIN_S = 10
FLOOR = "bare pubsub layer to an open socket"
COMMIT = "one commit (UPDATE by primary key)"
WHOLE = "invite -> frame on the other phone"
STAGE = "of it: the stage, until committed"
HELLO = json.dumps({"type": "hello", "epoch": None, "since": 0})


class Member(NamedTuple):
    """A live person at Helsinki Central Station, with the secret of a token."""

    session: Availability
    secret: str

    def call(self, live: str) -> tuple[str, str, dict[str, str], str]:
        """How their phone opens its socket."""
        name, headers = str(self.session.person_id), {"Authorization": f"Bearer {self.secret}"}
        return name, f"{live}/ws/events", headers, HELLO


def members(count: int) -> list[Member]:
    """So many people who are free here for the next hour, whatever happens."""
    now = clock.now()
    sessions = crowd.free(count, now=now)
    Availability.objects.update(heartbeat_at=now + HOUR, ends_at=now + HOUR)
    found = [Member(session, f"{tokens.PREFIX}{session.pk.hex}") for session in sessions]
    ApiToken.objects.bulk_create(
        ApiToken(
            user_id=one.session.person_id, digest=tokens.digest_of(one.secret), scopes=["meet"],
            created_at=now, last_used_at=now + HOUR,
        )
        for one in found
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return found


def run(*, phones_open: int, asks: int) -> list[Figure]:
    """Open `phones_open` phones, then let `asks` people invite somebody from their list, one by one."""
    call_command("import_places", PLACES, verbosity=0)
    people, watch, phones = members(phones_open), Stopwatch(), Phones()
    with sockets("config.asgi:application") as (live, _pid), sockets("bench.floor:application") as (bare, _):
        try:
            phones.open(one.call(live) for one in people)
            phones.open((f"bare-{number}", f"{bare}/{number}", {}, None) for number in range(asks))
            with asyncio.Runner() as runner:
                askers, rung = iter(people), set[UUID]()
                for number in range(asks):
                    mine = next(one.session for one in askers if one.session.person_id not in rung)
                    rung.add(one_invitation(watch, phones, mine, rung))
                    one_floor(watch, phones, runner, number)
                    one_commit(watch, mine.person)
        finally:
            phones.close()
    floor, commit, stage, whole = (watch.figure(name) for name in (FLOOR, COMMIT, STAGE, WHOLE))
    together = [a + b for a, b in zip(floor.samples_ms, commit.samples_ms, strict=True)]
    whole.against(Figure("floor and commit together", together), share="p50", reach=4)
    whole.within(15, share="p50")
    whole.within(60, share="p99")
    return [floor, commit, stage, whole]


def one_invitation(watch: Stopwatch, phones: Phones, mine: Availability, rung: set[UUID]) -> UUID:
    """Somebody looks at their list, as everybody does who invites, and taps on a card nobody rings at yet."""
    card, invitee = card_for(mine, rung)
    started = time.perf_counter()
    invitations.invite(by=mine.person, to=card, now=clock.now())
    watch.add(STAGE, time.perf_counter() - started)
    watch.add(WHOLE, phones.rung_at(str(invitee), FRAME_WITHIN_S) - started)
    return invitee


def card_for(mine: Availability, rung: set[UUID]) -> tuple[UUID, UUID]:
    """The session and the person behind the first card of a list who has nothing under way."""
    viewer = Availability.objects.select_related("person__profile").get(pk=mine.pk)
    mine.person = viewer.person  # with the profile, as a door has it
    shown = exposure.show(viewer, now=clock.now()).people
    asked = set(Invitation.objects.values_list("sender_id", flat=True))
    return next((session, person) for session, person in shown.items() if person not in rung | asked)


def one_floor(watch: Stopwatch, phones: Phones, runner: asyncio.Runner, number: int) -> None:
    """The layer alone."""
    layer = get_channel_layer()
    started = time.perf_counter()
    runner.run(layer.group_send(GROUP.format(number), {"type": "frame", "text": "ring"}))
    watch.add(FLOOR, phones.rung_at(f"bare-{number}", FRAME_WITHIN_S) - started)


def one_commit(watch: Stopwatch, sender: User) -> None:
    """What the disk asks of anybody."""
    with watch.timing(COMMIT), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET last_login = now() WHERE id = %s", [sender.pk])
