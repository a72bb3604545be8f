"""A phone: one socket, spoken to by hand."""

import json
import time

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

SOON_S = 2.0  # the promise: what is committed is on the other phone within this


class Phone:
    closed = ConnectionClosed

    def __init__(self, port, *, cookie=None, token=None, origin="http://testserver", asked=""):
        headers = {}
        if cookie:
            headers["Cookie"] = f"sessionid={cookie}"
        if token:
            headers["Authorization"] = f"Bearer {token}"
        url = f"ws://127.0.0.1:{port}/ws/events{asked}"
        self.line = connect(
            url,
            origin=origin,
            additional_headers=headers,
            compression=None,
            ping_interval=None,
            close_timeout=1,
        )
        self.socket = self.line.__enter__()

    def hello(self, *, epoch=None, since=0):
        """Say hello and return the answer."""
        self.say({"type": "hello", "epoch": epoch, "since": since})
        return self.hear()

    def join(self):
        """Say hello as a page does that knows the present head, and return that head."""
        start = self.hello()
        synced = self.hello(epoch=start["epoch"], since=start["head"])
        assert synced == {"type": "sync", "epoch": start["epoch"], "head": start["head"], "events": []}
        return start

    def say(self, message):
        self.socket.send(message if isinstance(message, str | bytes) else json.dumps(message))

    def hear(self, *, within_s=SOON_S, heads=False):
        """Return the next frame; heads are passed over unless asked for."""
        deadline = time.monotonic() + within_s
        while True:
            frame = json.loads(self.socket.recv(timeout=max(0, deadline - time.monotonic())))
            if heads or frame["type"] != "heads":
                return frame

    def hear_nothing(self, *, for_s):
        """Assert that no event comes, and that the socket stays open."""
        try:
            frame = self.hear(within_s=for_s)
        except TimeoutError:
            return
        raise AssertionError(frame)

    def code(self, *, within_s=SOON_S):
        """Return the code with which the socket is closed."""
        try:
            while True:
                self.hear(within_s=within_s)
        except ConnectionClosed as closed:
            return closed.rcvd.code

    def close(self):
        self.line.__exit__(None, None, None)
