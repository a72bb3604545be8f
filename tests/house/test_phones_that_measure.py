"""The phones of the benchmark come back as pages do, and say so only of what was served again."""

import asyncio

import pytest
from websockets.asyncio.server import serve

from bench import phones
from bench.phones import Phone


async def greet(socket):
    await socket.send("served")
    await socket.wait_closed()


def lived(*, comes_back):
    """One phone loses its line; what its return took, where there is a server to return to."""

    async def scene():
        server = await serve(greet, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        phone = Phone("ann", f"ws://127.0.0.1:{port}", {}, None)
        await phone.open(asyncio.Semaphore())
        if not comes_back:
            server.close()
        try:
            return await phone.come_back()
        finally:
            server.close()
            await server.wait_closed()

    return asyncio.run(scene())


@pytest.fixture
def waits(monkeypatch):
    """How long a phone would have waited, in the order of its tries."""
    waited, wait_s = [], phones.wait_s

    def at_once(attempt, _chance):
        waited.append(wait_s(attempt, 1))
        return 0

    monkeypatch.setattr(phones, "wait_s", at_once)
    return waited


def test_who_is_served_again_says_how_long_it_took_after_waiting_as_a_page_does(waits):
    assert lived(comes_back=True) > 0
    assert waits == [0.5]


def test_who_is_never_served_again_does_not_say_that_they_were(waits):
    with pytest.raises(ConnectionError, match="ann was not served again"):
        lived(comes_back=False)
    assert waits == [0.5, 1, 2, 4, 8, 16, *[30] * 4]
