"""Any strategy of attackers: rules in any order, each lived through in both worlds at once.

The victim lives by her phone; the others ask everything, tap everything, and wait. `Twins` compares.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.utils.module_loading import import_string
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from config.schedule import LINES
from tests import builders
from tests.clock import NOON
from tests.privacy import doors
from tests.privacy.asking import Request
from tests.privacy.doors import About, Door, Known
from tests.privacy.known import MEANT, Aimed, choices
from tests.privacy.people import MET_LATELY, OTHERS, SEEN_MANY, SIGNED_IN, TOPIC
from tests.privacy.received import VICTIM, Answer
from tests.privacy.there import (
    a_place,
    everybody_beats,
    is_wide,
    open_session,
    ringing_table,
    running,
    wishes_of,
)
from tests.privacy.traces import Aim, alike, twin_ways
from tests.privacy.twins import GO_LIVE, HEARTBEAT, MOVE, Twins

TASKS: Final = tuple(task for task, _every_s, _waiting in LINES)
DISPATCH: Final = "meetups.tasks.dispatch_due"
RUSH_HOUR: Final = "2026-06-17T15:00:00Z"
UNTIL_DECIDED: Final = timedelta(hours=5, minutes=44)  # from the beginning of a life
LAPSES: Final = (timedelta(seconds=5), timedelta(seconds=95), timedelta(minutes=6), timedelta(minutes=16))
# Now and then somebody says more than a door asks for.
EXTRAS: Final = (
    {}, {}, {}, {}, {"colour": "blue"}, {"lat": 60.1719, "lon": 24.9414}, {"topic": "60.1719, 24.9414"},
    {"where": {"type": "Point", "coordinates": [24.9414, 60.1719]}},
)  # fmt: skip
SAID: Final = (
    '{"type": "hello", "epoch": null, "since": 0}', '{"type": "hello", "epoch": null, "since": 9}', "Hello?",
    '{"type": "seen", "seq": 1}', '{"type": "seen", "seq": 900}',
    "",  # nobody says anything, and the socket process tells everybody their head
)  # fmt: skip
NEIGHBOURS: Final = ("anna", "bo", "mia", "olga")  # whom she may meet
LOOKERS: Final = (*NEIGHBOURS, MET_LATELY, SEEN_MANY)

aims: Final = st.builds(
    Aim, st.sampled_from([builders.HERE, builders.NEXT]), st.sampled_from([False, False, True])
)
three_answers: Final = st.lists(st.sampled_from([True, True, False]), min_size=3, max_size=3)
anybody: Final = st.sampled_from([*OTHERS, VICTIM])
neighbours: Final = st.sampled_from(NEIGHBOURS)
two_neighbours: Final = st.sampled_from([("anna",), ("bo",), ("anna", "bo"), ("bo", "mia"), ("mia", "anna")])
headers: Final = st.fixed_dictionaries({}, optional={
    "HX-Request": st.just("true"), "Accept-Language": st.just("fr"), "Idempotency-Key": st.just("again"),
})  # fmt: skip


class TwinWorlds(RuleBasedStateMachine):
    """One life of the city, in two worlds."""

    def __init__(self, twins: Twins) -> None:
        super().__init__()
        self.twins = twins
        self.known: list[list[str]] = [[], []]  # the cells that each of her phones knows
        self.is_listening = False
        self.is_evening = False
        self.etags: dict[tuple[str, str], str] = {}
        twins.begin()

    def teardown(self) -> None:
        self.twins.end()

    # The victim, by her phone.

    @initialize(
        ways=twin_ways,
        aim=aims,
        wide=st.sampled_from([False, False, True]),
        first=st.sampled_from(["", "", "a table", "five free", "a meeting"]),
    )
    def she_begins(self, ways: Any, aim: Aim, wide: bool, first: str) -> None:
        """Many lives begin with what takes so many steps that few would come to it by chance."""
        self.she_chooses_how_wide(wide, moves=False, ways=ways, aim=aim)
        self.she_goes_live(ways, aim)
        if first == "a table":
            self.a_table_is_laid(("bo",), [True, True])
        elif first == "five free":
            self.somebody_waits_for_five()
        elif first == "a meeting":
            self.two_agree("bo", she_asks=True, says_yes=True)
            self.twins.ask("bo", Request("GET", "/meetings/current/"))
            self.twins.ask("bo", Request("GET", "/api/v1/meetings/current"))

    def she_goes_live(self, ways: Any, aim: Aim, *, surprise: bool = False) -> None:
        wishes = {"minutes": "90", "intention": "swap-ideas", "topic": TOPIC, "reach_min": "20"}
        self.publish(GO_LIVE, ways, aim, wishes | ({"surprise": "on"} if surprise else {}))

    @rule(ways=twin_ways, aim=aims, surprise=st.booleans())
    def she_is_live_again(self, ways: Any, aim: Aim, surprise: bool) -> None:
        self.she_goes_live(ways, aim, surprise=surprise)

    @rule(wide=st.booleans(), moves=st.booleans(), ways=twin_ways, aim=aims)
    def she_chooses_how_wide(self, wide: bool, moves: bool, ways: Any, aim: Aim) -> None:
        self.twins.ask(VICTIM, Request("POST", "/me/area/", {"wide_area": "on" if wide else ""}))
        if moves:  # and her phone obeys from now on
            self.twins.pass_time(timedelta(minutes=16))
            self.twins.both(everybody_beats)
            self.publish(MOVE, ways, aim, {})

    @rule(ways=twin_ways, aim=aims)
    def she_has_moved(self, ways: Any, aim: Aim) -> None:
        self.publish(MOVE, ways, aim, {})

    @rule(ways=twin_ways, aim=aims)
    def she_looks_at_her_own_walk(self, ways: Any, aim: Aim) -> None:
        fixes = iter([[aim.fix(spot) for spot in way] for way in ways])
        self.twins.use(lambda phone: phone.walk({"lon": 24.9414, "lat": 60.1719}, next(fixes)))

    @rule()
    def her_phone_is_in_her_pocket(self) -> None:
        if not self.is_listening:
            self.twins.use(lambda phone: phone.listen(HEARTBEAT, csrf="x"))
            self.is_listening = True
        self.twins.pass_time(timedelta(seconds=30))
        self.twins.use(lambda phone: phone.wait())

    # Everybody, at every door.

    @rule(
        who=anybody,
        some=st.lists(st.sampled_from(doors.DOORS), min_size=4, max_size=8, unique_by=str),
        extra=st.sampled_from(EXTRAS),
        more=headers,
        data=st.data(),
    )
    def somebody_knocks(self, who: str, some: list[Door], extra: Any, more: Any, data: Any) -> None:
        for door in some:
            self.knock(who, door, data, extra=extra, headers=more)

    @rule(who=st.sampled_from(LOOKERS), more=headers, data=st.data())
    def somebody_looks_round(self, who: str, more: Any, data: Any) -> None:
        for door in doors.LOOKS:
            self.knock(who, door, data, headers=more)

    @rule(who=st.sampled_from(LOOKERS))
    def somebody_looks_for_her(self, who: str) -> None:
        self.twins.ask(who, Request("GET", "/api/v1/candidates"))
        self.twins.ask(who, Request("GET", "/now/quiet/"))
        if her := self.twins.there(lambda world: open_session(world, VICTIM)):
            self.twins.ask(who, Request("GET", f"/people/{her}/"))

    # Straight to what takes several steps.

    @rule(who=neighbours, she_asks=st.booleans(), says_yes=st.sampled_from([True, True, False]))
    def two_agree(self, who: str, she_asks: bool, says_yes: bool) -> None:
        sender, invitee = (VICTIM, who) if she_asks else (who, VICTIM)
        theirs = self.twins.there(lambda world: open_session(world, invitee))
        if theirs is None:
            return
        asked = self.twins.ask(sender, Request("POST", "/api/v1/invitations", {"to": theirs}))
        if asked.status == 201:
            which = self.twins.there(lambda world: choices("invitation_id", world)[0])
            answer = "acceptance" if says_yes else "refusal"
            self.twins.ask(invitee, Request("POST", f"/invitations/{which}/{answer}/"))

    @precondition(lambda self: self.met_by() is not None)
    @rule(by_her=st.booleans(), tap=st.sampled_from(["departure", "arrival", "handshake", "end", "proof"]))
    def two_walk(self, by_her: bool, tap: str) -> None:
        meeting, other, codes = self.met_by() or ("", "", {})
        who = VICTIM if by_her else other
        says = {"code": codes[other if by_her else VICTIM]} if tap == "proof" else {}
        self.twins.ask(who, Request("POST", f"/meetings/{meeting}/{tap}/", says))
        self.twins.ask(other, Request("GET", f"/meetings/{meeting}/"))

    # Surprises, and what one means to do later.

    @rule(others=two_neighbours, answers=three_answers)
    def a_table_is_laid(self, others: tuple[str, ...], answers: list[bool]) -> None:
        for who in (VICTIM, *others):
            self.twins.ask(who, Request("POST", "/availability/surprise/", {"surprise": "on"}))
        self.the_house_works(DISPATCH)
        for who, says_yes in zip((VICTIM, *others), answers, strict=False):
            if which := self.twins.there(lambda world, who=who: ringing_table(world, who)):
                self.twins.ask(who, Request("GET", f"/tables/{which}/"))
                answer = "acceptance" if says_yes else "refusal"
                self.twins.ask(who, Request("POST", f"/tables/{which}/{answer}/"))

    @rule(door=st.sampled_from(doors.LATER), data=st.data(), lapse=st.sampled_from(LAPSES))
    def she_says_what_she_means_to_do(self, door: Door, data: Any, lapse: timedelta) -> None:
        self.knock(VICTIM, door, data)
        self.time_passes(lapse, are_there=True)
        for read in doors.READ_OF_LATER:
            self.knock("eve", read, data)

    @rule()
    def somebody_waits_for_five(self) -> None:
        self.the_others_are_free_again()
        place = self.twins.there(a_place)
        until = (self.twins.now + timedelta(hours=2)).isoformat()
        self.twins.ask("eve", Request("POST", "/api/v1/alerts", {"point": place, "until": until}))
        self.time_passes(timedelta(minutes=6), are_there=True)
        self.the_house_works("matching.tasks.fire_alerts_due")
        self.twins.ask("eve", Request("GET", "/api/v1/alerts"))
        self.twins.ask("eve", Request("GET", "/api/v1/pulses", {"around": place}))

    @precondition(lambda self: not self.is_evening)
    @rule(is_time=st.sampled_from([False, False, False, True]), ways=twin_ways, aim=aims)
    def many_mean_to_come(self, is_time: bool, ways: Any, aim: Aim) -> None:
        place = self.twins.there(a_place)
        for who in (VICTIM, *LOOKERS, "paul"):
            said = {"point": place, "starts_at": RUSH_HOUR}
            self.twins.ask(who, Request("POST", "/api/v1/pulses/pledges", said))
        if is_time:
            self.is_evening = True
            self.twins.pass_time(NOON + UNTIL_DECIDED - self.twins.now)
            self.the_house_works("matching.tasks.gather_due")
            self.the_others_are_free_again()
            self.she_goes_live(ways, aim)
        for who in ("eve", "anna"):
            self.twins.ask(who, Request("GET", "/api/v1/pulses", {"around": place}))

    # Time.

    @rule(lapse=st.sampled_from(LAPSES), are_there=st.sampled_from([True, True, True, False]))
    def time_passes(self, lapse: timedelta, are_there: bool) -> None:
        self.twins.pass_time(lapse)
        if are_there:  # else every phone was silent meanwhile
            self.twins.both(everybody_beats)

    @rule()
    def the_others_are_free_again(self) -> None:
        for name in NEIGHBOURS:
            if self.twins.there(lambda world, name=name: open_session(world, name)) is None:
                self.twins.ask(name, Request("POST", "/api/v1/availability", wishes_of(name)))

    @rule(task=st.sampled_from([task for task in TASKS if task not in doors.EXEMPT_TASKS]))
    def the_house_works(self, task: str) -> None:
        self.twins.both(lambda _world: import_string(task)())

    @rule(who=neighbours)
    def she_rings_at_a_phone_in_a_pocket(self, who: str) -> None:
        if theirs := self.twins.there(lambda world: open_session(world, who)):
            self.twins.ask(VICTIM, Request("POST", "/api/v1/invitations", {"to": theirs}))
        self.twins.pass_time(timedelta(seconds=3))
        self.the_house_works("notifications.tasks.ring_due")

    @rule(who=st.sampled_from(SIGNED_IN), text=st.sampled_from(SAID))
    def a_socket_says(self, who: str, text: str) -> None:
        self.twins.both(lambda world: world.sockets.say(who, text) if text else world.sockets.sweep())

    # How the rules do it.

    def publish(self, path: str, ways: Any, aim: Aim, wishes: dict[str, str]) -> None:
        """Both phones end their ways where the same cell is published, and press the button."""
        wide = self.twins.there(is_wide)  # as the form in which the button is says
        aim = replace(aim, wide=wide)
        both = alike(self.twins.judge, self.known, aim, ways)
        if not both:
            return  # what they know differs, and nothing there would be published by both
        self.twins.stand((both[0].fixes, both[1].fixes))
        self.twins.use(lambda phone: phone.submit(path, wide=wide, **wishes))
        self.known = [one.knows for one in both]

    def knock(self, who: str, door: Door, data: Any, **more: Any) -> Answer:
        """Somebody comes to a door with what they know."""
        path = door.path.format_map(Aimed(self, data))
        said = {name: self.filled(value, data, door) for name, value in door.says.items()}
        tag = self.etags.get((who, path))
        asked = dict(more.get("headers", {})) | ({"If-None-Match": tag} if tag and door.verb == "GET" else {})
        answer = self.twins.ask(who, Request(door.verb, path, said | more.get("extra", {}), asked))
        let_in = self.twins.opened if answer.status < 400 else self.twins.shut
        let_in[str(door)] += 1
        self.etags[who, path] = dict(answer.headers).get("ETag", "")
        return answer

    def filled(self, value: Any, data: Any, door: Door) -> Any:
        """What is said in one field."""
        if isinstance(value, Known):
            return self.one_of(value.kind, data)
        if isinstance(value, About):
            kind = data.draw(st.sampled_from(sorted(MEANT)))
            about = self.one_of(MEANT[kind], data)
            return {"kind": kind, "id": about} if door.path.startswith("/api/") else f"{kind}:{about}"
        return data.draw(value) if isinstance(value, st.SearchStrategy) else value

    def one_of(self, kind: str, data: Any) -> str:
        return str(data.draw(st.sampled_from(self.twins.there(lambda world: choices(kind, world)))))

    def met_by(self) -> tuple[str, str, dict[str, str]] | None:
        """The victim's running meeting: its id, who the other is, and everybody's codes."""
        return self.twins.there(running)
