"""The phone of a demo person: the public API as any program uses it, over one connection.

Called by the driver only. It reads what a phone shows and taps what was decided; it decides nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final, Self
from urllib.parse import urlsplit
from uuid import UUID

from demo import steps
from demo.people import Persona
from demo.steps import Meeting, Ring, Seen, Side, Step
from meetups import policy, states

API: Final = "/api/v1/"
ANSWERS_WITHIN_S: Final = 2  # a request; whoever waits longer looks again later
REACH_MIN: Final = 20  # minutes on foot: whoever can see a resident is seen by them


@dataclass(frozen=True, slots=True)
class Site:
    """Where the web server answers (`url`, an origin) and by which name it knows itself (`host`)."""

    url: str
    host: str


class NoAnswer(Exception):
    """The server cannot be reached, or made a mistake: look again later."""


class Refused(Exception):
    """The server said no, and why."""


class Phone:
    """One person's phone, open as long as the `with` lasts."""

    def __init__(self, site: Site, secret: str) -> None:
        where = urlsplit(site.url)
        connection = HTTPSConnection if where.scheme == "https" else HTTPConnection
        self._line = connection(where.netloc, timeout=ANSWERS_WITHIN_S)
        self._headers = {
            "Host": site.host,
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def look(self, cue: UUID | None = None, *, wish: bool = False) -> Seen:
        """What the phone shows, and the thought of meeting somebody. Refuses: `NoAnswer`, `Refused`."""
        session = self._get("availability")
        if session is None:
            return Seen(free=False)
        if session["state"] == "live":
            rings = _rings(self._get("invitations"))
            table = _table(self._get("tables/current")) if session["surprise"] else None
            return Seen(free=True, rings=rings, cue=cue, wish=wish, table=table)
        return Seen(free=True, meeting=_meeting(self._get("meetings/current")))

    def tap(self, step: Step, who: Persona, now: datetime) -> None:
        """Do what was decided. Tapped twice it counts once. Refuses: `NoAnswer`, `Refused`."""
        match step.verb:
            case "go-live":
                self._post("availability", _wishes(who, now))
            case "stay":
                self._post("availability/heartbeat", {})
            case "invite":
                self._post("invitations", {"to": str(step.about)}, once=step)
            case "wish":
                self._ask("PATCH", "availability", body=json.dumps({"surprise": True}))
            case "say":
                self._post(f"meetings/{step.about}/messages", {"preset": step.words}, once=step)
            case "vouch":
                self._post(f"meetings/{step.about}/proof", {"we_met": True}, once=step)
            case verb:
                self._post(_NOUNS[verb].format(step.about), {}, once=step)

    def _get(self, path: str) -> dict[str, Any] | None:
        status, answer = self._ask("GET", path)
        return None if status == 404 else answer

    def _post(self, path: str, body: Mapping[str, Any], *, once: Step | None = None) -> None:
        key = {"Idempotency-Key": f"{once.verb}:{once.about}:{once.words}"} if once else {}
        self._ask("POST", path, body=json.dumps(body), headers=key)

    def _ask(
        self, method: str, path: str, *, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        try:
            self._line.request(method, API + path, body=body, headers={**self._headers, **(headers or {})})
            response = self._line.getresponse()
            text = response.read()
        except (OSError, HTTPException) as error:
            raise NoAnswer(f"{method} {path}: {error}") from error
        if response.status >= 500:
            raise NoAnswer(f"{method} {path}: {response.status}")
        answer = json.loads(text) if text else {}
        if response.status >= 400 and (method, response.status) != ("GET", 404):
            raise Refused(f"{method} {path}: {response.status} {answer.get('code')}")
        return response.status, answer


_NOUNS: Final[Mapping[str, str]] = {
    "accept": "invitations/{}/acceptance",
    "refuse": "invitations/{}/refusal",
    "accept-table": "tables/{}/acceptance",
    "refuse-table": "tables/{}/refusal",
    "depart": "meetings/{}/departure",
    "arrive": "meetings/{}/arrival",
    "end": "meetings/{}/end",
}


def _wishes(who: Persona, now: datetime) -> dict[str, Any]:
    return {
        "cell": who.cell,
        "minutes": steps.free_for_min(who, now),
        "intention": who.wants,
        "topic": who.topic,
        "reach_min": REACH_MIN,
    }


def _rings(page: dict[str, Any] | None) -> tuple[Ring, ...]:
    rows = page["results"] if page else []
    return tuple(
        Ring(UUID(row["id"]), _moment(row["sent_at"]))
        for row in rows
        if row["direction"] == "in" and row["state"] == states.SENT and not row["refused"]
    )


def _table(row: dict[str, Any] | None) -> Ring | None:
    if row is None or row["answer"]:
        return None
    return Ring(UUID(row["id"]), _moment(row["offered_at"]))


def _meeting(row: dict[str, Any] | None) -> Meeting | None:
    if row is None:
        return None
    return Meeting(
        id=UUID(row["id"]),
        agreed_at=_moment(row["release_at"]) - policy.RELEASE_AFTER,
        met_at=_moment_or_none(row["met_at"]),
        me=_side(row["people"]["you"]),
        them=_side(row["people"]["other"]),
        said=frozenset(message["preset"] for message in row["messages"] if message["mine"]),
    )


def _side(row: dict[str, Any]) -> Side:
    return Side(_moment_or_none(row["on_my_way_at"]), _moment_or_none(row["here_at"]), row["vouched"])


def _moment_or_none(text: str | None) -> datetime | None:
    return _moment(text) if text else None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
