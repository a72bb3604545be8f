"""How attackers fit a guess to what Kairos was seen to answer: by the rule of cells, and by all that leaks.

What leaks, own accounts have shown (`study`); where nothing does, the cell is all there is to fit.
"""

import re
from typing import Any, Final

import numpy as np

from places.policy import SAME_AREA_MIN
from tests.privacy.attacks.ground import BLOCK, Box, City, Spot
from tests.privacy.attacks.learning import Learnt
from tests.privacy.attacks.line import Answer
from tests.privacy.attacks.reckoning import minutes_from, points_of
from tests.privacy.attacks.region import CERTAIN, Cost, away, locate
from tests.privacy.attacks.rules import Rules

NEXT: Final = 1.6  # sides: the cells that touch one
ROUND: Final = 2.1  # and those two away, straight on
FARTHEST: Final = 3.1  # and where nothing is known but the city, the middle of it
Seen = list[tuple[Spot, Any, dict[str, Any]]]


def picked(answer: Answer, *names: str) -> dict[str, Any]:
    """What a list shows of the victim, these fields or all; none of it tells one account from its twin."""
    card = next((one for one in answer.body["candidates"] if one["first_name"] == "Vera"), None)
    shown = card or {"about_min": 0, "near": "", "reasons": []}
    fields = {
        "there": card is not None,
        "count": answer.body["liquidity"]["count"],
        "level": answer.body["liquidity"]["level"],
        "minutes": shown["about_min"],
        "near": shown["near"],
        "score": shown.get("score"),
        "walks": tuple(re.findall(r"(\d+) min", " ".join(one["text"] for one in shown["reasons"]))),
        "reachable": shown.get("reachable"),
        "unexpected": shown.get("unexpected"),
    }
    return {name: fields[name] for name in names or fields}


class Fits(Rules):
    """Where somebody may be, and how well a point explains what was seen."""

    city: City
    learnt: Learnt

    def square(self, hint: Spot | None = None) -> Box:
        raise NotImplementedError

    def ask(self, what: str, at: Spot, **more: Any) -> Any:
        raise NotImplementedError

    def fit(self, what: str, seen: Seen) -> Spot:
        """The mean of the places that contradict least of what was seen, and of what lists show besides."""
        box = self.square()
        lists = self.missed_by_lists(box)
        miss = self.missed_by_leak if self.learnt else self.miss

        def cost(points: np.ndarray) -> np.ndarray:
            return lists(points) + sum(miss(what, at, value, points, **more) for at, value, more in seen)

        return locate(box, cost)

    def vantages(self, box: Box, within: float = NEXT) -> list[Spot]:
        """The middles of the cells near a box, from where most is seen of who is in it."""
        far = min(within * self.city.side + (box.side - self.city.side) / 2, FARTHEST * self.city.side)
        middles = [self.city.box_of(key).middle for key in self.city.keys.values()]
        return [at for at in middles if away(np.array([box.middle]), at)[0] <= far]

    def missed_by_lists(self, box: Box) -> Cost:
        """What lists seen from all round say of each point; nothing where no field of theirs leaks."""
        seen = [(at, self.ask("bits", at)) for at in self.vantages(box)] if self.learnt.fields else []
        return lambda points: sum(
            (self.missed_by_leak("bits", at, value, points) for at, value in seen), np.zeros(len(points))
        )

    def missed_by_leak(self, what: str, at: Spot, value: Any, points: np.ndarray, **more: Any) -> np.ndarray:
        """What an answer says of each point, going by what own accounts have shown."""
        middle = self.city.box_of(self.city.cell_at(at)).middle
        kinds, far = self.kinds_of(middle, points), away(points, middle)
        found = np.zeros(len(points))
        match what:
            case "first" if self.learnt.order_is_distance and value:
                decoy = more["decoy"]
                alike = kinds == self.kinds_of(middle, np.array([decoy]))[0]  # so that no score decides
                nearer = far < away(np.array([decoy]), middle)[0]
                found = CERTAIN * (alike & (nearer != (value == "victim")))
            case "mirror" if self.learnt.asked:
                found = self.learnt.asked.miss(kinds, far, value)
            case "point" if value:
                found = self.missed_by_place(*value, points, alike=kinds == SAME_AREA_MIN)
            case "minutes" | "near" | "bits":
                for name, steps in self.learnt.fields.items():
                    if name in value:
                        found = found + steps.miss(kinds, far, value[name])
        return found

    def missed_by_place(self, place: str, walk: int, points: np.ndarray, *, alike: np.ndarray) -> np.ndarray:
        """What the proposed place and the walk to it say of each point."""
        spots = {key: self.city.spot(lon=lon, lat=lat) for key, (lon, lat) in points_of(self.city)}
        found = np.zeros(len(points))
        if self.learnt.walk:
            found = found + self.learnt.walk.miss(np.zeros(len(points)), away(points, spots[place]), walk)
        if self.learnt.place_is_nearest:
            others = np.array(list(spots.values()))
            nearest = np.min(
                np.hypot(*(points[:, None, axis] - others[None, :, axis] for axis in (0, 1))), axis=1
            )
            found = found + CERTAIN * (alike & (away(points, spots[place]) > nearest + 1))
        return found

    def kinds_of(self, middle: Spot, points: np.ndarray) -> np.ndarray:
        """All that the cells alone explain of each point, seen from the middle of a cell."""
        column, row = self.city.column(points[:, 0]), self.city.column(points[:, 1])
        return minutes_from(self.city, self.city.cell_at(middle))[column + BLOCK, row + BLOCK]
