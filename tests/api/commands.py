"""Every command of the interface, each in a scene where it changes something. A new door needs one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from accounts.models import User
from matching import alerts, less_like, plans, pulses
from meetups import partings
from tests import builders
from tests.clock import Clock
from tests.matching.planning import EVENING, helsinki, point

CELL: Final = {
    "cell": builders.HERE, "minutes": 45, "intention": "swap-ideas", "topic": "Prices", "reach_min": 15,
}  # fmt: skip


@dataclass
class Cast:
    """Whom a scene may bring on: two who are live, one who is not, one who has said nothing yet."""

    anna: User
    bo: User
    eve: User
    newcomer: User
    clock: Clock

    @property
    def card(self) -> str:
        """Bo as Anna was shown him."""
        return str(builders.card(self.anna, self.bo, now=self.clock.now).pk)


@dataclass
class Command:
    """Who says what at which address; `other` is another body, taken there too where there is one."""

    by: User
    path: str
    body: dict[str, Any]
    other: dict[str, Any]


BROWSER: Final = {
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/one",
    "keys": {"p256dh": builders.P256DH, "auth": "A" * 22}, "language": "en", "time_zone": "Europe/Helsinki",
}  # fmt: skip
Scene: TypeAlias = Callable[[Cast], Command]
SCENES: Final[dict[str, Scene]] = {}


def scene(door: str) -> Callable[[Scene], Scene]:
    def set_up(made: Scene) -> Scene:
        SCENES[door] = made
        return made

    return set_up


@scene("POST me")
def _(cast: Cast) -> Command:
    said = {"first_name": "Ada", "role": "Buyer", "languages": ["en"], "is_adult": True}
    return Command(cast.newcomer, "me", said, said | {"first_name": "Ava"})


@scene("PATCH me")
def _(cast: Cast) -> Command:
    return Command(cast.anna, "me", {"headline": "Nordic offices"}, {"headline": "Offices"})


@scene("POST availability")
def _(cast: Cast) -> Command:
    return Command(cast.eve, "availability", CELL, CELL | {"minutes": 30})


@scene("PATCH availability")
def _(cast: Cast) -> Command:
    return Command(cast.anna, "availability", {"add_minutes": 15}, {"topic": "Prices"})


@scene("DELETE availability")
def _(cast: Cast) -> Command:
    return Command(cast.anna, "availability", {}, {"x": 1})


@scene("POST availability/heartbeat")
def _(cast: Cast) -> Command:
    cast.clock.tick(minutes=1)
    return Command(cast.anna, "availability/heartbeat", {}, {"x": 1})


@scene("POST candidates/{candidate_id}/less-like")
def _(cast: Cast) -> Command:
    return Command(cast.anna, f"candidates/{cast.card}/less-like", {}, {"x": 1})


@scene("DELETE less-like/{kind_id}")
def _(cast: Cast) -> Command:
    kind = less_like.less_like(builders.session_of(cast.anna), session=cast.card, now=cast.clock.now)
    return Command(cast.anna, f"less-like/{kind.pk}", {}, {"x": 1})


@scene("POST plans")
def _(cast: Cast) -> Command:
    said = {
        "point": str(point().pk), "starts_at": "2026-06-17T10:00:00Z", "ends_at": "2026-06-17T11:00:00Z",
        "intention": "hire", "topic": "", "reach_min": 10,
    }  # fmt: skip
    return Command(cast.anna, "plans", said, said | {"intention": "swap-ideas"})


@scene("DELETE plans/{plan_id}")
def _(cast: Cast) -> Command:
    plan = plans.add(
        by=cast.anna, now=cast.clock.now, point=point().pk, starts_at=helsinki(14), ends_at=helsinki(15),
        intention="hire",
    )  # fmt: skip
    return Command(cast.anna, f"plans/{plan.pk}", {}, {"x": 1})


@scene("POST pulses/pledges")
def _(cast: Cast) -> Command:
    said = {"point": str(point().pk), "starts_at": "2026-06-17T15:00:00Z"}
    return Command(cast.anna, "pulses/pledges", said, said | {"starts_at": "2026-06-18T09:00:00Z"})


@scene("DELETE pulses/pledges/{pledge_id}")
def _(cast: Cast) -> Command:
    pledge = pulses.pledge(by=cast.anna, now=cast.clock.now, point=point().pk, starts_at=EVENING)
    return Command(cast.anna, f"pulses/pledges/{pledge.pk}", {}, {"x": 1})


@scene("POST alerts")
def _(cast: Cast) -> Command:
    said = {"point": str(point().pk), "until": "2026-06-17T12:00:00Z"}
    return Command(cast.anna, "alerts", said, said | {"until": "2026-06-17T13:00:00Z"})


@scene("DELETE alerts/{alert_id}")
def _(cast: Cast) -> Command:
    alert = alerts.watch(by=cast.anna, now=cast.clock.now, point=point().pk, until=helsinki(15))
    return Command(cast.anna, f"alerts/{alert.pk}", {}, {"x": 1})


@scene("POST invitations")
def _(cast: Cast) -> Command:
    said = {"to": cast.card, "length_min": 20}
    return Command(cast.anna, "invitations", said, said | {"length_min": 15})


def answer(verb: str, by: str) -> None:
    @scene(f"POST invitations/{{invitation_id}}/{verb}")
    def _(cast: Cast) -> Command:
        ring = builders.invitation(cast.anna, cast.bo)
        return Command(getattr(cast, by), f"invitations/{ring.pk}/{verb}", {}, {"x": 1})


answer("acceptance", "bo")
answer("refusal", "bo")
answer("extension", "bo")
answer("withdrawal", "anna")


def at_table(verb: str) -> None:
    @scene(f"POST tables/{{table_id}}/{verb}")
    def _(cast: Cast) -> Command:
        return Command(cast.anna, f"tables/{builders.table(cast.anna, cast.bo).pk}/{verb}", {}, {"x": 1})


at_table("acceptance")
at_table("refusal")


def in_meeting(verb: str, body: dict[str, Any], other: dict[str, Any], *, after_min: int = 0) -> None:
    @scene(f"POST meetings/{{meeting_id}}/{verb}")
    def _(cast: Cast) -> Command:
        running = builders.meeting(cast.anna, cast.bo)
        cast.clock.tick(minutes=after_min)
        return Command(cast.anna, f"meetings/{running.pk}/{verb}", body, other)


in_meeting("departure", {}, {"x": 1})
in_meeting("lateness", {"minutes": 5}, {"minutes": 10})
in_meeting("arrival", {}, {"x": 1})
in_meeting("messages", {"preset": "outside"}, {"preset": "i-see-you"})
in_meeting("cancellation", {"reason": "other"}, {"reason": "too-far"})
in_meeting("release", {}, {"x": 1}, after_min=3)


@scene("POST meetings/{meeting_id}/proof")
def _(cast: Cast) -> Command:
    running = builders.meeting(cast.anna, cast.bo)
    code = {"code": builders.code_of(running, cast.bo)}
    return Command(cast.anna, f"meetings/{running.pk}/proof", code, {"we_met": True})


@scene("POST meetings/{meeting_id}/end")
def _(cast: Cast) -> Command:
    return Command(cast.anna, f"meetings/{builders.met(cast.anna, cast.bo).pk}/end", {}, {"x": 1})


@scene("POST blocks")
def _(cast: Cast) -> Command:
    said = {"about": {"kind": "candidate", "id": cast.card}}
    return Command(cast.anna, "blocks", said, {"about": {"kind": "invitation", "id": cast.card}})


@scene("DELETE blocks/{block_id}")
def _(cast: Cast) -> Command:
    row = partings.block(by=cast.anna, other_id=cast.bo.pk, now=cast.clock.now)
    return Command(cast.anna, f"blocks/{row.pk}", {}, {"x": 1})


@scene("POST reports")
def _(cast: Cast) -> Command:
    said = {"about": {"kind": "candidate", "id": cast.card}, "category": "fake"}
    return Command(cast.anna, "reports", said, said | {"category": "other"})


@scene("POST me/push-subscriptions")
def _(cast: Cast) -> Command:
    return Command(cast.anna, "me/push-subscriptions", BROWSER, BROWSER | {"language": "fr"})


@scene("DELETE me/push-subscriptions/{subscription_id}")
def _(cast: Cast) -> Command:
    browser = builders.push_subscription(cast.anna, now=cast.clock.now)
    return Command(cast.anna, f"me/push-subscriptions/{browser.pk}", {}, {"x": 1})


@scene("PATCH me/ringing")
def _(cast: Cast) -> Command:
    quiet = {"quiet_from": "22:30", "quiet_until": "06:00", "time_zone": "Europe/Helsinki"}
    return Command(cast.anna, "me/ringing", quiet, quiet | {"quiet_from": "23:00"})
