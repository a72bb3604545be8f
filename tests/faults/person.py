"""What a person does: rings at others, answers who rings, takes back, meets and calls off."""

import asyncio
from random import Random
from typing import Any

from tests.faults.phone import Phone

ANSWERS_AFTER_S = (0.2, 2.0)
TAKES_BACK_AFTER_S = (4.0, 8.0)
MEETS_FOR_S = (0.5, 3.0)
YES, NOT_NOW, A_MINUTE = 0.5, 0.7, 0.75  # of ten who are rung at five say yes, two no, some wait
MOST_INVITATIONS = 9  # of a session, one less than its quota
MOST_OUT = 2  # at once, one less than may be


class Person:
    """Acts by the first of their phones; the others only listen."""

    def __init__(self, number: int, session: str, phones: list[Phone], pace_s: float) -> None:
        self.number, self.session, self.phones, self.pace_s = number, session, phones, pace_s
        self.random = Random(number)
        self.hand = phones[0]
        self.hand.on_event = self.react
        self.sent: dict[str, asyncio.Task[None]] = {}
        self.busy: set[asyncio.Task[Any]] = set()
        self.is_meeting, self.is_over, self.turn = False, False, number % 2

    async def live(self, others: list["Person"]) -> None:
        """Ring at somebody else on every other turn, until told that it is over."""
        await asyncio.sleep(self.random.random() * self.pace_s)
        asked = 0
        while not self.is_over and asked < MOST_INVITATIONS:
            self.turn += 1
            if self.turn % 2 and not self.is_meeting and len(self.sent) < MOST_OUT:
                asked += 1
                # Over an odd distance, so that nobody rings twice at the same person.
                other = others[(self.number + 2 * asked - 1) % len(others)]
                self.start(self.ring(other))
            await asyncio.sleep(self.pace_s * (0.7 + 0.6 * self.random.random()))

    def start(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self.busy.add(task)
        task.add_done_callback(self.busy.discard)
        return task

    async def ring(self, other: "Person") -> None:
        answer = await self.hand.command(
            "invite", "invitations", about=other.hand.person, body={"to": other.session}
        )
        if answer and answer.status == 201:
            self.sent[answer.said["id"]] = self.start(self.take_back_later(answer.said["id"]))

    async def take_back_later(self, invitation: str) -> None:
        await self.wait(TAKES_BACK_AFTER_S)
        self.sent.pop(invitation, None)
        await self.hand.command("withdraw", f"invitations/{invitation}/withdrawal", about=invitation)

    def react(self, event: dict[str, Any]) -> None:
        """Hear an event, as the page does, and do what a person would."""
        match event:
            case {"name": "invitation-received", "invitation": invitation}:
                self.start(self.answer(invitation))
            case {"name": "meeting-agreed", "meeting": meeting}:
                self.is_meeting = True
                self.start(self.call_off(meeting))
            case {"name": "meeting-cancelled" | "meeting-ended"}:
                self.is_meeting = False
            case {"name": "invitation-accepted" | "invitation-superseded", "invitation": invitation}:
                if later := self.sent.pop(invitation, None):
                    later.cancel()

    async def answer(self, invitation: str) -> None:
        await self.wait(ANSWERS_AFTER_S)
        chance = self.random.random()
        path = f"invitations/{invitation}"
        if chance < YES:
            await self.hand.command("accept", f"{path}/acceptance", about=invitation)
        elif chance < NOT_NOW:
            await self.hand.command("refuse", f"{path}/refusal", about=invitation)
        elif chance < A_MINUTE:
            await self.hand.command("extend", f"{path}/extension", about=invitation)

    async def call_off(self, meeting: str) -> None:
        await self.wait(MEETS_FOR_S)
        await self.hand.command(
            "cancel", f"meetings/{meeting}/cancellation", about=meeting, body={"reason": "other"}
        )

    async def wait(self, between: tuple[float, float]) -> None:
        await asyncio.sleep(self.random.uniform(*between))

    async def finish(self) -> None:
        """Begin nothing any more, and wait for the answers to what was begun."""
        self.is_over = True
        while self.busy:
            await asyncio.wait(set(self.busy))
