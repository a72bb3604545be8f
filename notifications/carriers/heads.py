"""The heartbeat of a process that holds sockets: at a bell, and every 20 s for all, it asks for what is new.

One statement answers for every socket that is due, so bells that come together cost one question. Bells make
it quick, the sweep makes it sure: without Redis, or deaf to it, nobody is more than a sweep behind.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from notifications.carriers import seen, tickets
from notifications.carriers.socket import channel_layer, group_of, renew_channel_layer
from notifications.carriers.tickets import Answer, Question, Ticket
from notifications.messages import Hello, Reset, Seen, event_frame, heads_frame

ASK_AGAIN_AFTER_S = 1.0  # when Postgres does not answer
TUNE_WITHIN_S = 2.0  # when Redis does not answer
TUNE_AGAIN_AFTER_S = 1.0
HEARD_WITHIN_S = 4.0  # one's own bell, on a machine that is busy with a sweep
MARK_AFTER_S = 0.2  # pages that show something at the same time are noted together
NOT_SIGNED_IN = 4401

logger = logging.getLogger(__name__)


class Listener:
    """One open socket, and how far it has heard."""

    def __init__(
        self, ticket: Ticket, *, say: Callable[[dict[str, Any]], None], close: Callable[[int], None]
    ) -> None:
        self.ticket = ticket
        self._say = say
        self._close = close
        self.greet(Hello(epoch=None, since=0))

    def greet(self, hello: Hello) -> None:
        """Start (again) from what the client says it has."""
        self._epoch, self._since, self._is_greeted = hello.epoch, hello.since, False

    def shows(self, said: Seen) -> int:
        """Return up to where it has shown what happened: no further than it was told."""
        return min(said.seq, self._since)

    @property
    def question(self) -> Question:
        """What this socket wants to know next."""
        return Question(self.ticket, self._epoch, self._since)

    def hear(self, answer: Answer, *, is_sweep: bool) -> None:
        """Pass on what is new, each number once; or close, when the person may not stay."""
        if answer is None:
            self._close(NOT_SIGNED_IN)
            return
        if isinstance(answer, Reset) or not self._is_greeted:
            self._say(answer.as_json())
        else:
            for event in answer.events:
                self._say(event_frame(event))
        if is_sweep and self._is_greeted:
            self._say(heads_frame(answer.head))
        self._epoch, self._since, self._is_greeted = answer.epoch, answer.head, True


@cache
def of_this_process() -> "Heads":
    """Return the one heartbeat; it starts with the first socket and lives as long as the loop."""
    return Heads(every_s=settings.LIVE_HEADS_EVERY_S)


class Heads:
    """Keeps every listener of this process current."""

    def __init__(self, *, every_s: float) -> None:
        self._every_s = every_s
        self._listeners: defaultdict[UUID, set[Listener]] = defaultdict(set)
        self._due: set[Listener] = set()
        self._asked = asyncio.Event()
        self._deaf_to: set[UUID] = set()
        self._is_to_test = False
        self._to_tune = asyncio.Event()
        self._channel: str | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._echo = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._shown: dict[UUID, int] = {}
        self._to_mark = asyncio.Event()
        # A thread of its own keeps its connection; nobody else's query makes a bell wait.
        self._postgres = ThreadPoolExecutor(1, "heads")

    def join(self, listener: Listener) -> None:
        """Answer this listener's hello (a later one too) and keep it current from here on."""
        self._ensure_started()
        person = listener.ticket.person
        if person not in self._listeners:
            self._deaf_to.add(person)
            self._to_tune.set()
        self._listeners[person].add(listener)
        self._make_due({listener})

    def leave(self, listener: Listener) -> None:
        """Forget a listener; with the last of a person's, stop hearing their bell."""
        person = listener.ticket.person
        self._due.discard(listener)
        self._listeners[person].discard(listener)
        if not self._listeners[person]:
            del self._listeners[person]
            self._deaf_to.discard(person)
            self._start(self._tune_out(person))

    def note_seen(self, listener: Listener, said: Seen) -> None:
        """Note that somebody looks at what this listener has shown, so that no phone need ring for it."""
        person = listener.ticket.person
        self._shown[person] = max(listener.shows(said), self._shown.get(person, 0))
        self._to_mark.set()

    def _ensure_started(self) -> None:
        if not self._tasks:
            self._start(self._keep_asking())
            self._start(self._keep_marking())
            self._start(self._keep_tuned())

    def _start(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)  # the loop itself holds tasks but weakly
        task.add_done_callback(self._tasks.discard)
        return task

    def _make_due(self, listeners: set[Listener]) -> None:
        self._due |= listeners
        self._asked.set()

    async def _keep_asking(self) -> None:
        now = asyncio.get_running_loop().time
        sweep_at = now() + self._every_s
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(sweep_at):
                    await self._asked.wait()
            self._asked.clear()
            if is_sweep := now() >= sweep_at:
                sweep_at = now() + self._every_s
                self._due = set().union(*self._listeners.values())
                self._is_to_test = True
                self._to_tune.set()
            due, self._due = list(self._due), set()
            try:
                await self._ask(due, is_sweep=is_sweep)
            except Exception as error:  # noqa: BLE001 -- nothing, a database that restarts least, may end this
                logger.warning("heads not read for %d sockets: %s", len(due), type(error).__name__)
                await asyncio.sleep(ASK_AGAIN_AFTER_S)
                self._make_due({listener for listener in due if self._is_here(listener)})

    async def _ask(self, due: list[Listener], *, is_sweep: bool) -> None:
        if not due:
            return
        questions = [listener.question for listener in due]
        loop = asyncio.get_running_loop()
        answers = await loop.run_in_executor(self._postgres, _ask_postgres, questions)
        for listener, question, answer in zip(due, questions, answers, strict=True):
            # Meanwhile it may have left, or said hello again, which is a question of its own.
            if self._is_here(listener) and listener.question == question:
                listener.hear(answer, is_sweep=is_sweep)

    def _is_here(self, listener: Listener) -> bool:
        return listener in self._listeners.get(listener.ticket.person, ())

    async def _keep_marking(self) -> None:
        while True:
            await self._to_mark.wait()
            await asyncio.sleep(MARK_AFTER_S)
            self._to_mark.clear()
            shown, self._shown = self._shown, {}
            try:
                await asyncio.get_running_loop().run_in_executor(self._postgres, _mark_in_postgres, shown)
            except Exception as error:  # noqa: BLE001 -- then a phone rings although somebody is looking
                logger.warning("what %d pages showed is not noted: %s", len(shown), type(error).__name__)

    async def _keep_tuned(self) -> None:
        is_deaf = False
        while True:
            await self._to_tune.wait()
            self._to_tune.clear()
            try:
                async with asyncio.timeout(TUNE_WITHIN_S):
                    await self._tune_in()
                if self._is_to_test:
                    await self._test_hearing()
                is_deaf = False
            except Exception as error:  # noqa: BLE001 -- Redis may be away; the sweep keeps everybody current
                if not is_deaf:  # said once, not every second of an outage
                    logger.warning("deaf to %d people: %s", len(self._deaf_to), type(error).__name__)
                is_deaf = True
                asyncio.get_running_loop().call_later(TUNE_AGAIN_AFTER_S, self._to_tune.set)

    async def _test_hearing(self) -> None:
        """Ring for oneself. A line that died without a word says so by nothing else, and would stay deaf."""
        self._is_to_test = False
        self._echo.clear()
        try:
            async with asyncio.timeout(HEARD_WITHIN_S):
                await channel_layer().send(self._channel, {"type": "echo"})
                await self._echo.wait()
        except Exception:
            self._tune_anew()
            raise

    def _tune_anew(self) -> None:
        if self._hearing is not None:
            self._hearing.cancel()
        self._channel, self._hearing = None, None
        self._deaf_to = set(self._listeners)
        self._start(_let_go(renew_channel_layer()))

    async def _tune_in(self) -> None:
        layer = channel_layer()
        if self._channel is None:
            self._channel = await layer.new_channel()
            self._hearing = self._start(self._keep_hearing(layer, self._channel))
        while self._deaf_to:
            person = self._deaf_to.pop()  # at once: who leaves and comes back meanwhile is marked anew
            try:
                await layer.group_add(group_of(person), self._channel)
            except BaseException:  # a wait that is over too
                self._deaf_to |= {person} & self._listeners.keys()
                raise
            # A bell may have rung after the first answer and before we could hear it.
            self._make_due(set(self._listeners.get(person, ())))

    async def _tune_out(self, person: UUID) -> None:
        if person in self._listeners:
            return
        with suppress(Exception):
            async with asyncio.timeout(TUNE_WITHIN_S):
                await channel_layer().group_discard(group_of(person), self._channel)
        if person in self._listeners:  # they came back meanwhile, and Redis may have heard of it before this
            self._deaf_to.add(person)
            self._to_tune.set()

    async def _keep_hearing(self, layer: Any, channel: str) -> None:
        while True:
            bell = await layer.receive(channel)
            if bell["type"] == "echo":
                self._echo.set()
            else:
                self._make_due(set(self._listeners.get(UUID(bell["person"]), ())))


async def _let_go(layer: Any) -> None:
    with suppress(Exception):
        async with asyncio.timeout(TUNE_WITHIN_S):
            await layer.flush()


def _ask_postgres(questions: list[Question]) -> list[Answer]:
    try:
        return tickets.ask(questions)
    except Exception:
        connection.close()  # it may be what failed; the next question opens another
        raise


def _mark_in_postgres(shown: dict[UUID, int]) -> None:
    try:
        seen.mark(shown)
    except Exception:
        connection.close()
        raise
