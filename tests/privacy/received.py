"""What leaves a world, whole, and the one comparison: all that others than the victim receive is alike."""

from dataclasses import dataclass, replace
from typing import Any

VICTIM = "vera"


class Leak(AssertionError):
    """The two worlds can be told apart."""


class SentApart(Leak):
    """The victim's phones sent different things although they publish the same cell."""


class ReceivedApart(Leak):
    """Somebody received in one world what they did not receive in the other."""


@dataclass(frozen=True)
class Answer:
    """A response, byte for byte, but for the date. `to` is who asked."""

    to: str
    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...]
    body: bytes

    @classmethod
    def of(cls, to: str, response: Any) -> "Answer":
        headers = [header for header in response.headers.items() if header[0] != "Date"]
        cookies = tuple(cookie.OutputString() for cookie in response.cookies.values())
        return cls(to, response.status_code, tuple(headers), cookies, response.content)


@dataclass(frozen=True)
class Received:
    """Everything that left a world in one turn."""

    answer: Answer | None
    bells: list[Any]
    mails: list[tuple[list[str], str, str]]
    frames: list[tuple[str, Any]]
    pushes: list[tuple[str, Any]]

    def by_others(self) -> "Received":
        """The same without what only the victim hears."""
        to_others = self.answer if self.answer and self.answer.to != VICTIM else None
        frames = [(name, frame) for name, frame in self.frames if name != VICTIM]
        pushes = [(name, push) for name, push in self.pushes if name != VICTIM]
        return replace(self, answer=to_others, frames=frames, pushes=pushes)


def assert_sent_alike(one: Any, other: Any) -> None:
    if one != other:
        raise SentApart(_difference(one, other))


def assert_received_alike(one: Received, other: Received) -> None:
    if one.by_others() != other.by_others():
        raise ReceivedApart(_difference(one.by_others(), other.by_others()))


def _difference(one: Any, other: Any) -> str:
    """Where the two part, and what each says there."""
    said, else_said = repr(one), repr(other)
    alike = next(
        (at for at, signs in enumerate(zip(said, else_said, strict=False)) if len(set(signs)) > 1), 0
    )
    return "\n".join(f"... {side[max(0, alike - 200) : alike + 200]} ..." for side in (said, else_said))
