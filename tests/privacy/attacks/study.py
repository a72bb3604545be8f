"""Attackers study a house with accounts of their own before they look for anybody: what follows distance?"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from tests.privacy.attacks.fits import ROUND
from tests.privacy.attacks.ground import Box, Shown, Spot
from tests.privacy.attacks.kairos import Kairos
from tests.privacy.attacks.learning import NOTHING, Learnt, Sample, learn
from tests.privacy.attacks.reckoning import points_of
from tests.privacy.attacks.region import away

BEYOND: Final = 4  # sides: from so far nobody is seen
OWN: Final = 8  # accounts of an attacker's own, one after the other
MOST: Final = 0.9  # so often must a place be the nearest for that to be the rule


@dataclass
class Notes:
    """What is written down meanwhile: samples by field, and how often two guesses at a rule held."""

    samples: dict[str, list[Sample]] = field(default_factory=lambda: defaultdict(list))
    nearest: list[bool] = field(default_factory=list)
    ordered: list[bool] = field(default_factory=list)

    def learnt(self) -> Learnt:
        steps = {name: learn(some) for name, some in self.samples.items()}
        asked, walk = steps.pop("asked", None), steps.pop("walk", None)
        return Learnt(
            fields={name: one for name, one in steps.items() if one},
            asked=asked,
            walk=walk,
            place_is_nearest=bool(self.nearest) and sum(self.nearest) >= MOST * len(self.nearest),
            order_is_distance=bool(self.ordered) and all(self.ordered),
        )


def study(service: Kairos, *parts: str) -> Learnt:
    """What own accounts show of a house: of these PARTS of it."""
    notes = Notes()
    if not parts:
        return NOTHING
    for spot, box in own_accounts(service):
        for part in parts:
            PARTS[part](service, spot, box, notes)
    return notes.learnt()


def lists(service: Kairos, spot: Spot, box: Box, notes: Notes) -> None:
    """Every field of a list, from all round."""
    beyond = service.stands(Spot(box.middle.x, box.middle.y + BEYOND * service.city.side))
    for at in (*service.vantages(box, ROUND), beyond):
        for name, value in service.ask("bits", at).items():
            notes.samples[name].append(sample(service, at, spot, value))


def asked(service: Kairos, spot: Spot, box: Box, notes: Notes) -> None:
    """Whether one may ring."""
    for at in service.vantages(box):
        notes.samples["asked"].append(sample(service, at, spot, service.ask("mirror", at)))


def proposed(service: Kairos, spot: Spot, box: Box, notes: Notes) -> None:
    """Which place an invitation proposes, and how far it is said to be for the other."""
    for at in service.vantages(box)[::2]:
        if said := service.ask("point", at):
            far = from_places(service, spot)
            notes.samples["walk"].append(Sample(0, far[said[0]], said[1]))
            if at == box.middle:  # from farther off only places in between come into question
                notes.nearest.append(far[said[0]] <= min(far.values()))


def first(service: Kairos, spot: Spot, box: Box, notes: Notes) -> None:
    """Whether the nearer stands first, with each of an attacker's decoys in the cell."""
    at = service.stands(Spot(box.middle.x + service.city.side, box.middle.y))
    for number in range(service.decoys_each):
        decoy = box.quarters()[number].middle
        came_first = service.ask("first", at, decoy=decoy, number=number)
        nearer = away(np.array([spot]), at)[0] < away(np.array([decoy]), at)[0]
        notes.ordered.append(bool(nearer) == (came_first == "victim"))


PARTS: Final = {"lists": lists, "asked": asked, "point": proposed, "first": first}


def own_accounts(service: Kairos) -> Iterator[tuple[Spot, Box]]:
    """One own account after the other at spots all over the middle cells, and the cell of each."""
    chance = np.random.default_rng(11)
    for _ in range(OWN):
        spot = Spot(*(float(one) for one in chance.uniform(-1.5, 1.5, 2) * service.city.side))
        cell = service.city.cell_at(spot)
        service.newcomer()
        service.present(Shown(spot, cell))
        yield spot, service.city.box_of(cell)
        service.absent()


def sample(service: Kairos, at: Spot, spot: Spot, value: Any) -> Sample:
    here = np.array([spot])
    return Sample(int(service.kinds_of(at, here)[0]), float(away(here, at)[0]), value)


def from_places(service: Kairos, spot: Spot) -> dict[str, float]:
    """How far each public place is from a spot."""
    return {
        one: float(away(np.array([spot]), service.city.spot(lon=lon, lat=lat))[0])
        for one, (lon, lat) in points_of(service.city)
    }
