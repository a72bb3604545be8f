"""One straight life in which every event is heard by somebody, lived in both worlds."""

import json
from datetime import timedelta
from typing import Any

from tests import builders
from tests.privacy.asking import API, Request
from tests.privacy.machine import DISPATCH, TwinWorlds
from tests.privacy.received import VICTIM
from tests.privacy.there import a_place, ringing_table, wishes_of
from tests.privacy.traces import MIDDLE, Aim, Spot
from tests.privacy.twins import Twins

CORNER = Spot(east=90, south=-90, surety=5)


def tour(twins: Twins) -> None:
    """Going live and leaving; what is meant for later; every end of an invitation, a meeting, a table."""
    life = TwinWorlds(twins)
    try:
        life.she_goes_live(ways=([MIDDLE], [CORNER]), aim=Aim(builders.HERE))
        come_and_go(twins)
        later_comes(twins, life)
        they_sit_together(twins, life)
        rings_end(twins, life)
        they_meet(twins)
        they_do_not(twins, life)
        life.she_rings_at_a_phone_in_a_pocket(who="anna")
        evening_comes(twins, life)
    finally:
        life.teardown()


def come_and_go(twins: Twins) -> None:
    say(twins, "eve", "POST availability", **wishes_of("anna"))
    say(twins, "eve", "PATCH availability", add_minutes=15)
    say(twins, "eve", "DELETE availability")


def later_comes(twins: Twins, life: TwinWorlds) -> None:
    place, begins, ends = twins.there(a_place), stamp(twins, minutes=6), stamp(twins, minutes=60)
    wishes = {name: wishes_of("anna")[name] for name in ("intention", "topic", "reach_min")}
    say(twins, "eve", "POST plans", point=place, starts_at=begins, ends_at=ends, **wishes)
    say(twins, "eve", "POST alerts", point=place, until=ends)
    life.time_passes(lapse=timedelta(minutes=3), are_there=True)
    life.the_house_works(task="matching.tasks.tell_plans_due")
    life.the_house_works(task="matching.tasks.fire_alerts_due")


def rings_end(twins: Twins, life: TwinWorlds) -> None:
    hers = ring(twins, VICTIM, "anna")
    say(twins, "anna", f"POST invitations/{hers}/extension")
    say(twins, "anna", f"POST invitations/{hers}/refusal")
    life.time_passes(lapse=timedelta(minutes=3), are_there=True)
    life.the_house_works(task="meetups.tasks.expire_due")
    say(twins, "bo", f"POST invitations/{ring(twins, 'bo', VICTIM)}/withdrawal")


def they_meet(twins: Twins) -> None:
    ring(twins, "mia", VICTIM)  # superseded by the next
    meeting = agree(twins, VICTIM, "bo")
    say(twins, "bo", f"POST meetings/{meeting}/departure")
    say(twins, "bo", f"POST meetings/{meeting}/lateness", minutes=5)
    say(twins, "bo", f"POST meetings/{meeting}/messages", preset="outside")
    say(twins, "bo", f"POST meetings/{meeting}/arrival")
    code = say(twins, VICTIM, f"GET meetings/{meeting}")["code"]
    say(twins, "bo", f"POST meetings/{meeting}/proof", code=code)
    say(twins, "bo", f"POST meetings/{meeting}/end")


def they_do_not(twins: Twins, life: TwinWorlds) -> None:
    say(twins, "mia", f"POST meetings/{agree(twins, VICTIM, 'mia')}/cancellation", reason="too-far")
    meeting = agree(twins, VICTIM, "olga")
    life.time_passes(lapse=timedelta(minutes=4), are_there=True)
    say(twins, "olga", f"POST meetings/{meeting}/release")


def they_sit_together(twins: Twins, life: TwinWorlds) -> None:
    """Three at a table with her, of whom one leaves; two without her, at whom it passes."""
    table = surprised(twins, life, VICTIM, "seth", "anna")
    for who in (VICTIM, "anna", "seth"):
        say(twins, who, f"POST tables/{table}/acceptance")
    meeting = say(twins, "seth", "GET meetings/current")["id"]
    say(twins, "seth", f"POST meetings/{meeting}/cancellation", reason="other")
    say(twins, "anna", f"POST meetings/{meeting}/cancellation", reason="other")
    say(twins, "mia", f"POST tables/{surprised(twins, life, 'mia', 'paul')}/refusal")
    life.time_passes(lapse=timedelta(minutes=2), are_there=True)
    life.the_house_works(task="meetups.tasks.pass_due")


def evening_comes(twins: Twins, life: TwinWorlds) -> None:
    life.many_mean_to_come(is_time=True, ways=([MIDDLE], [CORNER]), aim=Aim(builders.HERE))


def surprised(twins: Twins, life: TwinWorlds, *names: str) -> str:
    for name in names:
        say(twins, name, "PATCH availability", surprise=True)
    life.the_house_works(task=DISPATCH)
    table = twins.there(lambda world: ringing_table(world, names[0]))
    assert table, names
    return table


def stamp(twins: Twins, *, minutes: int) -> str:
    return (twins.now + timedelta(minutes=minutes)).isoformat()


def agree(twins: Twins, sender: str, invitee: str) -> str:
    which = ring(twins, sender, invitee)
    return str(say(twins, invitee, f"POST invitations/{which}/acceptance")["meeting"])


def ring(twins: Twins, sender: str, invitee: str) -> str:
    to = twins.there(lambda world: str(builders.session_of(world.people[invitee].user).pk))
    return str(say(twins, sender, "POST invitations", to=to)["id"])


def say(twins: Twins, who: str, door: str, **said: Any) -> dict[str, Any]:
    """A request that must be let in, by program; what it is answered."""
    verb, _space, path = door.partition(" ")
    answer = twins.ask(who, Request(verb, API + path, said))
    assert answer.status < 300, (who, door, answer)
    return json.loads(answer.body) if answer.body else {}
