"""Kairos as attackers reach it: the running house, spoken to over HTTP and a socket by many accounts.

An attacker chooses where an account claims to be, to the metre; what is sent is its cell, as ever.
`ask` is one observation, `miss` what it says of each point by the public rule (`docs/privacy.md`).
"""

import time
from datetime import timedelta
from typing import Any, Final

import numpy as np
from django.db import connection

from kernel import tokens
from matching.policy import CELL_CHANGE_EVERY
from places.policy import FARTHEST_MIN
from tests.privacy.attacks import people
from tests.privacy.attacks.fits import Fits, picked
from tests.privacy.attacks.ground import Box, City, Decoy, Shown, Spot
from tests.privacy.attacks.learning import NOTHING
from tests.privacy.attacks.line import Answer, Ear, Line
from tests.privacy.attacks.people import Facts
from tests.privacy.attacks.reckoning import best_vantage, candidates
from tests.privacy.attacks.region import around

# a decoy's language, which only the attacker who watches for it speaks
TONGUES: Final = (
    "fr", "ar", "cs", "da", "de", "el", "es", "et", "fi", "he", "hi", "hu",
    "it", "ja", "ko", "nb", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk",
)  # fmt: skip
STARTS: Final = {"minutes": 120, "intention": "swap-ideas", "topic": ""}
INVITES_A_SESSION: Final = 9
AWAKE_S: Final = 60  # of silence; after three minutes people are hidden
A_DAY: Final = timedelta(days=1)


class Kairos(Fits):
    """One city of the running house, and the attackers in it."""

    sessions = 30  # that an attacker watches of one person
    sessions_asked = 4  # whose lists are read whatever the cell
    walk_m = 900.0  # in the quarter of an hour between two cells
    quantities = ("seconds", "size")
    decoys_each = 2  # whose place among equals differs, if a hash decides it
    close_m = 10.0  # how finely a decoy is moved

    def __init__(self, city: City, *, url: str, live_url: str, kinds: dict[str, Facts]) -> None:
        self.city, self.kinds, self.live_url = city, kinds, live_url
        self.line = Line(url)
        self.tokens: dict[Any, str] = {}
        self.decoys: dict[Decoy, str] = {}  # the language of each
        self.seen: dict[Any, Any] = {}
        self.asked: set[Any] = set()
        self.victim = self.session = ""
        self.beat = 0.0
        self.ear: Ear | None = None
        self.rung: dict[str, int] = {}
        self.leak = ""
        self.learnt = NOTHING

    def close(self) -> None:
        for decoy in self.decoys:  # whoever attacks here next has decoys that speak the same languages
            self.line.ask("DELETE", "availability", token=self.tokens[decoy])
        self.line.close()
        if self.ear:
            self.ear.close()
        connection.close()

    def newcomer(self) -> None:
        """The next victim."""
        self.victim, self.session = people.another(self.kinds["Vera"], languages=["en"]), ""
        person = tokens.find(self.victim).user_id
        self.line.always = {"X-Planted": f"{self.leak} {person}"} if self.leak else {}

    def carried(self, spot: Spot) -> dict[str, str]:
        """What a phone sends beside the cell: nothing, unless a leak is planted."""
        place = self.city.place(spot)
        # In billionths of a degree: the guard at the door would know decimals for what they are.
        return {"X-Fix": f"{round(place['lon'] * 1e9)} {round(place['lat'] * 1e9)}"} if self.leak else {}

    def present(self, shown: Shown) -> None:
        """The victim goes live in the cell that their phone publishes; where they did before, a day later."""
        if self.session:
            people.let_time_pass(self.victim, A_DAY)
        said = self.start(self.victim, shown.cell, FARTHEST_MIN, spot=shown.spot)
        self.session, self.beat = said.body["id"], time.monotonic()
        self.seen = {}

    def moved(self, shown: Shown) -> None:
        """A quarter of an hour later the victim says "I have moved"."""
        people.let_time_pass(self.victim, CELL_CHANGE_EVERY)
        answer = self.line.ask(
            "PATCH", "availability", token=self.victim, body={"cell": shown.cell},
            also=self.carried(shown.spot),
        )  # fmt: skip
        assert answer.status == 200, answer
        self.seen = {}

    def absent(self) -> None:
        answer = self.line.ask("DELETE", "availability", token=self.victim)
        assert answer.status == 204, answer

    # What attackers do.

    def ask(self, what: str, at: Spot, **more: Any) -> Any:
        """One observation from a place; asking the same again costs nothing and brings nothing."""
        if time.monotonic() > self.beat + AWAKE_S:  # the victim's page beats by itself
            self.line.ask("POST", "availability/heartbeat", token=self.victim, body={})
            self.beat = time.monotonic()
        cell = self.city.cell_at(at)
        key = (what, cell, *sorted(more.items()))
        self.asked.add((self.session, key))
        if key not in self.seen:
            self.seen[key] = getattr(self, f"see_{what}")(cell, **more)
        return self.seen[key]

    def same(self, one: Spot, other: Spot) -> bool:
        """Whether two places make the same question."""
        return self.city.cell_at(one) == self.city.cell_at(other)

    def stands(self, at: Spot) -> Spot:
        """What Kairos takes an attacker's place for: the middle of its cell."""
        return self.city.box_of(self.city.cell_at(at)).middle

    def see_minutes(self, cell: str, reach: int = FARTHEST_MIN) -> dict[str, Any]:
        return picked(self.look(cell, reach), "minutes", "walks")

    def see_near(self, cell: str) -> dict[str, Any]:
        return picked(self.look(cell), "near")

    def see_bits(self, cell: str) -> dict[str, Any]:
        """Everything that a list shows of somebody."""
        return picked(self.look(cell))

    def see_first(self, cell: str, decoy: Spot, number: int = 0) -> str:
        """Who of the two stands first in the list: "victim", "decoy" or, where one is missing, ""."""
        key = Decoy(self.city.cell_at(decoy), number)
        self.put_decoy(key, decoy)
        answer = self.look(cell, decoy=key, fresh=True)
        names = [card["first_name"] for card in answer.body["candidates"]]
        return {"Vera": "victim", "Decoy": "decoy"}[names[0]] if len(names) == 2 else ""

    def see_mirror(self, cell: str) -> bool:
        """Whether the victim could see somebody there: an invitation goes where both see each other."""
        return self.invitation(cell) is not None

    def see_point(self, cell: str) -> tuple[str, int] | None:
        said = self.invitation(cell)
        return (said["point"]["id"], said["walk_them_min"]) if said else None

    def see_size(self, cell: str, again: int = 0) -> int:
        return self.look(cell, fresh=bool(again)).size

    def see_seconds(self, cell: str, again: int = 0) -> float:
        return self.look(cell, fresh=bool(again)).seconds

    def heard(self) -> int:
        """The length of the frame that reaches an attacker's socket when the victim rings at them."""
        middle = self.city.key
        token = self.standing((middle, "ear"), middle, FARTHEST_MIN)
        if self.ear is None:
            self.ear = Ear(self.live_url, token)
        to = self.start(token, middle, FARTHEST_MIN).body["id"]  # live already, unless silent for too long
        self.line.ask("POST", "availability/heartbeat", token=token, body={})
        rung = self.line.ask("POST", "invitations", token=self.victim, body={"to": to, "length_min": 10})
        assert rung.status == 201, rung
        frame = self.ear.frame("invitation-received")
        self.line.ask("POST", f"invitations/{rung.body['id']}/withdrawal", token=self.victim, body={})
        self.asked.add("frame")
        return len(frame)

    def report(self, hint: Spot | None = None) -> Box:
        """What one session tells of where the victim is."""
        return self.where(hint)

    def where(self, hint: Spot | None = None) -> Box:
        """The smallest square that lists give away, by the rule of cells and by all that leaks."""
        box = self.square(hint)
        return around(box, self.missed_by_lists(box)) if self.learnt.fields else box

    def square(self, hint: Spot | None = None) -> Box:
        """The cells that fit the minutes; where those leak, those that fit who shows; else the city."""
        for name in ("minutes", "there"):
            if name in self.learnt.fields:
                continue
            boxes = [self.city.box_of(one) for one in self.fitting(name, hint)]
            assert boxes, "what the lists say fits no cell"
            return Box(
                min(box.west for box in boxes), min(box.south for box in boxes),
                max(box.east for box in boxes), max(box.north for box in boxes),
            )  # fmt: skip
        return self.city.whole

    def fitting(self, name: str, hint: Spot | None) -> list[str]:
        """The cells that explain what lists say: every look asks where the answer leaves the fewest."""
        names, minutes = candidates(self.city)
        table = minutes if name == "minutes" else (minutes > 0).astype(int)
        left = np.arange(len(names))
        vantage = self.city.cell_at(hint) if hint else None
        while len(left) > 1:
            vantage, gained = (vantage, True) if vantage else best_vantage(self.city, table, left)
            if not gained:
                break
            row = list(self.city.keys.values()).index(vantage)
            said = self.ask("bits", self.city.box_of(vantage).middle)
            left = left[table[row, left] == said[name]]
            vantage = None
        return [names[one] for one in left]

    def crowd(self, box: Box) -> None:
        """A false account in every quarter of a box; what lists say afterwards is asked anew."""
        for quarter in box.quarters():
            cell = self.city.cell_at(quarter.middle)
            self.standing((cell, "crowd", quarter), cell, FARTHEST_MIN)
        self.seen = {}

    def inside(self, box: Box) -> bool | None:
        """Whether the victim stands in a shape that the attacker draws; None: there is no such door.

        The seam for zones: once organizers draw them, this opens one on `box` and reads all that it tells.
        """
        corners = [self.city.place(Spot(x, y)) for x in (box.west, box.east) for y in (box.south, box.north)]
        shape = {"type": "Polygon", "coordinates": [[[one["lon"], one["lat"]] for one in corners]]}
        token = self.standing((self.city.key, "draws"), self.city.key, FARTHEST_MIN)
        for body in ({"name": "zone", "shape": shape}, {"name": "zone", "cells": [self.city.key]}):
            answer = self.line.ask("POST", "zones", token=token, body=body)
            assert answer.status in (400, 404), "a door of zones has opened: mount the bisection on it"
        self.asked.add(("inside", box))
        return None

    def invitation(self, cell: str) -> dict[str, Any] | None:
        """Ring at the victim from a cell and take it back; the invitation, or None where none can be sent."""
        key = ("rung", cell)
        if key not in self.seen:
            # An account may ring ten times a session; then the next one stands in its place.
            who = ("invites", cell, self.rung.get(cell, 0) // INVITES_A_SESSION)
            token = self.standing(who, cell, FARTHEST_MIN)
            body = {"to": self.session, "length_min": 10}
            answer = self.line.ask("POST", "invitations", token=token, body=body)
            if answer.body.get("code") == "not-available":  # silent for ten minutes
                self.start(token, cell, FARTHEST_MIN)
                answer = self.line.ask("POST", "invitations", token=token, body=body)
            assert answer.status == 201 or answer.body["code"] == "not-reachable", answer
            self.seen[key] = answer.body if answer.status == 201 else None
            if answer.status == 201:
                self.rung[cell] = self.rung.get(cell, 0) + 1
                path = f"invitations/{answer.body['id']}/withdrawal"
                self.line.ask("POST", path, token=token, body={})
        return self.seen[key]

    def look(
        self, cell: str, reach: int = FARTHEST_MIN, decoy: Decoy | None = None, *, fresh: bool = False
    ) -> Answer:
        """One look at the list by an account that says that it is in a cell."""
        key = ("look", cell, reach, decoy)
        if fresh or key not in self.seen:
            token = self.standing((cell, reach, decoy), cell, reach, decoy=decoy)
            answer = self.line.ask("GET", "candidates", token=token)
            if answer.status == 409:  # silent for ten minutes: live again where it was
                self.start(token, cell, reach)
                answer = self.line.ask("GET", "candidates", token=token)
            assert answer.status == 200, answer
            if answer.body["limit_reached"]:  # sixty people a day: an attacker takes another account
                del self.tokens[cell, reach, decoy]
                return self.look(cell, reach, decoy, fresh=True)
            self.seen[key] = answer
        return self.seen[key]

    def standing(self, key: Any, cell: str, reach: int, *, decoy: Decoy | None = None) -> str:
        """The token of an account that stands there; made, and live, when first needed."""
        if key not in self.tokens:
            languages = ["en", *([self.decoys[decoy]] if decoy else [])]
            self.tokens[key] = people.another(self.kinds["Mallory"], languages=languages)
            self.start(self.tokens[key], cell, reach)
        return self.tokens[key]

    def put_decoy(self, decoy: Decoy, spot: Spot) -> None:
        """A decoy at a spot, seen by nobody but the attacker who speaks its language; kept awake."""
        if decoy not in self.decoys:
            self.decoys[decoy] = TONGUES[len(self.decoys)]
            self.tokens[decoy] = people.another(self.kinds["Decoy"], languages=[self.decoys[decoy]])
            self.start(self.tokens[decoy], decoy.cell, FARTHEST_MIN, spot=spot)
        also, beat = self.carried(spot), "availability/heartbeat"
        if self.line.ask("POST", beat, token=self.tokens[decoy], body={}, also=also).status == 409:
            self.start(self.tokens[decoy], decoy.cell, FARTHEST_MIN, spot=spot)

    def start(self, token: str, cell: str, reach: int, *, spot: Spot | None = None) -> Answer:
        answer = self.line.ask(
            "POST", "availability", token=token, body={**STARTS, "cell": cell, "reach_min": reach},
            also=self.carried(spot) if spot else None,
        )  # fmt: skip
        assert answer.status in (200, 201), answer
        assert answer.body["cell"] == cell, answer
        return answer
