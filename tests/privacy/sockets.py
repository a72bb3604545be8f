"""Everybody's open socket, without the wire: the listener and the one question of the socket process."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from notifications.carriers import seen, tickets
from notifications.carriers.heads import Listener
from notifications.carriers.tickets import Ticket
from notifications.messages import Hello, NotUnderstood, Seen

UNEXPECTED = 4400
Frames = list[tuple[str, Any]]


class Sockets:
    """One socket a person, open from the beginning of a life until they say what no client says."""

    def __init__(self, people: Mapping[str, Ticket] | None = None) -> None:
        self._frames: Frames = []
        self._is_sweep = False
        self._open = {name: self._listener(name, ticket) for name, ticket in (people or {}).items()}

    def say(self, name: str, text: str) -> None:
        """A message from a client: hello, or the end of the conversation."""
        if name not in self._open:
            return
        listener = self._open[name]
        try:
            said = json.loads(text)
            if shown := Seen.read(said):
                seen.mark({listener.ticket.person: listener.shows(shown)})
            else:
                listener.greet(Hello.read(said))
        except (NotUnderstood, ValueError):
            self._close(name, UNEXPECTED)

    def sweep(self) -> None:
        """The next question is the one that is asked for all every 20 s: it tells everybody their head."""
        self._is_sweep = True

    def hear(self) -> Frames:
        """Ask once for all, as the process does after a bell, and give everybody what is theirs."""
        listeners = list(self._open.values())
        answers = tickets.ask([listener.question for listener in listeners]) if listeners else []
        for listener, answer in zip(listeners, answers, strict=True):
            listener.hear(answer, is_sweep=self._is_sweep)
        frames, self._frames, self._is_sweep = self._frames, [], False
        return frames

    def _listener(self, name: str, ticket: Ticket) -> Listener:
        return Listener(
            ticket, say=lambda frame: self._frames.append((name, frame)), close=partial(self._close, name)
        )

    def _close(self, name: str, code: int) -> None:
        del self._open[name]
        self._frames.append((name, {"closed": code}))
