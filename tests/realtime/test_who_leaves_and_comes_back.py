"""A page that is left and opened again while Redis takes its time: the next bell is heard all the same."""

import asyncio

import pytest
from channels import DEFAULT_CHANNEL_LAYER
from channels.layers import InMemoryChannelLayer, channel_layers
from django.db import connections

from notifications.carriers.heads import Heads, Listener
from notifications.carriers.socket import group_of
from notifications.carriers.tickets import Ticket

WITHIN_S = 5.0


class Slow(InMemoryChannelLayer):
    """Does one thing after the other, as over one connection, and each only when it may."""

    def __init__(self):
        super().__init__()
        self.line, self.may_go, self.is_asked = asyncio.Lock(), asyncio.Event(), asyncio.Event()
        self.fails = 0

    async def group_add(self, group, channel):
        async with self.line:
            self.is_asked.set()
            await self.may_go.wait()
            if self.fails:
                self.fails -= 1
                raise ConnectionError
            await super().group_add(group, channel)

    async def group_discard(self, group, channel):
        async with self.line:
            await self.may_go.wait()
            await super().group_discard(group, channel)

    def hears(self, person):
        return group_of(person) in self.groups


@pytest.fixture
def lived(people):
    """`lived(scene)`: a process of sockets, whose sweeps are an hour apart, and a slow Redis."""

    def live(scene):
        async def with_heads():
            layer, heads = Slow(), Heads(every_s=3600)
            before = channel_layers.set(DEFAULT_CHANNEL_LAYER, layer)
            try:
                return await scene(heads, layer)
            finally:
                for task in heads._tasks:
                    task.cancel()
                heads._postgres.submit(connections.close_all).result()  # that thread's
                channel_layers.backends[DEFAULT_CHANNEL_LAYER] = before

        return asyncio.run(with_heads())

    return live


def page(person):
    return Listener(Ticket(person.pk), say=lambda _said: None, close=lambda _code: None)


async def quiet(heads, layer):
    """Until nothing is to be tuned, and what is on its way has come."""
    async with asyncio.timeout(WITHIN_S):
        while heads._deaf_to or heads._to_tune.is_set() or layer.line.locked():  # noqa: ASYNC110 -- three things
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)


@pytest.mark.parametrize("between", [0, 1, 3], ids=["at once", "a little later", "later"])
def test_who_comes_back_while_redis_still_lets_them_in_hears_the_next_bell(lived, anna, between):
    async def scene(heads, layer):
        first = page(anna)
        heads.join(first)
        await layer.is_asked.wait()
        heads.leave(first)
        for _ in range(between):
            await asyncio.sleep(0)
        heads.join(page(anna))
        layer.may_go.set()
        await quiet(heads, layer)
        return layer.hears(anna.pk)

    assert lived(scene)


def test_whom_redis_did_not_let_in_is_let_in_when_it_is_back(lived, anna):
    async def scene(heads, layer):
        layer.fails = 1
        layer.may_go.set()
        heads.join(page(anna))
        await quiet(heads, layer)
        return layer.fails, layer.hears(anna.pk)

    assert lived(scene) == (0, True)


def test_who_left_is_heard_no_more(lived, anna):
    async def scene(heads, layer):
        layer.may_go.set()
        only = page(anna)
        heads.join(only)
        await quiet(heads, layer)
        before = layer.hears(anna.pk)
        heads.leave(only)
        await quiet(heads, layer)
        return before, layer.hears(anna.pk)

    assert lived(scene) == (True, False)
