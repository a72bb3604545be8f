"""Every stage that tells somebody something, each in a scene: what comes before, then the act itself.

A scene is a generator: it sets up, yields once, acts. A stage that publishes and has no scene fails
`test_state_and_events.py` by name.
"""

import ast
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeAlias

from accounts.models import Profile, User
from accounts.profiles import Changes
from kernel.refusals import Refusal
from matching import alerts, area, availability, plans, pulses
from meetups import dispatch, invitations, meetings, partings, proof, tables
from moderation import decisions
from tests import builders
from tests.builders import code_of, session_of
from tests.clock import Clock
from tests.matching.planning import EVENING, point
from tests.races import crowd

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


@shows("matching.availability.window.start")
def _(scene):
    partings.go_invisible(by=scene.anna, now=scene.now)
    yield
    builders.live(scene.anna, now=scene.now)


@shows("matching.availability.window.extend")
def _(scene):
    yield
    availability.extend(**scene.own(scene.anna))


@shows("matching.availability.window.move")
def _(scene):
    for _minute in range(16):
        availability.beat(by=scene.anna, now=scene.clock.tick(minutes=1))
    yield
    availability.move(**scene.own(scene.anna), cell=builders.NEXT)


@shows("matching.availability.window.retopic")
def _(scene):
    yield
    availability.retopic(**scene.own(scene.anna), topic="Prices")


@shows("matching.availability.window.wish")
def _(scene):
    yield
    availability.wish(**scene.own(scene.anna), surprise=True)


@shows("matching.availability.window.end_due")
def _(scene):
    yield
    availability.end_due(now=scene.clock.tick(minutes=46))


@shows("matching.area.choose")
def _(scene):
    yield
    area.choose(by=scene.anna, changes=Changes(wide_area=True), now=scene.now)


@shows("matching.plans.add")
def _(scene):
    yield
    scene.plan()


@shows("matching.plans.remove")
def _(scene):
    plan = scene.plan()
    yield
    plans.remove(by=scene.anna, now=scene.now, plan_id=plan.pk)


@shows("matching.plans.tell_due")
def _(scene):
    scene.plan()
    yield
    plans.tell_due(now=EVENING)


@shows("matching.pulses.promising.pledge")
def _(scene):
    yield
    scene.pledge()


@shows("matching.pulses.promising.take_back")
def _(scene):
    pledge = scene.pledge()
    yield
    pulses.take_back(by=scene.anna, now=scene.now, pledge_id=pledge.pk)


@shows("matching.pulses.deciding.gather")
def _(scene):
    for member in [scene.anna, *crowd.members(5, now=scene.now)]:
        pulses.pledge(by=member, now=scene.now, point=point().pk, starts_at=EVENING)
    yield
    pulses.gather_due(now=EVENING - timedelta(minutes=15))


@shows("matching.alerts.watch")
def _(scene):
    yield
    scene.alert()


@shows("matching.alerts.remove")
def _(scene):
    alert = scene.alert()
    yield
    alerts.remove(by=scene.anna, now=scene.now, alert_id=alert.pk)


@shows("matching.alerts.judge")
def _(scene):
    scene.alert()
    people = crowd.members(5, now=scene.now)
    crowd.live(people, now=scene.now)
    Profile.objects.filter(user__in=people).update(met_once_at=scene.now)
    yield
    alerts.fire_due(now=scene.clock.tick(minutes=2, seconds=45))


@shows("meetups.invitations.asking.invite")
def _(scene):
    yield
    scene.ring()


@shows("meetups.invitations.answering.accept", "meetups.invitations.answering.agree")
def _(scene):
    """Somebody else rings at Bo too, and hears that the moment has passed."""
    ring = scene.ring()
    builders.invitation(scene.fay(), scene.bo, now=scene.now)
    yield
    invitations.accept(**scene.of(ring, scene.bo))


@shows("meetups.invitations.answering.refuse")
def _(scene):
    ring = scene.ring()
    yield
    invitations.refuse(**scene.of(ring, scene.bo))


@shows("meetups.invitations.answering.extend")
def _(scene):
    ring = scene.ring()
    yield
    invitations.extend(**scene.of(ring, scene.bo))


@shows("meetups.invitations.ending.withdraw")
def _(scene):
    ring = scene.ring()
    yield
    invitations.withdraw(**scene.of(ring, scene.anna))


@shows("meetups.invitations.ending.expire_due")
def _(scene):
    scene.ring()
    yield
    invitations.expire_due(now=scene.clock.tick(seconds=90))


@shows("meetups.dispatch.ring")
def _(scene):
    for member in scene.people:
        availability.wish(**scene.own(member), surprise=True)
    yield
    dispatch.dispatch_due(now=scene.now)


@shows("meetups.tables.answering.accept", "meetups.tables.answering.agree")
def _(scene):
    table = scene.table()
    tables.accept(**scene.of(table, scene.anna))
    yield
    tables.accept(**scene.of(table, scene.bo))


@shows("meetups.tables.answering.refuse")
def _(scene):
    table = scene.table()
    yield
    tables.refuse(**scene.of(table, scene.bo))


@shows("meetups.tables.answering.join")
def _(scene):
    fay = scene.fay(surprise=True)
    table = builders.table(scene.anna, scene.bo, fay, now=scene.now)
    for member in (scene.anna, scene.bo):
        tables.accept(**scene.of(table, member))
    yield
    tables.accept(**scene.of(table, fay))


@shows("meetups.tables.ending.expire_due")
def _(scene):
    scene.table()
    yield
    tables.expire_due(now=scene.clock.tick(seconds=90))


@shows("meetups.meetings.way.depart")
def _(scene):
    meeting = scene.agreed()
    yield
    meetings.depart(**scene.of(meeting, scene.bo))


@shows("meetups.meetings.way.late")
def _(scene):
    meeting = scene.agreed()
    yield
    meetings.late(**scene.of(meeting, scene.bo), minutes=5)


@shows("meetups.meetings.way.arrive")
def _(scene):
    meeting = scene.agreed()
    yield
    meetings.arrive(**scene.of(meeting, scene.bo))


@shows("meetups.meetings.way.say")
def _(scene):
    meeting = scene.agreed()
    yield
    meetings.say(**scene.of(meeting, scene.bo), preset="outside")


@shows("meetups.proof.prove")
def _(scene):
    meeting = scene.agreed()
    yield
    proof.prove(**scene.of(meeting, scene.anna), code=code_of(meeting, scene.bo))


@shows("meetups.proof.vouch")
def _(scene):
    meeting = scene.agreed()
    proof.vouch(**scene.of(meeting, scene.anna))
    yield
    proof.vouch(**scene.of(meeting, scene.bo))


@shows("meetups.meetings.leaving.cancel")
def _(scene):
    """One of three goes, two go on."""
    fay = scene.fay(surprise=True)
    meeting = builders.seated(scene.anna, scene.bo, fay, now=scene.now)
    yield
    meetings.cancel(**scene.of(meeting, fay), reason="other")


@shows("meetups.meetings.leaving.release")
def _(scene):
    meeting = scene.agreed()
    scene.clock.tick(minutes=3)
    yield
    meetings.release(**scene.of(meeting, scene.anna))


@shows("meetups.meetings.leaving.end")
def _(scene):
    meeting = builders.met(scene.anna, scene.bo, now=scene.now)
    yield
    meetings.end(**scene.of(meeting, scene.bo))


@shows("meetups.meetings.leaving.close_one")
def _(scene):
    meeting = scene.agreed()
    scene.clock.tick(minutes=40)
    yield
    meetings.close_one(meeting.pk, now=scene.now)


@shows("meetups.meetings.leaving.held_settled")
def _(scene):
    """Too late to call off what no worker has closed: it is closed here."""
    meeting = scene.agreed()
    scene.clock.tick(minutes=40)
    yield
    whatever_it_says(meetings.cancel, scene.of(meeting, scene.anna) | {"reason": "other"})


@shows("meetups.partings.go_invisible")
def _(scene):
    scene.ring()
    yield
    partings.go_invisible(by=scene.anna, now=scene.now)


@shows("meetups.partings.block")
def _(scene):
    scene.agreed()
    yield
    partings.block(by=scene.anna, other_id=scene.bo.pk, now=scene.now)


@shows("moderation.decisions.freeze")
def _(scene):
    scene.agreed()
    yield
    decisions.freeze(person=scene.anna, facts="Danger.", clause="Conduct 3", now=scene.now)


def whatever_it_says(stage, given):
    """Whatever it answers or refuses."""
    with suppress(Refusal):
        stage(**given)
