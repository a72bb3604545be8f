"""A crowd at their phones, before, during and after something breaks; what is left is a history and rows."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import Error

from tests.faults import rows
from tests.faults.history import Began, Ended, History, now
from tests.faults.house import READY_WITHIN_S, House
from tests.faults.person import Person
from tests.faults.phone import Phone, Servers
from tests.faults.standing import Rows

CALM_S = 4.0  # before it breaks
SETTLES_WITHIN_S = 60.0  # after the last command: to come back and to hear what was missed
LOADS_AT_ONCE = 40


@dataclass
class World:
    """One crowd, for one fault."""

    house: House
    people: list[tuple[str, str, str]]
    pace_s: float
    phones_each: int = 1
    history: History = field(default_factory=History)
    persons: list[Person] = field(default_factory=list)
    healed_at: float = 0.0
    quiet_at: float = 0.0
    notes: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)  # what did not happen as it should have

    @property
    def phones(self) -> list[Phone]:
        return [phone for person in self.persons for phone in person.phones]

    async def live(self, happen: Callable[["World"], Awaitable[None]], *, after_s: float) -> Rows:
        """Let the crowd live through `happen`, and read what stands when it is quiet again."""
        servers = Servers(self.house.web_ports, self.house.live_ports)
        for number, (person, session, token) in enumerate(self.people):
            names = [f"{number}.{device}" for device in range(self.phones_each)]
            phones = [Phone(name, person, token, servers, self.history) for name in names]
            self.persons.append(Person(number, session, phones, self.pace_s))
        listening = await self._switch_on()
        living = [asyncio.create_task(person.live(self.persons)) for person in self.persons]
        try:
            await asyncio.sleep(CALM_S)
            await happen(self)
            self.healed_at = now()
            await asyncio.sleep(after_s)
            self.quiet_at = now()
            await asyncio.gather(*(person.finish() for person in self.persons))
            await self._settle()
        finally:
            self.history.add(Ended(now()))
            await _cancel([*living, *listening])
        return await in_thread(lambda: rows.read([person for person, *_ in self.people], self.history))

    async def _switch_on(self) -> list[asyncio.Task[Any]]:
        room = asyncio.Semaphore(LOADS_AT_ONCE)

        async def begin(phone: Phone) -> None:
            async with room:
                await phone.begin()

        await asyncio.gather(*(begin(phone) for phone in self.phones))
        listening = [asyncio.create_task(phone.listen()) for phone in self.phones]
        async with asyncio.timeout(READY_WITHIN_S):
            while not all(phone.is_up for phone in self.phones):  # noqa: ASYNC110 -- each has its own line
                await asyncio.sleep(0.1)
        return listening

    async def _settle(self) -> None:
        """Until everybody is back and has heard everything, or too much time has passed."""
        until = now() + SETTLES_WITHIN_S
        while now() < until:
            heads = await in_thread(rows.heads)
            behind = [one for one in self.phones if one.stream.seq < heads.get(one.person, 0)]
            if not behind and all(one.is_up for one in self.phones):
                return
            await asyncio.sleep(0.5)
        away = sum(not one.is_up for one in self.phones)
        self.failed.append(f"{away} phones away and {len(behind)} behind after {SETTLES_WITHIN_S:.0f} s")

    @property
    def began_at(self) -> float:
        return max(one.t for one in self.history if isinstance(one, Began))


async def in_thread(work: Callable[[], Any]) -> Any:
    """Ask PostgreSQL without holding the crowd up; where it is away, ask again."""

    def ask() -> Any:
        try:
            return work()
        finally:
            rows.start_again()  # each thread has a connection of its own

    while True:
        try:
            return await asyncio.to_thread(ask)
        except Error:
            await asyncio.sleep(0.5)


async def _cancel(tasks: list[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
