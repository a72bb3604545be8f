"""From *meet now* to the frame on the other phone, against the bare pubsub layer and one commit."""

import asyncio
import json
import threading
import time
import uuid
from concurrent.futures import Future
from contextlib import suppress
from datetime import timedelta
from typing import Any

from channels.layers import get_channel_layer
from django.core.management import call_command
from django.db import connection
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from accounts.models import Profile, User
from bench.figures import Figure, Stopwatch
from bench.floor import GROUP
from bench.servers import sockets
from kernel import clock, tokens
from matching.availability import centre_of
from matching.models import Availability, Standing
from meetups import invitations
from places import cells

HELSINKI = {"lon": 24.9414, "lat": 60.1719}
PLACES = "data/helsinki-centre.osm.pbf"
HOUR = timedelta(hours=1)
START_WITHIN_S = 30
FRAME_WITHIN_S = 10
FLOOR = "bare pubsub layer to an open socket"
COMMIT = "one commit (UPDATE by primary key)"
WHOLE = "invite -> frame on the other phone"
STAGE = "of it: the stage, until committed"


class Phones:
    """Open sockets in an event loop of their own thread, each noting when its next frame arrives."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.waiting: dict[str, Future[float]] = {}

    def do(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(START_WITHIN_S)

    async def open(self, name: str, url: str, headers: dict[str, str], hello: str | None) -> None:
        phone = await connect(url, additional_headers=headers, compression=None)
        if hello:
            await phone.send(hello)
        await phone.recv()
        self.loop.create_task(self._listen(name, phone))

    async def _listen(self, name: str, phone: ClientConnection) -> None:
        with suppress(ConnectionClosed):  # the server stops at the end
            async for frame in phone:
                arrived = time.perf_counter()
                waiting = self.waiting.get(name)
                told = "invitation-received" in str(frame) or str(frame) == "ring"
                if waiting and told and not waiting.done():
                    waiting.set_result(arrived)

    def expect(self, name: str) -> "Future[float]":
        self.waiting[name] = Future()
        return self.waiting[name]


def run(*, phones_open: int, asks: int) -> list[Figure]:
    """Open `phones_open` phones, then invite `asks` of them one after the other."""
    call_command("import_places", PLACES, verbosity=0)
    people = [someone(number) for number in range(phones_open)]
    watch, phones = Stopwatch(), Phones()
    with sockets("config.asgi:application") as live, sockets("bench.floor:application") as bare:
        for user, secret in people:
            hello = json.dumps({"type": "hello", "epoch": None, "since": 0})
            headers = {"Authorization": f"Bearer {secret}"}
            phones.do(phones.open(str(user.pk), f"{live}/ws/events", headers, hello))
        for number in range(asks):
            phones.do(phones.open(f"bare-{number}", f"{bare}/{number}", {}, None))
        for number in range(asks):
            sender, invitee = people[2 * number % phones_open][0], people[(2 * number + 1) % phones_open][0]
            one_invitation(watch, phones, sender, invitee)
            one_floor(watch, phones, number)
            one_commit(watch, sender)
    floor, commit, stage, whole = (watch.figure(name) for name in (FLOOR, COMMIT, STAGE, WHOLE))
    together = Figure(
        "floor and commit together", [a + b for a, b in zip(floor.samples_ms, commit.samples_ms, strict=True)]
    )
    whole.against(together, share="p50", reach=4)
    return [floor, commit, stage, whole]


def one_invitation(watch: Stopwatch, phones: Phones, sender: User, invitee: User) -> None:
    session = Availability.objects.open().get(person=invitee)
    heard = phones.expect(str(invitee.pk))
    started = time.perf_counter()
    invitations.invite(by=sender, to=session.pk, now=clock.now())
    watch.add(STAGE, time.perf_counter() - started)
    watch.add(WHOLE, heard.result(FRAME_WITHIN_S) - started)


def one_floor(watch: Stopwatch, phones: Phones, number: int) -> None:
    heard = phones.expect(f"bare-{number}")
    layer = get_channel_layer()
    started = time.perf_counter()
    phones.do(layer.group_send(GROUP.format(number), {"type": "frame", "text": "ring"}))
    watch.add(FLOOR, heard.result(FRAME_WITHIN_S) - started)


def one_commit(watch: Stopwatch, sender: User) -> None:
    with watch.timing(COMMIT), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET last_login = now() WHERE id = %s", [sender.pk])


def someone(number: int) -> tuple[User, str]:
    """A live person at Helsinki Central Station with a token."""
    now = clock.now()
    user = User.objects.create_user(f"phone-{number}-{uuid.uuid4().hex}@bench.example")
    Profile.objects.create(
        user=user, first_name="Bo", role="Founder", languages=["en"], is_adult_at=now, met_once_at=now,
        open_to="all",
    )  # fmt: skip
    Standing.objects.create(person=user)
    cell = cells.cell_for(**HELSINKI)
    Availability.objects.create(
        person=user, cell=cell, centre=centre_of(cell), started_at=now, ends_at=now + HOUR,
        heartbeat_at=now + HOUR, intention="swap-ideas", topic="payments", reach_min=15, open_to="all",
    )  # fmt: skip
    _token, secret = tokens.issue(user=user, scopes=["meet"], now=now)
    return user, secret
