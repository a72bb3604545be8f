"""Leaks, planted one by one: the phone sends more than the cell, or the services make something of a fix.

In the fixtures of the second kind the phone hands its fix over in a field of the form (`CARRIER`), which the
machine is told to overlook; the services keep it, and one named place uses it. Nothing else ever knows a fix.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final
from uuid import UUID

import pytest
from django.db import connection

from accounts.models import User
from matching.cards import SaidReason
from places import cells
from places.cells import Centre
from tests import builders
from tests.privacy.phone import Edit
from tests.privacy.received import Leak, ReceivedApart, SentApart

HINT: Final = "hint"
NEAR_M: Final = 200  # two spots in one cell lie on both sides of this often enough


@dataclass(frozen=True)
class Planted:
    """One leak: what it is, how it must show, and the one place that is changed."""

    name: str
    shows_as: type[Leak]
    edits: tuple[Edit, ...] = ()
    overlooked: tuple[str, ...] = ()
    replaced: dict[str, Callable[[Any], Any]] = field(default_factory=dict)

    def plant(self, patch: pytest.MonkeyPatch) -> None:
        """Put what leaks in the place of what does not."""
        FIXES.clear()
        for place, leaky in self.replaced.items():
            holder, _dot, name = place.rpartition(".")
            patch.setattr(place, leaky(getattr(_found(holder), name)))


def _found(path: str) -> Any:
    return pytest.importorskip(path) if path.islower() else getattr(_found(path.rpartition(".")[0]), path.rpartition(".")[2])


# How a fix gets in.

_SENDS: Final = "const {cell, unsure} = await place();"
_ADDS: Final = "const {cell, unsure, fix} = await place(); this.append({name: '%s', value: %s});"
_KNOWS: Final = Edit("place.js", "return {cell, unsure: isUnsure(fix)};", "return {cell, unsure: isUnsure(fix), fix};")
# In millionths of a degree: whole numbers, which the coordinate guard does not know as coordinates.
_CARRIES: Final = Edit(
    "elements/place.js", _SENDS, _ADDS % (HINT, "[fix.lon, fix.lat].map((x) => Math.round(x * 1e6)).join(':')")
)
FIXES: Final[dict[str, Centre]] = {}  # by database: each world knows its own


def keeping(read: Callable[..., Any]) -> Callable[..., Any]:
    """A form that keeps the hint in what it is sent."""

    def keep(form: Any, data: Any = None, *args: Any, **kwargs: Any) -> Any:
        if data and data.get(HINT):
            lon, lat = (int(part) / 1e6 for part in data[HINT].split(":"))
            FIXES[connection.settings_dict["NAME"]] = Centre(lon, lat)
        return read(form, data, *args, **kwargs)

    return keep


CARRIER: Final = {"matching.forms.StartForm.__init__": keeping, "matching.forms.MoveForm.__init__": keeping}


@cache
def her_id() -> UUID:
    return User.objects.get(email="vera@vera.example").pk


def metres(cell: str, person: UUID | None = None) -> float | None:
    """How far she truly is from the middle of a cell; None for anybody else, and before a fix was sent."""
    fix = FIXES.get(connection.settings_dict["NAME"])
    if fix is None or person not in {None, her_id()}:
        return None
    return cells._metres(cells.centre(cell), fix)


def within(cell: str, person: UUID) -> bool:
    return (metres(cell, person) or 0) <= NEAR_M


# What the services make of it.


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
        fix = FIXES.get(connection.settings_dict["NAME"])
        chosen = choices_for(a, b, limit=12, **asked)
        if fix:
            chosen.sort(key=lambda one: cells._metres(Centre(one.point.lon, one.point.lat), fix))
        return chosen[:limit]

    return leaky


def arrival(side_shown: Any) -> Any:
    def leaky(party: Any, **asked: Any) -> Any:
        true_m = metres(party.meeting.point.cell, party.person_id)
        shown = side_shown(party, **asked)
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


def header(get_policy_parts: Any) -> Any:
    def leaky(self: Any, request: Any, response: Any, **more: Any) -> Any:
        response["X-Near"] = str(within(builders.HERE, her_id()))
        return get_policy_parts(self, request=request, response=response, **more)

    return leaky


def made_of_a_fix(name: str, place: str, leaky: Callable[[Any], Any]) -> Planted:
    return Planted(name, ReceivedApart, (_KNOWS, _CARRIES), (HINT,), {**CARRIER, place: leaky})


def sent_along(name: str, *edits: Edit) -> Planted:
    return Planted(name, SentApart, edits)


NOTHING: Final = Planted("nothing", Leak)
ONLY_THE_CARRIER: Final = Planted("only the carrier", Leak, (_KNOWS, _CARRIES), (HINT,), CARRIER)
LEAKS: Final = (
    made_of_a_fix("radius: shown only within 200 m", "matching.prefilter.free_people", radius),
    made_of_a_fix("bucket: minutes from the fix", "matching.prefilter.free_people", bucket),
    made_of_a_fix("order: ties by distance", "matching.candidates.judge", order),
    made_of_a_fix("count: the gauge of a true circle", "matching.exposure.candidates_for", count),
    made_of_a_fix("reasons: the true walk in words", "matching.candidates.card", reasons),
    made_of_a_fix("mirror: whether she can see you", "matching.candidates.card", mirror),
    made_of_a_fix("presence: can be asked only when near", "matching.candidates.pair_of", presence),
    made_of_a_fix("point: the place nearest to her", "places.points.choices_for", point),
    made_of_a_fix("arrival: her true minutes to the point", "meetups.screens.side_shown", arrival),
    made_of_a_fix("frame: a number in an event", "notifications.events.Event.payload", frame),
    made_of_a_fix("length: blanks as many as metres", "config.csp.ContentSecurityPolicy.get_policy_parts", length),
    made_of_a_fix("header: near or not", "config.csp.ContentSecurityPolicy.get_policy_parts", header),
    sent_along(
        "edge: no hysteresis",
        Edit("lib/cells.js", "if (kept === null || kept === parent(own)) return own;\n  return kept;", "return own;"),
    ),
    sent_along("zoom: a finer cell", Edit("lib/cells.js", "SMALLEST_SIDE_M = 300", "SMALLEST_SIDE_M = 150")),
    sent_along(
        "accuracy: sent along",
        _KNOWS, Edit("elements/place.js", _SENDS, _ADDS % ("surety", "String(Math.round(fix.accuracy_m))")),
    ),
    sent_along(
        "heartbeat: a header with the fix",
        Edit("place.js", "  remember(cell);\n  return", "  remember(cell);\n  globalThis.here = fix;\n  return"),
        Edit("live.js", "'X-CSRFToken': this.config.csrf }", "'X-CSRFToken': this.config.csrf, 'X-Here': globalThis.here }"),
    ),
    sent_along(
        "walk: one's own minutes are reported",
        Edit("elements/walk.js", "      this.button.hidden = true;\n    } catch", "      navigator.sendBeacon('/walks/', this.querySelector('output').value);\n    } catch"),
    ),
)  # fmt: skip
