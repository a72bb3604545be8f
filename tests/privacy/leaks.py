"""Leaks, planted one by one: the services make something of a fix, or the phone sends more than the cell.

Each takes the place of one function of the product, or edits one line of a module of the phone.
"""

import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pkgutil import resolve_name
from typing import Any, Final
from unittest.mock import patch

from matching.cards import SaidReason
from places import cells
from places.cells import Centre
from tests import builders
from tests.privacy.fixes import (
    ADDS,
    CARRIER,
    CARRIES,
    HINT,
    KNOWS,
    SENDS,
    fixes,
    her_fix,
    her_id,
    metres,
    within,
)
from tests.privacy.phone import Edit
from tests.privacy.received import Leak, ReceivedApart, SentApart


@dataclass(frozen=True)
class Planted:
    """One leak: what it is, how it must show, and the one place that is changed."""

    name: str
    shows_as: type[Leak]
    edits: tuple[Edit, ...] = ()
    overlooked: tuple[str, ...] = ()
    replaced: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    dice: int = 3  # by which it shows soonest; by others it shows too, later

    @contextmanager
    def planted(self) -> Iterator[None]:
        """What leaks, in the place of what does not."""
        fixes.clear()
        with ExitStack() as until:
            for place, leaky in self.replaced.items():
                until.enter_context(patch(place, leaky(resolve_name(place))))
            yield


def radius(free_people: Any) -> Any:
    def leaky(viewer: Any, **asked: Any) -> Any:
        return [one for one in free_people(viewer, **asked) if within(viewer.cell, one.person_id)]

    return leaky


def bucket(free_people: Any) -> Any:
    def truly(viewer: Any, one: Any) -> Any:
        true_m = metres(viewer.cell, one.person_id)
        steps = ((100, 5), (250, 10), (400, 15))
        about = next((minutes for most_m, minutes in steps if true_m and true_m <= most_m), 20)
        return one if true_m is None else replace(one, about_min=about)

    return lambda viewer, **asked: [truly(viewer, one) for one in free_people(viewer, **asked)]


def order(judge: Any) -> Any:
    def leaky(me: Any, viewer: Any, person: Any, **asked: Any) -> Any:
        true_m = metres(viewer.cell, person.person_id)
        tie = struct.pack(">d", person.about_min * 40.0 if true_m is None else true_m)
        return replace(judge(me, viewer, person, **asked), tie=tie)

    return leaky


def count(candidates_for: Any) -> Any:
    def leaky(viewer: Any, **asked: Any) -> Any:
        found = candidates_for(viewer, **asked)
        fewer = replace(found.liquidity, count=found.liquidity.count - (not within(viewer.cell, her_id())))
        return replace(found, liquidity=fewer)

    return leaky


def reasons(card: Any) -> Any:
    def leaky(viewer: Any, person: Any, *args: Any, **asked: Any) -> Any:
        made, true_m = card(viewer, person, *args, **asked), metres(viewer.cell, person.person_id)
        walk = SaidReason("walk", f"About {cells.minutes_for(true_m or 1)} min on foot")
        return made if true_m is None else replace(made, reasons=(*made.reasons[:2], walk))

    return leaky


def mirror(card: Any) -> Any:
    """ "They can see you": whether she is reached from here is told by a mark on her card."""

    def leaky(viewer: Any, person: Any, *args: Any, **asked: Any) -> Any:
        made = card(viewer, person, *args, **asked)
        return made if within(viewer.cell, person.person_id) else replace(made, reachable="push")

    return leaky


def presence(pair_of: Any) -> Any:
    def leaky(viewer: Any, session: Any, **asked: Any) -> Any:
        pair = pair_of(viewer, session, **asked)
        hers = pair and pair.card.first_name == "Vera"
        return None if hers and not within(viewer.cell, her_id()) else pair

    return leaky


def point(choices_for: Any) -> Any:
    def leaky(a: str, b: str, *, limit: int = 3, **asked: Any) -> Any:
        chosen = choices_for(a, b, limit=12, **asked)
        if fix := her_fix():
            chosen.sort(key=lambda one: cells._metres(Centre(one.point.lon, one.point.lat), fix))
        return chosen[:limit]

    return leaky


def arrival(side_shown: Any) -> Any:
    def leaky(party: Any, meeting: Any, **asked: Any) -> Any:
        true_m = metres(meeting.point.cell, party.person_id)
        shown = side_shown(party, meeting, **asked)
        return shown if true_m is None else replace(shown, walk_min=cells.minutes_for(true_m))

    return leaky


def frame(payload: Any) -> Any:
    def leaky(event: Any) -> Any:
        true_m = metres(builders.HERE)
        return payload.fget(event) | ({} if true_m is None else {"m": round(true_m)})

    return property(leaky)


def length(get_policy_parts: Any) -> Any:
    def leaky(self: Any, request: Any, response: Any, **more: Any) -> Any:
        if request.path == "/candidates/" and response.status_code == 200:
            response.content += b" " * round(metres(builders.HERE) or 0)
        return get_policy_parts(self, request=request, response=response, **more)

    return leaky


def push_length(message: Any) -> Any:
    def leaky(**said: Any) -> Any:
        return message(**said) + b" " * round(metres(builders.HERE) or 0)

    return leaky


def push_topic(topic: Any) -> Any:
    def leaky(**about: Any) -> Any:
        return topic(**about)[:-1] + ("y" if within(builders.HERE, her_id()) else "n")

    return leaky


def header(get_policy_parts: Any) -> Any:
    def leaky(self: Any, request: Any, response: Any, **more: Any) -> Any:
        response["X-Near"] = str(within(builders.HERE, her_id()))
        return get_policy_parts(self, request=request, response=response, **more)

    return leaky


def again(free_among: Any) -> Any:
    def leaky(viewer: Any, *args: Any, **asked: Any) -> Any:
        return [one for one in free_among(viewer, *args, **asked) if within(viewer.cell, one.person_id)]

    return leaky


def table(scored: Any) -> Any:
    """Put together with who is truly near only."""

    def leaky(askers: Any, **asked: Any) -> Any:
        def near(one: Any, other: Any) -> bool:
            return within(one.cell, other.person_id) and within(other.cell, one.person_id)

        return [edge for edge in scored(askers, **asked) if near(askers[edge[0]], askers[edge[1]])]

    return leaky


def seat(between: Any) -> Any:
    def leaky(self: Any, group: Any) -> Any:
        if (found := between(self, group)) is None:
            return None
        truly = [metres(found[0].point.cell, person.person_id) for person in group.people]
        pairs = zip(found[1], truly, strict=True)
        return found[0], [said if true_m is None else cells.minutes_for(true_m) for said, true_m in pairs]

    return leaky


def alert(enough_free: Any) -> Any:
    def leaky(me: Any, ring: Any, **asked: Any) -> Any:
        return enough_free(me, ring, **asked) and within(next(iter(ring)), her_id())

    return leaky


def public_count(people_round: Any) -> Any:
    def leaky(point: Any, **asked: Any) -> Any:
        return people_round(point, **asked) if within(point.cell, her_id()) else 0

    return leaky


def made_of_a_fix(name: str, place: str, leaky: Callable[[Any], Any], *, dice: int = 3) -> Planted:
    return Planted(name, ReceivedApart, (KNOWS, CARRIES), (HINT,), {**CARRIER, place: leaky}, dice)


def sent_along(name: str, *edits: Edit, dice: int = 3) -> Planted:
    return Planted(name, SentApart, edits, dice=dice)


NOTHING: Final = Planted("nothing", Leak)
ONLY_THE_CARRIER: Final = Planted("only the carrier", Leak, (KNOWS, CARRIES), (HINT,), CARRIER)
EVERY_ANSWER: Final = "config.csp.ContentSecurityPolicy.get_policy_parts"  # passes every response

BY_THE_SERVICES: Final = (
    made_of_a_fix("radius: shown only when truly near", "matching.prefilter.free_people", radius, dice=13),
    made_of_a_fix("bucket: minutes from the fix", "matching.prefilter.free_people", bucket, dice=13),
    made_of_a_fix("order: ties by distance", "matching.candidates.judge", order, dice=13),
    made_of_a_fix("count: the gauge of a true circle", "matching.exposure.candidates_for", count, dice=13),
    made_of_a_fix("reasons: the true walk in words", "matching.candidates.card", reasons, dice=13),
    made_of_a_fix("mirror: whether she can see you", "matching.candidates.card", mirror, dice=13),
    made_of_a_fix("presence: can be asked only when near", "matching.candidates.pair_of", presence, dice=19),
    made_of_a_fix("point: the place nearest to her", "places.points.choices_for", point),
    made_of_a_fix(
        "arrival: her true minutes to the point", "meetups.screens.meetings.side_shown", arrival, dice=10
    ),
    made_of_a_fix("frame: a number in an event", "notifications.events.Event.payload", frame),
    made_of_a_fix("again: met again only when truly near", "matching.prefilter.free_among", again, dice=17),
    made_of_a_fix("table: laid for who is truly near", "matching.surprises.scored", table),
    made_of_a_fix("seat: her true minutes to the table", "meetups.dispatch.Places.between", seat),
    made_of_a_fix("alert: told when she is truly near", "matching.prefilter.enough_free", alert, dice=9),
    made_of_a_fix("public count: of a true circle", "matching.liquidity.people_round", public_count, dice=4),
    made_of_a_fix("length: blanks as many as metres", EVERY_ANSWER, length, dice=5),
    made_of_a_fix("header: near or not", EVERY_ANSWER, header),
    made_of_a_fix("push: blanks as many as metres", "notifications.carriers.payload.message", push_length),
    made_of_a_fix(
        "push: near or not in its topic", "notifications.carriers.payload.topic", push_topic, dice=9
    ),
)
BY_THE_PHONE: Final = (
    sent_along(
        "edge: no hysteresis",
        Edit("lib/cells.js", "if (kept === null || kept === parent(own)) return own;", "return own;"),
        dice=6,
    ),
    sent_along(
        "zoom: a finer cell", Edit("lib/cells.js", "SMALLEST_SIDE_M = 300", "SMALLEST_SIDE_M = 150"), dice=5
    ),
    sent_along(
        "wide: the choice is forgotten",
        Edit("lib/cells.js", "if (wide || isUnsure(fix))", "if (isUnsure(fix))"),
        dice=8,
    ),
    sent_along(
        "accuracy: sent along",
        KNOWS,
        Edit("elements/place.js", SENDS, ADDS % ("surety", "String(Math.round(fix.accuracy_m))")),
    ),
    sent_along(
        "heartbeat: a header with the fix",
        Edit("place.js", "const cell = nextCell(", "globalThis.here = fix;\n  const cell = nextCell("),
        Edit("live.js", "{ 'X-CSRFToken':", "{ 'X-Here': globalThis.here, 'X-CSRFToken':"),
        dice=9,
    ),
    sent_along(
        "walk: one's own minutes are reported",
        Edit(
            "elements/walk.js",
            "const number = value",
            "navigator.sendBeacon('/walks/', value);\n    const number = value",
        ),
        dice=12,
    ),
)
LEAKS: Final = BY_THE_SERVICES + BY_THE_PHONE
