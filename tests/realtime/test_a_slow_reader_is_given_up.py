"""A socket that does not read costs a bounded amount of memory and nobody's time."""

import asyncio

from config import settings as production
from notifications.carriers import heads, outbox, socket
from notifications.carriers.outbox import MOST_BYTES, MOST_FRAMES, Outbox


class Line:
    """A client that reads only when told to."""

    def __init__(self):
        self.reads = asyncio.Event()
        self.sent = []
        self.given_up = 0
        self.outbox = Outbox(self.send, give_up=self.give_up)

    async def send(self, text):
        await self.reads.wait()
        self.sent.append(text)

    def give_up(self):
        self.given_up += 1


async def settled():
    for _ in range(5):
        await asyncio.sleep(0)


def test_frames_go_out_in_order():
    async def scene():
        line = Line()
        line.reads.set()
        for number in range(3):
            line.outbox.put({"seq": number})
        await settled()
        return line.sent

    assert asyncio.run(scene()) == ['{"seq":0}', '{"seq":1}', '{"seq":2}']


def test_sixty_four_may_wait_and_no_more():
    async def scene():
        line = Line()
        for number in range(MOST_FRAMES):
            line.outbox.put({"seq": number})
        before = line.given_up
        line.outbox.put({"seq": MOST_FRAMES})
        return before, line.given_up

    assert asyncio.run(scene()) == (0, 1)


def test_large_frames_are_given_up_sooner_but_one_alone_is_always_sent():
    async def scene():
        line = Line()
        line.outbox.put({"events": "x" * MOST_BYTES})
        before = line.given_up
        line.outbox.put({})
        return before, line.given_up

    assert asyncio.run(scene()) == (0, 1)


def test_who_reads_again_in_time_gets_everything():
    async def scene():
        line = Line()
        for number in range(MOST_FRAMES):
            line.outbox.put({"seq": number})
        line.reads.set()
        await asyncio.sleep(0.01)
        line.outbox.put({"seq": MOST_FRAMES})
        await settled()
        return len(line.sent), line.given_up

    assert asyncio.run(scene()) == (MOST_FRAMES + 1, 0)


def test_after_the_end_nothing_is_sent():
    async def scene():
        line = Line()
        line.outbox.put({"seq": 0})
        line.outbox.stop()
        line.reads.set()
        line.outbox.put({"seq": 1})
        await settled()
        return line.sent

    assert asyncio.run(scene()) == []


def test_who_is_gone_troubles_nobody():
    async def scene():
        async def send(text):
            raise OSError

        outbox = Outbox(send, give_up=lambda: None)
        outbox.put({})
        await settled()
        outbox.put({})
        await settled()

    asyncio.run(scene())


def test_the_numbers_are_those_of_the_promise():
    """64 frames, 256 kB, a head every 20 s: so 25 s with Redis dead, what is asked again included."""
    assert (outbox.MOST_FRAMES, outbox.MOST_BYTES, production.LIVE_HEADS_EVERY_S) == (64, 256 * 1024, 20)
    assert production.LIVE_HEADS_EVERY_S + heads.TUNE_WITHIN_S + heads.ASK_AGAIN_AFTER_S <= 25
    assert socket.SWALLOW_AFTER_S == 0.5
