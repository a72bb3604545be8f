"""One socket, plain ASGI: let in, hear hello, join the heartbeat, leave.

It has no channel of its own (the process has one for all), so it opens and lives without Redis.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from notifications.carriers import heads
from notifications.carriers.heads import NOT_SIGNED_IN, Listener
from notifications.carriers.outbox import Outbox
from notifications.carriers.tickets import Ticket
from notifications.messages import Hello, NotUnderstood, Seen

HELLO_WITHIN_S = 10
UNEXPECTED = 4400
TOO_SLOW = 4408  # reconnect and resume

Receive: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]


async def live(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Serve one socket until either side ends it."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    ticket: Ticket | None = scope["ticket"]
    if scope.get("query_string"):  # nobody asks for anything there, coordinates least of all
        code: int | None = UNEXPECTED
    else:
        code = NOT_SIGNED_IN if ticket is None else await _converse(ticket, receive, send)
    if code is not None:
        await send({"type": "websocket.close", "code": code})


async def _converse(ticket: Ticket, receive: Receive, send: Send) -> int | None:
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def end(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    outbox = Outbox(
        lambda text: send({"type": "websocket.send", "text": text}), give_up=lambda: end(TOO_SLOW)
    )
    listening = asyncio.create_task(_listen(Listener(ticket, say=outbox.put, close=end), receive))
    either: set[asyncio.Future[Any]] = {listening, ended}
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    finally:
        outbox.stop()
        listening.cancel()
    return ended.result() if ended.done() else listening.result()


async def _listen(listener: Listener, receive: Receive) -> int | None:
    said_hello = False
    try:
        while True:
            async with asyncio.timeout(None if said_hello else HELLO_WITHIN_S):
                message = await receive()
            if message["type"] == "websocket.disconnect":
                return None
            said = json.loads(message.get("text") or "")
            if said_hello and (seen := Seen.read(said)):
                heads.of_this_process().note_seen(listener, seen)
                continue
            # Also later: a client that finds a gap says again what it has.
            listener.greet(Hello.read(said))
            heads.of_this_process().join(listener)
            said_hello = True
    except (NotUnderstood, ValueError, RecursionError, TimeoutError):
        return UNEXPECTED
    finally:
        if said_hello:
            heads.of_this_process().leave(listener)
