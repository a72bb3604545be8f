"""Every stage that tells somebody something, each in a scene: what comes before, then the act itself.

A scene (`stages_of_matching.py`, `stages_of_meetups.py`) is a generator: it sets up, yields once, acts. A
stage that publishes and has no scene fails `test_state_and_events.py` by name.
"""

import ast
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeAlias

from accounts.models import User
from matching import alerts, plans, pulses
from tests import builders
from tests.builders import session_of
from tests.clock import Clock
from tests.matching.planning import EVENING, point

APPS: Final = ("accounts", "matching", "meetups", "moderation", "places", "demo")


class Scene:
    """Anna and Bo, free near each other; Fay joins them where a scene asks for her."""

    def __init__(self, anna: User, bo: User, clock: Clock) -> None:
        self.anna, self.bo, self.clock = anna, bo, clock
        self.people = [anna, bo]

    @property
    def now(self):
        return self.clock.now

    def fay(self, **wishes) -> User:
        member = builders.person("Fay")
        builders.live(member, now=self.now, **wishes)
        self.people.append(builders.again(member))
        return member

    def of(self, row, by: User) -> dict:
        return {f"{row._meta.model_name}_id": row.pk, "by": by, "now": self.now}

    def own(self, by: User) -> dict:
        return {"session_id": session_of(by).pk, "by": by, "now": self.now}

    def ring(self):
        return builders.invitation(self.anna, self.bo, now=self.now)

    def agreed(self):
        return builders.meeting(self.anna, self.bo, now=self.now)

    def table(self):
        return builders.table(self.anna, self.bo, now=self.now)

    def plan(self):
        return plans.add(
            by=self.anna, now=self.now, point=point().pk, starts_at=EVENING, intention="hire",
            ends_at=EVENING + timedelta(hours=1),
        )  # fmt: skip

    def pledge(self):
        return pulses.pledge(by=self.anna, now=self.now, point=point().pk, starts_at=EVENING)

    def alert(self):
        later = self.now + timedelta(hours=1)
        return alerts.watch(by=self.anna, now=self.now, point=point().pk, until=later)


Play: TypeAlias = Callable[[Scene], Iterator[None]]
STAGES: Final[dict[tuple[str, ...], Play]] = {}


def shows(*stages: str) -> Callable[[Play], Play]:
    """The stages that a scene goes through."""

    def note(play: Play) -> Play:
        STAGES[stages] = play
        return play

    return note


def telling() -> set[str]:
    """Every function of the apps that calls `publish`."""
    return {
        f"{'.'.join(path.with_suffix('').parts)}.{function.name}"
        for app in APPS
        for path in Path(app).rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef) and any(map(publishes, ast.walk(function)))
    }


def publishes(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and "publish" in (
        getattr(node.func, "id", None), getattr(node.func, "attr", None)
    )  # fmt: skip
