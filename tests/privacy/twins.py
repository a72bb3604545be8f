"""Two worlds in lock-step: whatever happens, happens in both, and is compared at once."""

import json
from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, TypeVar

from tests.clock import NOON
from tests.privacy.asking import Request
from tests.privacy.phone import Edit, Fix, Phone, Phones
from tests.privacy.received import VICTIM, Answer, assert_received_alike, assert_sent_alike
from tests.privacy.worlds import World

T = TypeVar("T")
GO_LIVE, MOVE = "/availability/", "/availability/cell/"
HEARTBEAT = "/availability/heartbeat/"


class Twins:
    """The victim's phone stands elsewhere in each world; all the rest is the same.

    `overlooked` are fields that the victim may send differently: the hole through which a fixture lets a fix
    reach the services, so that what is made of it can be looked for.
    """

    def __init__(
        self,
        worlds: tuple[World, World],
        phones: Phones,
        edits: tuple[Edit, ...] = (),
        overlooked: Collection[str] = (),
    ) -> None:
        self.worlds, self.overlooked = worlds, overlooked
        self.phones = phones.one(1, edits), phones.one(2, edits)
        self.judge = phones.one(0)  # unedited: it knows what a trace publishes
        self.now: datetime = NOON
        self.turn = 0
        self.turns = 0  # in all lives
        self.heard: set[str] = set()  # the names of the events that others heard
        self.rung: set[str] = set()  # whose phones were rung
        self.opened: Counter[str] = Counter()  # how often each door let somebody in
        self.shut: Counter[str] = Counter()

    def begin(self) -> None:
        """One more life, from the same beginning."""
        self.now, self.turn = NOON, 0
        for world, its_phone in zip(self.worlds, self.phones, strict=True):
            world.begin()
            its_phone.begin()

    def end(self) -> None:
        for world in self.worlds:
            world.end()

    def pass_time(self, lapse: timedelta) -> None:
        self.now += lapse

    def both(self, act: Callable[[World], T]) -> T:
        """Let it happen in both; what the others receive must be the same."""
        return self._each(lambda world, _phone: act(world))

    def ask(self, name: str, request: Request) -> Answer:
        """Somebody sends the same request in both."""
        return self.both(lambda world: request.sent_by(world.people[name], world.clients[name]))

    def there(self, look: Callable[[World], T]) -> T:
        """What is there in the first world; ids are the same in the other."""
        return self.worlds[0].look(look)

    def stand(self, fixes: tuple[list[Fix], list[Fix]]) -> None:
        """Her phones get their fixes, one after the other; nothing about it may leave them apart."""
        self._assert_sent_alike(
            [
                [sent for fix in way for sent in its_phone.stand(fix)]
                for its_phone, way in zip(self.phones, fixes, strict=True)
            ]
        )

    def use(self, tap: Callable[[Phone], list[Any]]) -> list[Any]:
        """The same tap on both phones: they must send the same, and the services get it."""
        sent = [tap(its_phone) for its_phone in self.phones]
        self._assert_sent_alike(sent)
        return [self._deliver(*pair) for pair in zip(*sent, strict=True) if "socket" not in pair[0]]

    def _deliver(self, *pair: dict[str, Any]) -> Answer | None:
        by_world = dict(zip(map(id, self.worlds), pair, strict=True))
        return self._each(lambda world, _phone: arrive(world, by_world[id(world)]))

    def _each(self, act: Callable[[World, Phone], T]) -> T:
        self.turn, self.turns = self.turn + 1, self.turns + 1
        (given, one), (_same, other) = (
            world.live_through(self.turn, self.now, lambda here, its=its_phone: act(here, its))
            for world, its_phone in zip(self.worlds, self.phones, strict=True)
        )
        self.heard |= {frame["name"] for name, frame in one.frames if name != VICTIM and "name" in frame}
        self.rung |= {name for name, _push in one.pushes}
        assert_received_alike(one, other)
        return given

    def _assert_sent_alike(self, sent: list[list[Any]]) -> None:
        assert_sent_alike(*([without(message, self.overlooked) for message in side] for side in sent))


def arrive(world: World, message: dict[str, Any]) -> Answer | None:
    """What a phone sent reaches the services."""
    if "frame" in message:
        world.sockets.say(VICTIM, json.dumps(message["frame"]))
        return None
    request = Request(message["method"], message["path"], message["body"], message.get("headers", {}))
    return request.sent_by(world.people[VICTIM], world.clients[VICTIM])


def without(message: dict[str, Any], fields: Collection[str]) -> dict[str, Any]:
    if not isinstance(body := message.get("body"), dict):
        return message
    return {**message, "body": {name: value for name, value in body.items() if name not in fields}}
